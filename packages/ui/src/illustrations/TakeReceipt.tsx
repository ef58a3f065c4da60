import './slots.css';

/** Paper grows out of the printer's mouth. */
export function TakeReceipt() {
  return (
    <svg className="rs-slot" viewBox="0 0 420 330" aria-hidden="true">
      <ellipse cx="210" cy="304" rx="150" ry="16" fill="var(--art-shadow)" opacity="0.07" />
      <clipPath id="rs-mouth">
        <rect x="100" y="92" width="220" height="230" />
      </clipPath>
      <rect x="60" y="30" width="300" height="76" rx="22" fill="var(--art-solid)" />
      <rect x="96" y="82" width="228" height="14" rx="7" fill="var(--art-dark)" />
      <circle cx="326" cy="56" r="7" fill="var(--amber-glow)" className="rs-slot__lamp" />
      <g clipPath="url(#rs-mouth)">
        <g className="rs-slot__paper">
          <path
            d="M118 92H302V286L284 276 265 286 247 276 228 286 210 276 192 286 173 276 155 286 136 276 118 286Z"
            fill="var(--art-card)"
            stroke="var(--edge)"
            strokeWidth="2"
          />
          <g stroke="var(--art-text)" strokeWidth="5" strokeLinecap="round">
            <path d="M146 126h92M146 148h128M146 168h112M146 188h60" />
          </g>
          <rect x="236" y="196" width="46" height="46" rx="4" fill="none" stroke="var(--art-line)" strokeWidth="5" />
          <path d="M248 208h8v8h-8zM262 222h8v8h-8z" fill="var(--art-solid)" />
        </g>
      </g>
    </svg>
  );
}
