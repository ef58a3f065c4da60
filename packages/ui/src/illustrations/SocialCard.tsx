/** The front of a social security card as one recognises it from afar: the chip, the portrait, the wave across it. */
export function SocialCard() {
  return (
    <g>
      <rect width="172" height="108" rx="9" fill="var(--art-card)" stroke="var(--art-line)" strokeWidth="2.4" />
      <path
        d="M1 76C36 58 62 92 98 74S150 58 171 66V99A8 8 0 0 1 163 107H9A8 8 0 0 1 1 99Z"
        fill="var(--art-portrait)"
      />
      <rect
        x="16"
        y="40"
        width="32"
        height="25"
        rx="5"
        fill="var(--amber-glow)"
        stroke="var(--art-line)"
        strokeWidth="2"
      />
      <path d="M16 52.5h32M27 40v25M38 40v25" fill="none" stroke="var(--art-line)" strokeWidth="1.6" />
      <path d="M16 20h72" stroke="var(--art-line)" strokeWidth="6" strokeLinecap="round" />
      <path d="M62 44h36M62 58h28" stroke="var(--art-text)" strokeWidth="4.4" strokeLinecap="round" />
      <rect x="118" y="16" width="40" height="48" rx="5" fill="var(--art-card-top)" />
      <circle cx="138" cy="33" r="9" fill="var(--art-solid)" />
      <path d="M121 64C121 51 128 46 138 46S155 51 155 64Z" fill="var(--art-solid)" />
    </g>
  );
}
