import { useEffect, useState } from 'react';
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
