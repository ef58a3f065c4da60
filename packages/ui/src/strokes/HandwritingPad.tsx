import { useEffect, useState } from 'react';
import { BigButton } from '../components/BigButton.tsx';
import { echoOf, type OnSpeak } from '../keyboards/inputEcho.ts';
import type { HandwritingPort } from './HandwritingPort.ts';
import './HandwritingPad.css';
import { StrokeSurface } from './StrokeSurface.tsx';
import type { Stroke } from './strokes.ts';

const SHOWN = 8;

export interface HandwritingPadTexts {
  readonly label: string;
  readonly undo: string;
  readonly clear: string;
  readonly candidates: string;
  /** Shown while nothing is written. */
  readonly hint: string;
}

export interface HandwritingPadProps {
  readonly engine: HandwritingPort | undefined;
  readonly texts: HandwritingPadTexts;
  readonly onText: (text: string) => void;
  readonly onSpeak?: OnSpeak;
}

/** One character at a time with a finger, for those who know its shape and not its sound. Only where there is an engine. */
export function HandwritingPad({ engine, texts, onText, onSpeak }: HandwritingPadProps) {
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const [candidates, setCandidates] = useState<readonly string[]>([]);
  useEffect(() => {
    let asked = true;
    if (engine && strokes.length > 0) {
      void engine.recognise(strokes, SHOWN).then((found) => asked && setCandidates(found.slice(0, SHOWN)));
    } else {
      setCandidates([]);
    }
    return () => {
      // An answer to fewer strokes than there are now is of no use.
      asked = false;
    };
  }, [engine, strokes]);
  if (!engine) return undefined;

  return (
    <div className="rs-handwriting">
      <StrokeSurface
        strokes={strokes}
        onStroke={(stroke) => setStrokes([...strokes, stroke])}
        label={texts.label}
        ratio={0.62}
        guide="cross"
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields */}
      <div className="rs-handwriting__candidates" role="group" aria-label={texts.candidates}>
        {candidates.length === 0 ? <p className="rs-handwriting__hint">{texts.hint}</p> : undefined}
        {candidates.map((text) => (
          <BigButton
            key={text}
            control="candidate"
            digit={text}
            kind="key"
            label={text}
            onPress={() => {
              onSpeak?.(echoOf(text, false));
              onText(text);
              setStrokes([]);
            }}
          />
        ))}
      </div>
      <div className="rs-handwriting__actions">
        <BigButton
          control="stroke-undo"
          kind="quiet"
          label={texts.undo}
          disabled={strokes.length === 0}
          onPress={() => setStrokes(strokes.slice(0, -1))}
        />
        <BigButton
          control="stroke-clear"
          kind="quiet"
          label={texts.clear}
          disabled={strokes.length === 0}
          onPress={() => setStrokes([])}
        />
      </div>
    </div>
  );
}
