import './Waiting.css';

/** Ripples from one drop: the terminal works, nothing is asked of the citizen. */
export function Waiting() {
  return (
    <svg className="rs-waiting" viewBox="20 60 360 220" aria-hidden="true">
      <g fill="none" stroke="var(--art-line-soft)">
        <ellipse cx="200" cy="200" rx="170" ry="56" strokeWidth="3" />
        <ellipse cx="200" cy="200" rx="170" ry="56" strokeWidth="3" />
        <ellipse cx="200" cy="200" rx="170" ry="56" strokeWidth="3" />
      </g>
      <circle className="rs-waiting__drop" cx="200" cy="196" r="15" fill="var(--art-solid)" />
    </svg>
  );
}
