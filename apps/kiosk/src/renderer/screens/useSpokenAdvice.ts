import type { Urgency } from '@renshe/ui';
import { useEffect, useRef } from 'react';

/** Advice that flickers is not spoken: it must have stood this long. */
const STEADY_MS = 900;

/** Speaks the advice at the camera once it is steady and the voice has nothing else to say, never twice in a row. */
export function useSpokenAdvice(advice: string, say: (text: string, urgency: Urgency) => void): void {
  const spoken = useRef('');
  useEffect(() => {
    if (advice === '' || advice === spoken.current) return;
    const timer = setTimeout(() => {
      spoken.current = advice;
      say(advice, 'advice');
    }, STEADY_MS);
    return () => clearTimeout(timer);
  }, [advice, say]);
}
