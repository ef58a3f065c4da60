import './EntryField.css';

export interface EntryFieldProps {
  /** What is typed here, as it stands above the field. */
  readonly label: string;
  readonly value: string;
  /** Shown, paler, while nothing is typed. */
  readonly example?: string;
  /** Lengths of the groups a long number is read in: an ID number is 6, 8 and 4. */
  readonly groups?: readonly number[];
  /** What is wrong with it, in words: colour is never alone. */
  readonly complaint?: string | undefined;
}

/** Shows what the keys of the screen have typed; not an input, so no system keyboard can ever cover the screen. */
export function EntryField({ label, value, example, groups, complaint }: EntryFieldProps) {
  const parts = groups === undefined || value === '' ? [value] : cut(value, groups);
  return (
    <div className="rs-entry" data-state={complaint === undefined ? 'fine' : 'complaint'}>
      <span className="rs-entry__label" aria-hidden="true">
        {label}
      </span>
      <div className="rs-entry__box">
        <span className="rs-entry__value" role="status" aria-label={label}>
          {parts.map((part, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place
            <span key={place}>{part}</span>
          ))}
        </span>
        {value === '' && example !== undefined ? <span className="rs-entry__example">{example}</span> : undefined}
        <span className="rs-entry__caret" aria-hidden="true" />
      </div>
      {complaint === undefined ? undefined : (
        <p className="rs-entry__complaint" role="alert">
          {complaint}
        </p>
      )}
    </div>
  );
}

function cut(value: string, groups: readonly number[]): string[] {
  const characters = [...value];
  const parts: string[] = [];
  let at = 0;
  for (const length of [...groups, characters.length]) {
    if (at >= characters.length) break;
    parts.push(characters.slice(at, at + length).join(''));
    at += length;
  }
  return parts;
}
