import type { ReactNode } from 'react';
import './Stage.css';

export type Tone = 'calm' | 'attention' | 'alarm' | 'done';

export interface StageProps {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly tone?: Tone;
  /** What the eye goes to: an illustration, the camera, the application, the keypad. */
  readonly figure: ReactNode;
  /** Set where the figure is text or controls rather than a picture, so that it may take the room it needs. */
  readonly wideFigure?: boolean;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** Portrait: what stands in `children` is read before the figure is used. */
  readonly contentFirst?: boolean;
}

/** One question or statement with what belongs to it. Portrait: one column; landscape: figure beside words and actions. */
export function Stage(props: StageProps) {
  const { title, lead, tone = 'calm', figure, wideFigure, children, actions, contentFirst } = props;
  return (
    <section className={`rs-stage rs-stage--${tone}${contentFirst ? ' rs-stage--content-first' : ''}`}>
      <header className="rs-stage__heading">
        <h1 className="rs-title">{title}</h1>
        {lead ? <p className="rs-lead">{lead}</p> : undefined}
      </header>
      <div className={`rs-stage__figure${wideFigure ? ' rs-stage__figure--wide' : ''}`}>{figure}</div>
      {children ? <div className="rs-stage__content">{children}</div> : undefined}
      {actions ? <div className="rs-stage__actions">{actions}</div> : undefined}
    </section>
  );
}
