import './StepRail.css';

export interface StepRailProps {
  readonly current: number;
  readonly total: number;
  readonly names: readonly string[];
  /** "Step 2 of 5: lay down your card". */
  readonly label: string;
}

/** Where the citizen is on the way. Colour is never alone: the step at hand is larger and named. */
export function StepRail({ current, total, names, label }: StepRailProps) {
  const steps = Array.from({ length: total }, (_, index) => index + 1);
  return (
    <div className="rs-rail" role="img" aria-label={label}>
      <ol className="rs-rail__steps">
        {steps.map((step) => (
          <li
            key={step}
            className="rs-rail__step"
            data-state={step < current ? 'past' : step > current ? 'ahead' : 'now'}
          >
            <span className="rs-rail__mark">{step < current ? <Tick /> : step}</span>
            <span className="rs-rail__name">{names[step - 1]}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Tick() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M5 12.5 10 17.5 19 7.5" fill="none" stroke="currentColor" strokeWidth="3.2" strokeLinecap="round" />
    </svg>
  );
}
