import './PersonCard.css';

export interface PersonCardProps {
  readonly name: string;
  /** Masked: a bystander may read it. */
  readonly number: string;
}

/** Whose matters these are, on a card like the one that lies on the reader: so that nobody decides for somebody else. */
export function PersonCard({ name, number }: PersonCardProps) {
  return (
    <div className="rs-person-card">
      <p className="rs-person-card__words">
        <span className="rs-person-card__name">{name}</span>
        <span className="rs-person-card__number">{number}</span>
      </p>
      <svg className="rs-person-card__portrait" viewBox="0 0 46 58" aria-hidden="true">
        <rect width="46" height="58" rx="5" fill="var(--art-portrait)" />
        <circle cx="23" cy="21" r="11" fill="var(--art-solid)" />
        <path d="M4 58C4 42 12 36 23 36S42 42 42 58Z" fill="var(--art-solid)" />
      </svg>
    </div>
  );
}
