import { useEffect, useId, useRef, useState } from 'react';
import { BigButton } from './BigButton.tsx';
import './BigConfirm.css';

export interface BigConfirmTexts {
  /** What is about to be done, as a question. */
  readonly question: string;
  /** What will happen, one line each; nothing that happens is left out. */
  readonly consequences: readonly string[];
  readonly goOn: string;
  /** The second step's question: short, and says again what cannot be undone. */
  readonly last: string;
  /** Names the deed, never "OK": "Yes, report it lost". */
  readonly confirm: string;
  readonly back: string;
}

export interface BigConfirmProps {
  readonly texts: BigConfirmTexts;
  /** `grave` for what cannot be taken back here. */
  readonly weight?: 'plain' | 'grave';
  readonly onConfirm: () => void;
  readonly onBack: () => void;
}

/**
 * Two steps for what is hard to undo: first what will happen, then the deed by its name. The second step's button stands
 * where "back" stood before, so that two quick taps on one place can never carry anything out.
 */
export function BigConfirm({ texts, weight = 'plain', onConfirm, onBack }: BigConfirmProps) {
  const id = useId();
  const [last, setLast] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The question has changed under whoever works by keyboard or screen reader.
    if (last) heading.current?.focus();
  }, [last]);
  return (
    <section className="rs-confirm" data-step={last ? 'last' : 'first'} data-weight={weight} aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1} className="rs-confirm__question">
        {last ? texts.last : texts.question}
      </h2>
      <ul className="rs-confirm__consequences">
        {texts.consequences.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <div className="rs-confirm__actions">
        <BigButton
          control="confirm-back"
          kind="secondary"
          label={texts.back}
          onPress={() => (last ? setLast(false) : onBack())}
        />
        {last ? (
          <BigButton control="confirm-deed" label={texts.confirm} onPress={onConfirm} />
        ) : (
          <BigButton control="confirm-go-on" label={texts.goOn} onPress={() => setLast(true)} />
        )}
      </div>
    </section>
  );
}
