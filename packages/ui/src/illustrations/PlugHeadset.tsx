import './actions.css';

/** The plug goes into the socket beside the sign for headphones; sound comes. */
export function PlugHeadset() {
  return (
    <svg className="rs-slot" viewBox="0 0 420 330" aria-hidden="true">
      <path
        d="M64 168V142C64 78 108 40 158 40"
        fill="none"
        stroke="var(--art-line)"
        strokeWidth="13"
        strokeLinecap="round"
      />
      <path
        d="M158 40C208 40 252 78 252 142V168"
        fill="none"
        stroke="var(--art-line)"
        strokeWidth="13"
        strokeLinecap="round"
      />
      <rect x="42" y="150" width="46" height="78" rx="21" fill="var(--art-solid)" />
      <rect x="228" y="150" width="46" height="78" rx="21" fill="var(--art-solid)" />
      <g fill="none" stroke="var(--amber-glow)" strokeWidth="6" strokeLinecap="round">
        <path className="rs-act__sound" d="M112 168C122 180 122 198 112 210" />
        <path className="rs-act__sound rs-act__sound--late" d="M130 154C148 174 148 204 130 224" />
      </g>
      <path
        d="M65 228C65 282 96 306 146 302S208 272 250 272"
        fill="none"
        stroke="var(--art-text)"
        strokeWidth="6"
        strokeLinecap="round"
      />
      <rect
        x="334"
        y="210"
        width="70"
        height="112"
        rx="18"
        fill="var(--art-card)"
        stroke="var(--art-line)"
        strokeWidth="3"
      />
      <circle cx="369" cy="272" r="17" fill="var(--art-dark)" stroke="var(--art-line)" strokeWidth="3" />
      <path
        d="M357 240v-6a12 12 0 0 1 24 0v6"
        fill="none"
        stroke="var(--art-line)"
        strokeWidth="4"
        strokeLinecap="round"
      />
      <g className="rs-act__plug">
        <rect x="244" y="260" width="52" height="24" rx="10" fill="var(--art-solid)" />
        <path d="M296 272h40" stroke="var(--art-text)" strokeWidth="11" strokeLinecap="round" />
        <path d="M312 266v12M324 266v12" stroke="var(--art-card)" strokeWidth="3" />
      </g>
    </svg>
  );
}
