import { BigButton } from './BigButton.tsx';
import './OfferBar.css';

export interface OfferBarProps {
  readonly name: string;
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly onAnswer: (yes: boolean) => void;
}

/** A question that is in nobody's way: it may be answered by one touch, or left alone. */
export function OfferBar({ name, question, yes, no, onAnswer }: OfferBarProps) {
  return (
    <aside className="rs-offer" aria-label={question} data-offer={name}>
      <p className="rs-offer__question">{question}</p>
      <BigButton control={`${name}-yes`} kind="secondary" label={yes} onPress={() => onAnswer(true)} />
      <BigButton control={`${name}-no`} kind="quiet" label={no} onPress={() => onAnswer(false)} />
    </aside>
  );
}
