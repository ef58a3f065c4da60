import { IdCard } from './IdCard.tsx';
import { ReaderPlate } from './LayCard.tsx';
import './slots.css';

/** The card rises off the plate, again and again; `alarm` makes it quicker and the arrow stronger. */
export function TakeCard({ alarm }: { readonly alarm: 0 | 1 | 2 }) {
  return (
    <svg className="rs-slot" data-alarm={alarm} viewBox="0 0 420 330" aria-hidden="true">
      <ReaderPlate />
      <g transform="translate(124 150)">
        <g className="rs-slot__take">
          <IdCard />
        </g>
      </g>
      <g className="rs-slot__arrow">
        <path
          d="M210 88V22M210 22 184 50M210 22 236 50"
          fill="none"
          stroke={alarm === 0 ? 'var(--art-line)' : 'var(--art-alarm)'}
          strokeWidth="12"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </g>
    </svg>
  );
}
