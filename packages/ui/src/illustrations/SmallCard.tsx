import { SocialCard } from './SocialCard.tsx';

/** The card an application is for, small enough for a button; with a turning arrow where it takes the place of an old one. */
export function SmallCard({ again = false }: { readonly again?: boolean }) {
  return (
    <svg className="rs-small-card" viewBox="-2 -2 188 124" aria-hidden="true">
      <SocialCard />
      {again ? (
        <g fill="none" stroke="var(--art-line)" strokeWidth="6" strokeLinecap="round" strokeLinejoin="round">
          <circle cx="156" cy="92" r="28" fill="var(--art-card)" stroke="var(--art-line)" strokeWidth="2.4" />
          <path d="M170 88a14 14 0 1 0-3 13" />
          <path d="M171 75v13h-13" />
        </g>
      ) : undefined}
    </svg>
  );
}
