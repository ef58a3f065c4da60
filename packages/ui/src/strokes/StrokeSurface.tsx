import { type PointerEvent, useRef, useState } from 'react';
import { type Point, type Stroke, SURFACE_WIDTH, strokesToPath } from './strokes.ts';
import './StrokeSurface.css';

export interface StrokeSurfaceProps {
  readonly strokes: readonly Stroke[];
  readonly onStroke: (stroke: Stroke) => void;
  /** What is to be done here, for a screen reader. */
  readonly label: string;
  /** Height as a part of the width. */
  readonly ratio: number;
  /** `line` to write a name on; `cross` to place one character in. */
  readonly guide: 'line' | 'cross';
}

/** Paper for a finger or a pen. The first that touches writes; a resting palm or a second finger leaves no ink. */
export function StrokeSurface({ strokes, onStroke, label, ratio, guide }: StrokeSurfaceProps) {
  const paper = useRef<SVGSVGElement>(null);
  const [current, setCurrent] = useState<{ readonly pointer: number; readonly points: Stroke }>();
  const height = SURFACE_WIDTH * ratio;

  const place = (event: PointerEvent): Point => {
    const box = paper.current?.getBoundingClientRect();
    if (!box || box.width === 0) return { x: 0, y: 0 };
    const scale = SURFACE_WIDTH / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  };
  const begin = (event: PointerEvent) => {
    if (current) return;
    // Ink may leave the paper and come back; jsdom has no capture.
    paper.current?.setPointerCapture?.(event.pointerId);
    setCurrent({ pointer: event.pointerId, points: [place(event)] });
  };
  const draw = (event: PointerEvent) => {
    if (event.pointerId !== current?.pointer) return;
    setCurrent({ pointer: current.pointer, points: [...current.points, place(event)] });
  };
  const end = (event: PointerEvent) => {
    if (event.pointerId !== current?.pointer) return;
    onStroke(current.points);
    setCurrent(undefined);
  };

  return (
    <svg
      ref={paper}
      className="rs-strokes"
      viewBox={`0 0 ${SURFACE_WIDTH} ${height}`}
      style={{ aspectRatio: `1 / ${ratio}` }}
      role="img"
      aria-label={label}
      data-control="writing-surface"
      onPointerDown={begin}
      onPointerMove={draw}
      onPointerUp={end}
      onPointerCancel={end}
    >
      {guide === 'line' ? (
        <path className="rs-strokes__guide" d={`M60 ${height * 0.76}H940`} />
      ) : (
        <path className="rs-strokes__guide" d={`M500 40V${height - 40}M40 ${height / 2}H960`} />
      )}
      <path className="rs-strokes__ink" d={strokesToPath(current ? [...strokes, current.points] : strokes)} />
    </svg>
  );
}
