import { useId } from 'react';
import { SocialCard } from './SocialCard.tsx';
import './actions.css';

/** The motorised reader's mouth, and a card that goes in or comes out of it. */
function CardMouth({ move }: { readonly move: 'insert' | 'eject' }) {
  // Several may be on one page, and a clip path is found by its id.
  const clip = useId();
  return (
    <svg className="rs-slot" viewBox="0 0 420 330" aria-hidden="true">
      <ellipse cx="210" cy="308" rx="150" ry="14" fill="var(--art-shadow)" opacity="0.07" />
      <clipPath id={clip}>
        <rect x="0" y="108" width="420" height="222" />
      </clipPath>
      <rect
        x="70"
        y="30"
        width="280"
        height="92"
        rx="22"
        fill="var(--art-card)"
        stroke="var(--art-line)"
        strokeWidth="3"
      />
      <rect
        x="108"
        y="98"
        width="204"
        height="15"
        rx="7.5"
        fill="var(--art-dark)"
        stroke="var(--art-line)"
        strokeWidth="2"
      />
      <circle className="rs-act__lamp" cx="322" cy="58" r="8" fill="var(--amber-glow)" />
      <g clipPath={`url(#${clip})`}>
        <g className={`rs-act__${move}`}>
          <g transform="translate(124 116)">
            <SocialCard />
          </g>
        </g>
      </g>
      <g className={`rs-act__point rs-act__point--${move}`}>
        <path
          d={
            move === 'insert'
              ? 'M210 318V258M210 258 190 280M210 258 230 280'
              : 'M210 250V312M210 312 190 290M210 312 230 290'
          }
          fill="none"
          stroke="var(--art-line)"
          strokeWidth="11"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </g>
    </svg>
  );
}

/** The card goes in, chip first. */
export const InsertSocialCard = () => <CardMouth move="insert" />;

/** The card comes out and waits to be taken. */
export const TakeSocialCard = () => <CardMouth move="eject" />;
