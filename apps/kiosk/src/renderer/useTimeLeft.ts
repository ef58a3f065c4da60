import { useEffect, useRef, useState } from 'react';
import type { Snapshot } from '../contract/snapshot.ts';

/** Seconds left while the terminal warns, counted here between its snapshots; undefined while it does not. */
export function useTimeLeft(timeLeft: Snapshot['timeLeft'], receivedAt: number): number | undefined {
  const warning = timeLeft?.warning === true;
  const endsAt = receivedAt + (timeLeft?.remainingMs ?? 0);
  const [now, setNow] = useState(receivedAt);
  useEffect(() => {
    if (!warning) return;
    setNow(performance.now());
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, [warning]);
  return warning ? Math.max(0, Math.ceil((endsAt - Math.max(now, receivedAt)) / 1000)) : undefined;
}

/** How much of the warning is left, 1 to 0. How long it is depends on the citizen, so it is full where it began. */
export function useShareOfWarning(seconds: number | undefined): number {
  const full = useRef(0);
  full.current = seconds === undefined ? 0 : Math.max(full.current, seconds);
  return seconds === undefined || full.current === 0 ? 0 : seconds / full.current;
}
