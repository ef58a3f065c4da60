import './actions.css';

const SQUARES =
  'M0 0h26v26H0zM54 0h26v26H54zM0 54h26v26H0zM36 4h8v8h-8zM36 20h8v16h-8zM4 36h16v8H4zM52 36h10v10H52zM70 36h8v18h-8zM36 52h8v26h-8zM54 60h10v10H54zM70 66h10v12H70z';
const HOLES = 'M7 7h12v12H7zM61 7h12v12H61zM7 61h12v12H7z';

/** A telephone held with its code before the window of the scanner, whose light goes over it. */
export function ScanQr() {
  return (
    <svg className="rs-slot" viewBox="0 0 420 330" aria-hidden="true">
      <ellipse cx="210" cy="308" rx="170" ry="14" fill="var(--art-shadow)" opacity="0.07" />
      <rect
        x="60"
        y="210"
        width="300"
        height="92"
        rx="22"
        fill="var(--art-card)"
        stroke="var(--art-line)"
        strokeWidth="3"
      />
      <rect
        x="118"
        y="232"
        width="184"
        height="48"
        rx="14"
        fill="var(--art-dark)"
        stroke="var(--art-line)"
        strokeWidth="2"
      />
      <path className="rs-act__beam" d="M136 240 104 96H316L284 240Z" fill="var(--amber-glow)" opacity="0.28" />
      <path d="M132 256h156" stroke="var(--amber-glow)" strokeWidth="6" strokeLinecap="round" />
      <g className="rs-act__hover">
        <g transform="translate(148 4)">
          <rect width="124" height="176" rx="18" fill="var(--art-card)" stroke="var(--art-line)" strokeWidth="4" />
          <path d="M50 14h24" stroke="var(--art-line)" strokeWidth="4" strokeLinecap="round" />
          <g transform="translate(22 44)">
            <path d={SQUARES} fill="var(--art-solid)" />
            <path d={HOLES} fill="var(--art-card)" />
          </g>
          <path d="M42 150h40" stroke="var(--art-text)" strokeWidth="5" strokeLinecap="round" />
        </g>
      </g>
    </svg>
  );
}
