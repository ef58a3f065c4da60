import type { RefObject } from 'react';
import './CameraOval.css';

export interface CameraOvalProps {
  readonly videoRef: RefObject<HTMLVideoElement | null>;
  readonly label: string;
  /** One short line: what to do now. */
  readonly advice: string;
  readonly tone: 'search' | 'adjust' | 'good';
  readonly collected: number;
  readonly needed: number;
  readonly progressLabel: string;
}

/** A mirror with a frame for the face; good frames light up one dot each. */
export function CameraOval({ videoRef, label, advice, tone, collected, needed, progressLabel }: CameraOvalProps) {
  const dots = Array.from({ length: needed }, (_, index) => index);
  return (
    <div className="rs-camera" data-tone={tone}>
      <div className="rs-camera__window">
        <video ref={videoRef} className="rs-camera__video" aria-label={label} muted playsInline autoPlay />
        <svg className="rs-camera__mask" viewBox="0 0 400 480" preserveAspectRatio="xMidYMid meet" aria-hidden="true">
          <path
            className="rs-camera__shade"
            fillRule="evenodd"
            d="M-400-400H800V880H-400Z M200 42C108 42 62 122 62 226S118 438 200 438 338 330 338 226 292 42 200 42Z"
          />
          <path
            className="rs-camera__oval"
            d="M200 42C108 42 62 122 62 226S118 438 200 438 338 330 338 226 292 42 200 42Z"
          />
        </svg>
        <p className="rs-camera__advice" aria-live="off">
          {advice}
        </p>
      </div>
      <div className="rs-camera__dots" role="img" aria-label={progressLabel}>
        {dots.map((dot) => (
          <span key={dot} className="rs-camera__dot" data-lit={dot < collected} />
        ))}
      </div>
    </div>
  );
}
