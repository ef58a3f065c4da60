import { useState } from 'react';
import { BigButton } from '../components/BigButton.tsx';
import './SignaturePad.css';
import { StrokeSurface } from './StrokeSurface.tsx';
import { inkLength, type Stroke, SURFACE_WIDTH, strokesToPath } from './strokes.ts';

/** A third as high as wide, as the line on a form. */
const RATIO = 0.36;

/** About the length of one character: less is a touch by mistake. */
const LEAST_INK = 150;

/** A name as it was written: lines, which stay sharp on paper and hold no more than what was drawn. */
export interface Signature {
  /** An SVG path within `0 0 width height`, 11 units thick with round ends. */
  readonly path: string;
  readonly width: number;
  readonly height: number;
}

export interface SignaturePadTexts {
  readonly label: string;
  readonly clear: string;
  readonly done: string;
  /** The other way, of equal weight: "I cannot sign". */
  readonly cannot: string;
  /** What happens then, so that nobody chooses in the dark: "A member of staff confirms for you". */
  readonly cannotDetail: string;
}

export interface SignaturePadProps {
  readonly texts: SignaturePadTexts;
  readonly onDone: (signature: Signature) => void;
  /** What was written before, for a page that is come back to. */
  readonly initialStrokes?: readonly Stroke[];
  /** Who cannot write, or cannot see the paper, needs no ink at all: the same service, confirmed another way. */
  readonly onCannotSign: () => void;
}

/** To sign with a finger, or to say that one cannot: both buttons look alike and both are always there. */
export function SignaturePad({ texts, initialStrokes = [], onDone, onCannotSign }: SignaturePadProps) {
  const [strokes, setStrokes] = useState(initialStrokes);
  const done = () => onDone({ path: strokesToPath(strokes), width: SURFACE_WIDTH, height: SURFACE_WIDTH * RATIO });
  return (
    <div className="rs-signature">
      <StrokeSurface
        strokes={strokes}
        onStroke={(stroke) => setStrokes([...strokes, stroke])}
        label={texts.label}
        ratio={RATIO}
        guide="line"
      />
      <BigButton
        control="signature-clear"
        kind="quiet"
        label={texts.clear}
        disabled={strokes.length === 0}
        onPress={() => setStrokes([])}
      />
      <div className="rs-signature__ways">
        <BigButton
          control="signature-done"
          kind="secondary"
          label={texts.done}
          disabled={inkLength(strokes) < LEAST_INK}
          onPress={done}
        />
        <BigButton
          control="signature-cannot"
          kind="secondary"
          label={texts.cannot}
          detail={texts.cannotDetail}
          onPress={onCannotSign}
        />
      </div>
    </div>
  );
}

/** The signature as a file of its own, for a receipt or an upload. */
export function signatureToSvg({ path, width, height }: Signature): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><path d="${path}" fill="none" stroke="#000" stroke-width="11" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}
