import './Countdown.css';

export interface CountdownProps {
  /** Counted elsewhere: the terminal's clock, not this page's, decides when time is up. */
  readonly secondsLeft: number;
  readonly seconds: number;
  /** What time runs out for; a number alone frightens. */
  readonly label: string;
  /** "23 seconds", for a screen reader, which is asked and not told: being counted at is no help. */
  readonly spoken: string;
}

/** From here on the ring is amber and thick: colour is never alone. */
const SOON_SECONDS = 10;
const RING = 2 * Math.PI * 52;

/** Time that is left, as a ring that empties and a number. */
export function Countdown({ secondsLeft, seconds, label, spoken }: CountdownProps) {
  const share = seconds > 0 ? Math.min(1, Math.max(0, secondsLeft / seconds)) : 0;
  return (
    <div className="rs-countdown" data-soon={secondsLeft <= SOON_SECONDS}>
      <div className="rs-countdown__dial">
        <svg viewBox="0 0 120 120" aria-hidden="true">
          <circle cx="60" cy="60" r="52" className="rs-countdown__track" />
          <circle
            cx="60"
            cy="60"
            r="52"
            className="rs-countdown__left"
            strokeDasharray={RING}
            strokeDashoffset={RING * (1 - share)}
          />
        </svg>
        <span className="rs-countdown__number" role="timer" aria-live="off" aria-label={`${label} ${spoken}`}>
          {Math.max(0, Math.ceil(secondsLeft))}
        </span>
      </div>
      <span className="rs-countdown__label" aria-hidden="true">
        {label}
      </span>
    </div>
  );
}
