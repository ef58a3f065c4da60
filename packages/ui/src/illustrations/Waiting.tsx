import { type EmblemKind, EmblemMoon } from './Emblem.tsx';
import './Waiting.css';

/** What the terminal is about while the citizen waits: between which two things it goes to and fro. */
export type WaitingFor = 'machine' | 'match' | 'message' | 'application' | 'delivery';

const ENDS: Record<WaitingFor, readonly [from: EmblemKind, to: EmblemKind]> = {
  machine: ['card', 'kiosk'],
  match: ['card', 'face'],
  message: ['kiosk', 'phone'],
  application: ['card', 'form'],
  delivery: ['form', 'centre'],
};

/** Upright one stands above the other, flat beside it. */
const PLACES = {
  tall: { viewBox: '0 0 460 560', from: [0, 0], to: [220, 320], beads: beads([196, 226], [264, 334]) },
  wide: { viewBox: '0 0 680 240', from: [0, 0], to: [440, 0], beads: beads([262, 120], [418, 120]) },
} as const;

/** Two moons, and beads that light up one after the other from the one to the other: the terminal works, nothing is asked. */
export function Waiting({ what = 'machine' }: { readonly what?: WaitingFor }) {
  const [from, to] = ENDS[what];
  return (['tall', 'wide'] as const).map((way) => {
    const place = PLACES[way];
    return (
      <svg key={way} className={`rs-waiting rs-waiting--${way}`} viewBox={place.viewBox} aria-hidden="true">
        <g transform={`translate(${place.from.join(' ')})`}>
          <EmblemMoon kind={from} />
        </g>
        <g transform={`translate(${place.to.join(' ')})`}>
          <EmblemMoon kind={to} />
        </g>
        <g fill="var(--art-solid)">
          {place.beads.map(([x, y]) => (
            <circle key={`${x} ${y}`} className="rs-waiting__bead" cx={x} cy={y} r="8" />
          ))}
        </g>
      </svg>
    );
  });
}

function beads([x, y]: readonly [number, number], [endX, endY]: readonly [number, number]) {
  const count = 5;
  return Array.from({ length: count }, (_, index) => {
    const part = index / (count - 1);
    return [x + (endX - x) * part, y + (endY - y) * part] as const;
  });
}
