import './actions.css';

/** A sheet is laid flat within the corners under the document camera, printed side up. */
export function PutDocument() {
  return (
    <svg className="rs-slot" viewBox="0 0 420 330" aria-hidden="true">
      <path
        d="M60 306 110 150H310L360 306Z"
        fill="var(--art-card-top)"
        stroke="var(--art-line)"
        strokeWidth="3"
        strokeLinejoin="round"
      />
      <path
        d="M104 184 114 166H140M280 166H306L316 184M336 262 344 288H314M106 288H76L84 262"
        fill="none"
        stroke="var(--amber-glow)"
        strokeWidth="6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path className="rs-act__beam" d="M186 66 118 284H302L234 66Z" fill="var(--amber-glow)" opacity="0.22" />
      <path
        d="M330 34H372V120"
        fill="none"
        stroke="var(--art-line)"
        strokeWidth="12"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <rect
        x="150"
        y="12"
        width="190"
        height="44"
        rx="18"
        fill="var(--art-card)"
        stroke="var(--art-line)"
        strokeWidth="3"
      />
      <circle cx="210" cy="52" r="20" fill="var(--art-dark)" stroke="var(--art-line)" strokeWidth="3" />
      <circle cx="210" cy="52" r="7" fill="var(--amber-glow)" />
      <g className="rs-act__sheet">
        <path
          d="M132 282 158 176H262L288 282Z"
          fill="var(--art-card)"
          stroke="var(--art-line)"
          strokeWidth="3"
          strokeLinejoin="round"
        />
        <path
          d="M178 196h64M173 216h92M168 236h102M163 256h66"
          fill="none"
          stroke="var(--art-text)"
          strokeWidth="5"
          strokeLinecap="round"
        />
        <circle cx="252" cy="258" r="12" fill="none" stroke="var(--art-alarm)" strokeWidth="4" />
      </g>
    </svg>
  );
}
