import { BigButton } from './BigButton.tsx';
import { QrCode } from './QrCode.tsx';
import './QrPanel.css';

/** A code that has run out must not be scanned, and one that was scanned need not be: both are covered by words. */
export type QrState =
  | { readonly kind: 'showing'; readonly note?: string }
  | { readonly kind: 'scanned'; readonly note: string }
  | { readonly kind: 'expired'; readonly note: string; readonly renew: string; readonly onRenew: () => void };

export interface QrPanelProps {
  readonly text: string;
  /** What the code is for. */
  readonly label: string;
  /** How to use it, in order: which app, what to press. */
  readonly steps: readonly string[];
  readonly state: QrState;
}

/** A code for the citizen's telephone, beside how to use it and what has become of it. */
export function QrPanel({ text, label, steps, state }: QrPanelProps) {
  return (
    <section className="rs-qr-panel" data-state={state.kind} aria-label={label}>
      <div className="rs-qr-panel__code">
        <QrCode text={text} label={label} />
        {state.kind === 'showing' ? undefined : (
          <p className="rs-qr-panel__cover" role="status">
            {state.note}
          </p>
        )}
      </div>
      <div className="rs-qr-panel__words">
        <h2>{label}</h2>
        <ol>
          {steps.map((step, index) => (
            <li key={step}>
              <span className="rs-qr-panel__number" aria-hidden="true">
                {index + 1}
              </span>
              {step}
            </li>
          ))}
        </ol>
        {state.kind === 'showing' && state.note ? <p className="rs-qr-panel__note">{state.note}</p> : undefined}
        {state.kind === 'expired' ? (
          <BigButton control="qr-renew" label={state.renew} onPress={state.onRenew} />
        ) : undefined}
      </div>
    </section>
  );
}
