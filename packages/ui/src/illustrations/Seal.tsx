/** The mark: 人 as two strokes under a roof, cut into a cinnabar seal. */
export function Seal() {
  return (
    <svg className="rs-seal" viewBox="0 0 48 48" aria-hidden="true">
      <rect x="2" y="2" width="44" height="44" rx="9" fill="var(--art-seal)" />
      <path
        d="M24 9C24 22 19 32 10 38M24 19C26 28 31 34 38 38"
        fill="none"
        stroke="var(--art-on-seal)"
        strokeWidth="5.2"
        strokeLinecap="round"
      />
    </svg>
  );
}
