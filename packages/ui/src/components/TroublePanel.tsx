import './TroublePanel.css';

export interface TroubleText {
  readonly meaning: string;
  readonly here: string;
  readonly help: string;
}

/** What it means for you, what you can do here, who helps; the title above says what happened. */
export function TroublePanel({ text }: { readonly text: TroubleText }) {
  return (
    <ul className="rs-trouble">
      <li className="rs-trouble__meaning">{text.meaning}</li>
      <li className="rs-trouble__here">{text.here}</li>
      <li className="rs-trouble__help">{text.help}</li>
    </ul>
  );
}
