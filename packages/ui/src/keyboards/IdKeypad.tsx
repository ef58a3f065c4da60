import { BigButton } from '../components/BigButton.tsx';
import './IdKeypad.css';
import { echoOf, type OnSpeak } from './inputEcho.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'X', '0'];

/** Digits before the check character of an ID number (GB 11643). */
const BODY = 17;

export interface IdKeypadProps {
  /** How many characters stand already: X is only ever the eighteenth, and a nineteenth there is not. */
  readonly typed: number;
  readonly onKey: (key: string) => void;
  readonly onDelete: () => void;
  readonly onClear: () => void;
  readonly deleteLabel: string;
  readonly clearLabel: string;
  readonly disabled?: boolean;
  readonly onSpeak?: OnSpeak;
}

/** Ten digits and the X that one in eleven ID numbers ends in; a key that cannot be right cannot be pressed. */
export function IdKeypad(props: IdKeypadProps) {
  const { typed, onKey, onDelete, onClear, deleteLabel, clearLabel, disabled = false, onSpeak } = props;
  const isPossible = (key: string) => (key === 'X' ? typed === BODY : typed <= BODY);
  return (
    <div className="rs-id-keypad">
      {KEYS.map((key) => (
        <BigButton
          key={key}
          control="id-key"
          digit={key}
          kind="key"
          label={key}
          disabled={disabled || !isPossible(key)}
          onPress={() => {
            onSpeak?.(echoOf(key, false));
            onKey(key);
          }}
        />
      ))}
      <BigButton
        control="delete"
        kind="quiet"
        label={deleteLabel}
        disabled={disabled || typed === 0}
        onPress={() => {
          onSpeak?.(echoOf(deleteLabel, false));
          onDelete();
        }}
      />
      <BigButton
        control="clear"
        kind="quiet"
        label={clearLabel}
        disabled={disabled || typed === 0}
        onPress={() => {
          onSpeak?.(echoOf(clearLabel, false));
          onClear();
        }}
      />
    </div>
  );
}
