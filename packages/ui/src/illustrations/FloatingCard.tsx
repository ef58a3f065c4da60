import { IdCard } from './IdCard.tsx';
import './FloatingCard.css';

/** The moon over the hills and a card that floats before it: the poster of the waiting machine. */
export function FloatingCard() {
  return (
    <svg className="rs-floating" viewBox="0 0 400 400" aria-hidden="true">
      <circle cx="200" cy="200" r="190" fill="#f8e8c8" opacity="0.55" />
      <circle cx="200" cy="200" r="158" fill="#fbf0d8" />
      <ellipse className="rs-floating__shadow" cx="204" cy="318" rx="92" ry="12" fill="#1b2927" opacity="0.1" />
      <g className="rs-floating__card">
        <g transform="translate(104 148) rotate(-7 86 54) scale(1.12)">
          <IdCard />
        </g>
      </g>
    </svg>
  );
}
