import './TroublePanel.css';
import { Words } from './Words.tsx';

export interface TroubleText {
  readonly meaning: string;
  readonly here: string;
  readonly help: string;
}

/** What it means for you, what you can do here, who helps; the title above says what happened. */
export function TroublePanel({ text }: { readonly text: TroubleText }) {
  return (
    <ul className="rs-trouble">
      <li className="rs-trouble__meaning">
        <Words text={text.meaning} />
      </li>
      <li className="rs-trouble__here">
        <Words text={text.here} />
      </li>
      <li className="rs-trouble__help">
        <Words text={text.help} />
      </li>
    </ul>
  );
}
