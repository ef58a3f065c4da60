import './HintList.css';

/** Short lines worth knowing on this screen. */
export function HintList({ hints }: { readonly hints: readonly string[] }) {
  return (
    <ul className="hints">
      {hints.map((hint) => (
        <li key={hint}>{hint}</li>
      ))}
    </ul>
  );
}
