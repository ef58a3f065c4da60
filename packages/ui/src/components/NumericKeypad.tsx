import { echoOf, type OnSpeak } from '../keyboards/inputEcho.ts';
import { BigButton } from './BigButton.tsx';
import './NumericKeypad.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

export interface NumericKeypadProps {
  readonly onDigit: (digit: string) => void;
  readonly onDelete: () => void;
  readonly onClear: () => void;
  readonly deleteLabel: string;
  readonly clearLabel: string;
  readonly disabled?: boolean;
  /** What is typed is nobody else's business, a code or a password: keys are heard as a tone and not by their names. */
  readonly secret?: boolean;
  readonly onSpeak?: OnSpeak;
}

/** Ten digits as on a telephone, with words instead of arrows on the two keys that take back. */
export function NumericKeypad({
  onDigit,
  onDelete,
  onClear,
  deleteLabel,
  clearLabel,
  disabled = false,
  secret = false,
  onSpeak,
}: NumericKeypadProps) {
  const press = (name: string, act: () => void, isSecret: boolean) => () => {
    onSpeak?.(echoOf(name, isSecret));
    act();
  };
  const digit = (value: string) => (
    <BigButton
      key={value}
      control="digit"
      digit={value}
      kind="key"
      label={value}
      disabled={disabled}
      onPress={press(value, () => onDigit(value), secret)}
    />
  );
  return (
    <div className="rs-keypad">
      {DIGITS.map(digit)}
      <BigButton
        control="clear"
        kind="quiet"
        label={clearLabel}
        disabled={disabled}
        onPress={press(clearLabel, onClear, false)}
      />
      {digit('0')}
      <BigButton
        control="delete"
        kind="quiet"
        label={deleteLabel}
        disabled={disabled}
        onPress={press(deleteLabel, onDelete, false)}
      />
    </div>
  );
}
