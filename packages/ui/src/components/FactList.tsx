import { useId } from 'react';
import './FactList.css';

export interface Fact {
  readonly label: string;
  readonly text: string;
}

export interface FactListProps {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly note?: string;
}

/** Short facts about one thing, each under its own word. */
export function FactList({ title, facts, note }: FactListProps) {
  const id = useId();
  return (
    <section className="rs-facts" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <dl className="rs-facts__list">
        {facts.map(({ label, text }) => (
          <div key={label} className="rs-facts__row">
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {note ? <p className="rs-facts__note">{note}</p> : undefined}
    </section>
  );
}
