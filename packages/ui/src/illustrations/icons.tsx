import type { ReactNode } from 'react';

function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const BackIcon = () => (
  <Icon>
    <path d="M27 16H6M14 7l-9 9 9 9" />
  </Icon>
);

export const LeaveIcon = () => (
  <Icon>
    <path d="M18 5H7v22h11M14 16h14M22 10l6 6-6 6" />
  </Icon>
);

export const RepeatIcon = () => (
  <Icon>
    <path d="M5 12v8h5l7 6V6l-7 6ZM22 11c3 3 3 7 0 10M25 7c5 5 5 13 0 18" />
  </Icon>
);

export const HelpIcon = () => (
  <Icon>
    <circle cx="16" cy="9" r="5" />
    <path d="M5 28c0-8 4-12 11-12s11 4 11 12" />
  </Icon>
);

export const FaceIcon = () => (
  <Icon>
    <path d="M16 5c-7 0-9 5-9 11s4 12 9 12 9-6 9-12-2-11-9-11ZM12.500 14.500v.5M19.500 14.500v.5M12.500 21c2 2 5 2 7 0" />
  </Icon>
);

export const PhoneIcon = () => (
  <Icon>
    <rect x="9" y="3" width="14" height="26" rx="3" />
    <path d="M14 25h4M13 9h6M13 13h6" />
  </Icon>
);

export const CardIcon = () => (
  <Icon>
    <rect x="3" y="7" width="26" height="18" rx="3" />
    <path d="M8 13h7M8 19h16" />
    <circle cx="22" cy="13" r="2" />
  </Icon>
);

/** Letters that grow, and two scripts: everything that makes the machine easier to read and hear. */
export const EasierIcon = () => (
  <Icon>
    <path d="M3 26 10 8l7 18M5.500 20h9M19 26l4.500-12L28 26M20.500 22h6" />
  </Icon>
);

export const ColoursIcon = () => (
  <Icon>
    <circle cx="16" cy="16" r="11" />
    <path d="M16 5v22a11 11 0 0 0 0-22Z" fill="currentColor" />
  </Icon>
);

export const LowerIcon = () => (
  <Icon>
    <path d="M16 4v15M9 13l7 7 7-7M5 27h22" />
  </Icon>
);

export const VoiceIcon = () => (
  <Icon>
    <path d="M5 12v8h5l7 6V6l-7 6ZM22 11c3 3 3 7 0 10M25 7c5 5 5 13 0 18" />
  </Icon>
);

export const LanguageIcon = () => (
  <Icon>
    <circle cx="16" cy="16" r="12" />
    <path d="M4 16h24M16 4c5 5 5 19 0 24M16 4c-5 5-5 19 0 24" />
  </Icon>
);

export const StandardIcon = () => (
  <Icon>
    <path d="M5 12h15a7 7 0 0 1 0 14h-8M11 5l-7 7 7 7" />
  </Icon>
);
