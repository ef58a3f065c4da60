import type { ReactNode } from 'react';
import './Stage.css';

export type Tone = 'calm' | 'attention' | 'alarm' | 'done';

export interface StageProps {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly tone?: Tone;
  /** What the eye goes to: an illustration, the camera, the application, the keypad. */
  readonly figure?: ReactNode;
  /** Set where the figure is text or controls rather than a picture, so that it may take the room it needs. */
  readonly wideFigure?: boolean;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** Titles with a person's own words in them are set in the text face, which has every rare character. */
  readonly plainTitle?: boolean;
}

/** One question or statement with what belongs to it. Portrait: one column; landscape: figure beside words and actions. */
export function Stage({ title, lead, tone = 'calm', figure, wideFigure, children, actions, plainTitle }: StageProps) {
  return (
    <section className={`rs-stage rs-stage--${tone}${figure ? '' : ' rs-stage--bare'}`}>
      <header className="rs-stage__heading">
        <h1 className={plainTitle ? 'rs-title rs-title--plain' : 'rs-title'}>{title}</h1>
        {lead ? <p className="rs-lead">{lead}</p> : undefined}
      </header>
      {figure ? (
        <div className={`rs-stage__figure${wideFigure ? ' rs-stage__figure--wide' : ''}`}>{figure}</div>
      ) : undefined}
      {children ? <div className="rs-stage__content">{children}</div> : undefined}
      {actions ? <div className="rs-stage__actions">{actions}</div> : undefined}
    </section>
  );
}
