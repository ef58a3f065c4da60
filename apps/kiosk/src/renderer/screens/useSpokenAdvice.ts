import { useEffect, useRef } from 'react';

/** Advice that flickers is not spoken: it must have stood this long. */
const STEADY_MS = 900;
/** And the last sentence must have had this long to be heard. */
const BREATH_MS = 3_500;

/** Speaks the advice at the camera once it is steady, never twice in a row, never over the last one. */
export function useSpokenAdvice(advice: string, say: (text: string) => void): void {
  const spoken = useRef({ text: '', at: performance.now() });
  useEffect(() => {
    if (advice === '' || advice === spoken.current.text) return;
    const wait = Math.max(STEADY_MS, spoken.current.at + BREATH_MS - performance.now());
    const timer = setTimeout(() => {
      spoken.current = { text: advice, at: performance.now() };
      say(advice);
    }, wait);
    return () => clearTimeout(timer);
  }, [advice, say]);
}
