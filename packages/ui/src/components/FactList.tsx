import './FactList.css';

export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** Short facts, each under its own word. */
export function FactList({ facts, note }: { readonly facts: readonly Fact[]; readonly note?: string | undefined }) {
  return (
    <div className="rs-facts">
      <dl className="rs-facts__list">
        {facts.map(({ label, text }) => (
          <div key={label} className="rs-facts__row">
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {note ? <p className="rs-facts__note">{note}</p> : undefined}
    </div>
  );
}
