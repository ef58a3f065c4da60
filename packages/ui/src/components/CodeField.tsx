import './CodeField.css';

export interface CodeFieldProps {
  readonly code: string;
  readonly length: number;
  readonly label: string;
  readonly state: 'enter' | 'checking' | 'wrong';
}

/** Shows the digits typed on the keypad; not an input, so no system keyboard can ever cover the screen. */
export function CodeField({ code, length, label, state }: CodeFieldProps) {
  const places = Array.from({ length }, (_, index) => index);
  return (
    <div className="rs-code" data-state={state} role="status" aria-label={label}>
      {places.map((place) => (
        <span key={place} className="rs-code__digit" data-next={place === code.length && state !== 'checking'}>
          {code[place] ?? ''}
        </span>
      ))}
    </div>
  );
}
