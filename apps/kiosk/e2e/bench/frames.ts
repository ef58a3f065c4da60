import type { CDPSession } from '@playwright/test';

/** What the compositor says of the frames it was asked for during one stretch of time. */
export interface Frames {
  readonly seconds: number;
  /** Ticks of the compositor's clock at which something had to be drawn. */
  readonly wanted: number;
  readonly presented: number;
  readonly dropped: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly args?: { readonly frame_reporter?: FrameReport };
}

interface FrameReport {
  readonly state?: string;
  readonly frame_source?: number;
  readonly frame_sequence?: number;
}

/**
 * Traces the compositor while `during` lasts and counts its own verdicts ("PipelineReporter", what DevTools' frame row
 * is drawn from): every tick of its clock is either presented, dropped, or had nothing to draw. Only processes that
 * make frames of pages are looked at, and a tick counts once, whatever number of reporters it had.
 */
export async function countFrames(cdp: CDPSession, during: () => Promise<void>): Promise<Frames> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }) => events.push(...(value as TraceEvent[]));
  cdp.on('Tracing.dataCollected', collect);
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['cc', 'benchmark', 'disabled-by-default-devtools.timeline.frame'] },
  });
  const began = performance.now();
  await during();
  const seconds = (performance.now() - began) / 1000;
  const complete = new Promise<void>((resolve) => cdp.once('Tracing.tracingComplete', () => resolve()));
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', collect);
  return { seconds, ...judge(events) };
}

function judge(events: readonly TraceEvent[]): Omit<Frames, 'seconds'> {
  const ticks = new Map<string, 'presented' | 'dropped'>();
  for (const { name, pid, args } of events) {
    const report = args?.frame_reporter;
    if (name !== 'PipelineReporter' || !report?.state) continue;
    const tick = `${pid}:${report.frame_source}:${report.frame_sequence}`;
    if (report.state.startsWith('STATE_PRESENTED')) ticks.set(tick, 'presented');
    else if (report.state === 'STATE_DROPPED' && !ticks.has(tick)) ticks.set(tick, 'dropped');
  }
  const presented = [...ticks.values()].filter((state) => state === 'presented').length;
  return { wanted: ticks.size, presented, dropped: ticks.size - presented };
}
