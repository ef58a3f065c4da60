import { QrCode } from './QrCode.tsx';
import './ReceiptPreview.css';
import { Words } from './Words.tsx';

export interface ReceiptPreviewProps {
  readonly title: string;
  readonly statement: string;
  readonly receiptNumber: string;
  readonly rows: readonly { readonly label: string; readonly value: string }[];
  readonly nextSteps: readonly string[];
  readonly qrText: string;
  readonly qrLabel: string;
  readonly label: string;
  /** For who does not read the receipt's own language, which is the one that counts: with its steps, in place of the others. */
  readonly translation?: ReceiptTranslation | undefined;
}

export interface ReceiptTranslation {
  readonly lang: string;
  readonly statement: string;
  readonly nextSteps: readonly string[];
  readonly note: string;
}

/** The receipt on the screen, from the same lines as the printed one, so that a photo of it serves as well. */
export function ReceiptPreview(props: ReceiptPreviewProps) {
  const { title, statement, receiptNumber, rows, nextSteps, qrText, qrLabel, label, translation } = props;
  return (
    <article className="rs-receipt" aria-label={label}>
      <header className="rs-receipt__head">
        <h2>{title}</h2>
        <p>
          <Words text={statement} />
        </p>
      </header>
      {rows.length > 0 ? (
        <dl className="rs-receipt__rows">
          {rows.map(({ label: name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : undefined}
      {translation ? undefined : (
        <ul className="rs-receipt__next">
          {nextSteps.map((step) => (
            <li key={step}>
              <Words text={step} />
            </li>
          ))}
        </ul>
      )}
      <figure className="rs-receipt__qr">
        <QrCode text={qrText} label={qrLabel} />
        <figcaption>
          <span>{qrLabel}</span>
          <span>{receiptNumber}</span>
        </figcaption>
      </figure>
      {translation ? (
        <section className="rs-receipt__translation" lang={translation.lang}>
          <p>{translation.statement}</p>
          <ul>
            {translation.nextSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
          <p className="rs-receipt__note">{translation.note}</p>
        </section>
      ) : undefined}
    </article>
  );
}
