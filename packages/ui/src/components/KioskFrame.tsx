import type { ReactNode } from 'react';
import { Hills } from '../illustrations/Hills.tsx';
import { Seal } from '../illustrations/Seal.tsx';
import './KioskFrame.css';

export interface KioskFrameProps {
  /** The screen's name, for tests and robots. */
  readonly screen: string;
  /** The number of the snapshot that is drawn, likewise. */
  readonly seq?: number;
  readonly brand: string;
  readonly place: string;
  readonly rail?: ReactNode;
  readonly children: ReactNode;
  /** The same controls in the same place on every screen, at the bottom where everybody can reach them. */
  readonly utilities?: ReactNode;
  /** What the bar is called, for screen readers. */
  readonly utilitiesLabel?: string;
  /** A question that may be answered or left alone, beside the bar. */
  readonly offer?: ReactNode;
  readonly overlay?: ReactNode;
  /** `open`: the hills rise; for screens on which there is nothing to do but look. */
  readonly scene?: 'work' | 'open';
}

/** What stays while screens change: whose machine this is, how far the journey has come, and the ways out. */
export function KioskFrame(props: KioskFrameProps) {
  const {
    screen,
    seq,
    brand,
    place,
    rail,
    children,
    utilities,
    utilitiesLabel,
    offer,
    overlay,
    scene = 'work',
  } = props;
  return (
    <div className={`rs-frame rs-frame--${scene}`} data-screen={screen} data-seq={seq}>
      <Hills />
      <header className="rs-frame__header" inert={overlay !== undefined}>
        <div className="rs-frame__brand">
          <Seal />
          <span className="rs-frame__name">{brand}</span>
          <span className="rs-frame__place">{place}</span>
        </div>
        {rail}
      </header>
      <main className="rs-frame__body" inert={overlay !== undefined}>
        {children}
      </main>
      {utilities || offer ? (
        <footer className="rs-frame__foot" inert={overlay !== undefined}>
          {offer}
          {utilities ? (
            <nav className="rs-frame__utilities" aria-label={utilitiesLabel ?? brand}>
              {utilities}
            </nav>
          ) : undefined}
        </footer>
      ) : undefined}
      {overlay}
    </div>
  );
}
