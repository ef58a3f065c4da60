/** The front of an ID card as one recognises it from afar: lines of text at the left, the portrait at the right. */
export function IdCard() {
  return (
    <g>
      <rect width="172" height="108" rx="9" fill="var(--art-card)" stroke="var(--art-line)" strokeWidth="2.4" />
      <path d="M0 30C40 22 70 40 110 30S160 26 172 32V9A9 9 0 0 0 163 0H9A9 9 0 0 0 0 9Z" fill="var(--art-card-top)" />
      <g stroke="var(--art-text)" strokeWidth="4.4" strokeLinecap="round">
        <path d="M16 26h38M16 42h52M16 58h64M16 70h50" />
        <path d="M16 92h104" stroke="var(--art-line)" strokeWidth="5.4" />
      </g>
      <rect x="112" y="18" width="46" height="58" rx="5" fill="var(--art-portrait)" />
      <circle cx="135" cy="39" r="11" fill="var(--art-solid)" />
      <path d="M116 76C116 60 124 54 135 54S154 60 154 76Z" fill="var(--art-solid)" />
    </g>
  );
}
