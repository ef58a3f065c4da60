import { IdCard } from './IdCard.tsx';
import './FloatingCard.css';

/** The moon over the hills and a card that floats before it: the poster of the waiting machine. */
export function FloatingCard() {
  return (
    <svg className="rs-floating" viewBox="0 0 400 400" aria-hidden="true">
      <circle cx="200" cy="200" r="190" fill="var(--art-moon-glow)" opacity="0.55" />
      <circle cx="200" cy="200" r="158" fill="var(--art-moon)" />
      <ellipse
        className="rs-floating__shadow"
        cx="204"
        cy="318"
        rx="92"
        ry="12"
        fill="var(--art-shadow)"
        opacity="0.1"
      />
      <g className="rs-floating__card">
        <g transform="translate(104 148) rotate(-7 86 54) scale(1.12)">
          <IdCard />
        </g>
      </g>
    </svg>
  );
}
