import './actions.css';

/** A face that looks up into the camera, whose ring breathes as a guide for the eyes. */
export function LookAtCamera() {
  return (
    <svg className="rs-slot" viewBox="0 0 420 330" aria-hidden="true">
      <rect
        x="130"
        y="14"
        width="160"
        height="72"
        rx="36"
        fill="var(--art-card)"
        stroke="var(--art-line)"
        strokeWidth="3"
      />
      <circle cx="210" cy="50" r="24" fill="var(--art-dark)" stroke="var(--art-line)" strokeWidth="3" />
      <circle className="rs-act__lens" cx="210" cy="50" r="30" fill="none" stroke="var(--amber-glow)" strokeWidth="4" />
      <circle cx="203" cy="43" r="6" fill="var(--art-card)" />
      <path
        className="rs-act__gaze"
        d="M210 122V98M210 98 198 110M210 98 222 110"
        fill="none"
        stroke="var(--art-line)"
        strokeWidth="6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="M88 318C88 268 132 246 210 246S332 268 332 318Z" fill="var(--art-solid)" />
      <g transform="translate(0 6)">
        <g className="rs-act__nod">
          <path
            d="M210 130C166 130 148 160 148 196S174 268 210 268 272 232 272 196 254 130 210 130Z"
            fill="var(--art-card)"
            stroke="var(--art-line)"
            strokeWidth="4"
          />
          <path
            d="M148 190C148 148 170 126 210 126S272 148 272 190C262 176 256 166 252 154 230 166 184 168 166 158 164 172 156 182 148 190Z"
            fill="var(--art-solid)"
          />
          <circle cx="187" cy="194" r="6" fill="var(--art-line)" />
          <circle cx="233" cy="194" r="6" fill="var(--art-line)" />
          <path
            d="M192 232C202 240 218 240 228 232"
            fill="none"
            stroke="var(--art-line)"
            strokeWidth="5"
            strokeLinecap="round"
          />
        </g>
      </g>
    </svg>
  );
}
