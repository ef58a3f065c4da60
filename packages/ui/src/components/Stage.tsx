import { type ReactNode, useRef } from 'react';
import { PageButtons } from './PageButtons.tsx';
import './Stage.css';
import { usePages } from './usePages.ts';
import { Words } from './Words.tsx';

export type Tone = 'calm' | 'attention' | 'alarm' | 'done';

export interface StageProps {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly tone?: Tone;
  /** What the eye goes to: an illustration, the camera, the application, the receipt. */
  readonly figure?: ReactNode;
  /** Set where the figure is text rather than a picture, so that it may take the room it needs. */
  readonly wideFigure?: boolean;
  readonly children?: ReactNode;
  /** What is used rather than read and is more than a button: a keypad, a list of choices. */
  readonly controls?: ReactNode;
  readonly actions?: ReactNode;
}

/**
 * One question or statement with what belongs to it: above what is read, below what is touched, in the order in which it is
 * read. So every control is near the bottom in every mode. What is read is turned by pages where it has no room.
 */
export function Stage(props: StageProps) {
  const { title, lead, tone = 'calm', figure, wideFigure, children, controls, actions } = props;
  const reading = useRef<HTMLDivElement>(null);
  const { page, count, turn } = usePages(reading);
  return (
    <section className={`rs-stage rs-stage--${tone}`}>
      <div className="rs-stage__reading" ref={reading} data-pages={count}>
        <header className="rs-stage__heading">
          <h1 className="rs-title">{title}</h1>
          {lead ? (
            <p className="rs-lead">
              <Words text={lead} />
            </p>
          ) : undefined}
        </header>
        {figure ? (
          <div className={`rs-stage__figure${wideFigure ? ' rs-stage__figure--wide' : ''}`}>{figure}</div>
        ) : undefined}
        {children ? <div className="rs-stage__content">{children}</div> : undefined}
      </div>
      <div className="rs-stage__foot">
        {controls ? <div className="rs-stage__controls">{controls}</div> : undefined}
        {actions || count > 1 ? (
          <div className="rs-stage__actions">
            <PageButtons page={page} count={count} turn={turn} />
            {actions}
          </div>
        ) : undefined}
      </div>
    </section>
  );
}
