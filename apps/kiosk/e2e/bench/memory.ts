import type { CDPSession } from '@playwright/test';

/** The page's memory once everything that nobody holds any more has been let go. */
export interface Memory {
  readonly session: number;
  readonly heapBytes: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** Collects garbage (twice: finalisers of the first round free more) and reads what is left. */
export async function readMemory(cdp: CDPSession, session: number): Promise<Memory> {
  await cdp.send('HeapProfiler.enable');
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.collectGarbage');
  const [{ usedSize }, counters] = await Promise.all([
    cdp.send('Runtime.getHeapUsage'),
    cdp.send('Memory.getDOMCounters'),
  ]);
  return { session, heapBytes: usedSize, nodes: counters.nodes, listeners: counters.jsEventListeners };
}

/** Bytes a session leaves behind, by least squares over all readings. */
export function heapSlope(readings: readonly Memory[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const x = mean(readings.map(({ session }) => session));
  const y = mean(readings.map(({ heapBytes }) => heapBytes));
  const over = readings.reduce((sum, one) => sum + (one.session - x) * (one.heapBytes - y), 0);
  const under = readings.reduce((sum, one) => sum + (one.session - x) ** 2, 0);
  return under === 0 ? 0 : over / under;
}
