import { BigButton } from './BigButton.tsx';
import { Overlay } from './Overlay.tsx';
import './TimeWarning.css';

export interface TimeWarningProps {
  readonly title: string;
  readonly lead: string;
  readonly seconds: string;
  readonly extend: string;
  /** How much of the warned time is left, 0 to 1, for the ring. */
  readonly share: number;
  readonly onExtend: () => void;
}

const RING = 2 * Math.PI * 52;

/** "Are you still there?": one large button gives more time. */
export function TimeWarning({ title, lead, seconds, extend, share, onExtend }: TimeWarningProps) {
  return (
    <Overlay title={title} name="time-warning">
      <div className="rs-time">
        <svg className="rs-time__ring" viewBox="0 0 120 120" aria-hidden="true">
          <circle cx="60" cy="60" r="52" className="rs-time__track" />
          <circle
            cx="60"
            cy="60"
            r="52"
            className="rs-time__left"
            strokeDasharray={RING}
            strokeDashoffset={RING * (1 - Math.min(1, Math.max(0, share)))}
          />
        </svg>
        <p className="rs-time__seconds" role="timer">
          {seconds}
        </p>
      </div>
      <p className="rs-lead">{lead}</p>
      <BigButton control="more-time" label={extend} onPress={onExtend} />
    </Overlay>
  );
}
