import './ApplicationCard.css';
import { Words } from './Words.tsx';

export interface ApplicationRow {
  readonly label: string;
  readonly value: string;
}

/** An application as a citizen knows it: what for, for whom, which bank, where to collect. */
export function ApplicationCard({ title, rows }: { readonly title: string; readonly rows: readonly ApplicationRow[] }) {
  return (
    <article className="rs-application">
      <h2 className="rs-application__title">{title}</h2>
      <dl className="rs-application__rows">
        {rows.map(({ label, value }) => (
          <div key={label} className="rs-application__row">
            <dt>{label}</dt>
            <dd>
              <Words text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
