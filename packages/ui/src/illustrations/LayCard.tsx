import { IdCard } from './IdCard.tsx';
import './slots.css';

/** The card comes down onto the reader's plate and rests; rings answer from the plate. `reading`: it lies still. */
export function LayCard({ reading = false }: { readonly reading?: boolean }) {
  return (
    <svg className="rs-slot" data-state={reading ? 'reading' : 'waiting'} viewBox="0 0 420 330" aria-hidden="true">
      <ReaderPlate />
      <g transform="translate(124 150)">
        <g className="rs-slot__lay">
          <IdCard />
          {reading ? (
            <rect className="rs-slot__scan" x="4" width="164" height="10" rx="5" fill="var(--amber-glow)" />
          ) : undefined}
        </g>
      </g>
    </svg>
  );
}

/** Table, plate and the rings of the radio field. */
export function ReaderPlate() {
  return (
    <g>
      <ellipse cx="210" cy="300" rx="196" ry="22" fill="var(--art-shadow)" opacity="0.07" />
      <rect
        x="40"
        y="112"
        width="340"
        height="186"
        rx="30"
        fill="var(--art-card)"
        stroke="var(--art-line)"
        strokeWidth="3"
      />
      <rect
        x="62"
        y="132"
        width="296"
        height="146"
        rx="18"
        fill="var(--art-card-top)"
        stroke="var(--art-line-soft)"
        strokeWidth="2"
        strokeDasharray="9 8"
      />
      <g className="rs-slot__rings" fill="none" stroke="var(--art-line-soft)" strokeWidth="3">
        <rect x="32" y="104" width="356" height="202" rx="38" />
        <rect x="22" y="94" width="376" height="222" rx="48" />
      </g>
    </g>
  );
}
