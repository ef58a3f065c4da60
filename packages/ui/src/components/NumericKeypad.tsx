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
}

/** Ten digits as on a telephone, with words instead of arrows on the two keys that take back. */
export function NumericKeypad({
  onDigit,
  onDelete,
  onClear,
  deleteLabel,
  clearLabel,
  disabled = false,
}: NumericKeypadProps) {
  const digit = (value: string) => (
    <BigButton
      key={value}
      control="digit"
      digit={value}
      kind="key"
      label={value}
      disabled={disabled}
      onPress={() => onDigit(value)}
    />
  );
  return (
    <div className="rs-keypad">
      {DIGITS.map(digit)}
      <BigButton control="clear" kind="quiet" label={clearLabel} disabled={disabled} onPress={onClear} />
      {digit('0')}
      <BigButton control="delete" kind="quiet" label={deleteLabel} disabled={disabled} onPress={onDelete} />
    </div>
  );
}
