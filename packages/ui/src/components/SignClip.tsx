import type { ReactNode } from 'react';
import './SignClip.css';

export interface SignClipProps {
  /** A clip in sign language that says what this screen says; most screens have none yet. */
  readonly clip: URL | undefined;
  readonly label: string;
  readonly children: ReactNode;
}

/**
 * The screen with its interpreter beside it. The clip has room of its own and covers nothing; without one there is only
 * the screen. It has no sound, so it plays by itself, and again and again, as the voice can be asked to.
 */
export function SignClip({ clip, label, children }: SignClipProps) {
  if (!clip) return children;
  return (
    <div className="rs-signed">
      <video className="rs-signed__clip" src={clip.href} aria-label={label} autoPlay loop muted playsInline />
      <div className="rs-signed__screen">{children}</div>
    </div>
  );
}
