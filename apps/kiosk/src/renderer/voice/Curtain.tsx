import type { Messages } from '@renshe/ui';
import './Curtain.css';

export interface CurtainProps {
  readonly messages: Messages;
  readonly onLift: () => void;
}

/**
 * Darkens the screen of somebody who does not look at it: those who stand behind them would. It says that the machine is in
 * use, and a touch anywhere lifts it, for whoever comes to help.
 */
export function Curtain({ messages: { keypad }, onLift }: CurtainProps) {
  return (
    <button type="button" className="curtain" data-control="curtain" onClick={onLift}>
      <strong>{keypad.curtain.label}</strong>
      <span>{keypad.curtain.detail}</span>
    </button>
  );
}
