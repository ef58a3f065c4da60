import './NoticeList.css';

export interface NoticeText {
  readonly key: string;
  readonly what: string;
  readonly instead: string;
}

/** What does not work today and what to do instead, said before a citizen starts. */
export function NoticeList({ notices }: { readonly notices: readonly NoticeText[] }) {
  if (notices.length === 0) return undefined;
  return (
    <ul className="rs-notices">
      {notices.map(({ key, what, instead }) => (
        <li key={key} className="rs-notices__one">
          <strong>{what}</strong>
          <span>{instead}</span>
        </li>
      ))}
    </ul>
  );
}
