import type { CDPSession, Page } from '@playwright/test';

/** What became of the frames that were to be shown during one stretch of time. */
export interface Frames {
  readonly seconds: number;
  /** Ticks of the compositor's clock at which something had to be drawn, and pictures of a camera. */
  readonly wanted: number;
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
 * make frames of pages are looked at, and a tick counts once, whatever number of reporters it had. A playing video goes
 * past the page's compositor; its element counts its own.
 */
export async function countFrames(page: Page, cdp: CDPSession, during: () => Promise<void>): Promise<Frames> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }) => events.push(...(value as TraceEvent[]));
  cdp.on('Tracing.dataCollected', collect);
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['cc', 'benchmark', 'disabled-by-default-devtools.timeline.frame'] },
  });
  const [began, videoBefore] = [performance.now(), await videoFrames(page)];
  await during();
  const [seconds, videoAfter] = [(performance.now() - began) / 1000, await videoFrames(page)];
  const complete = new Promise<void>((resolve) => cdp.once('Tracing.tracingComplete', () => resolve()));
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', collect);
  const { wanted, dropped } = judge(events);
  const video = { wanted: videoAfter.total - videoBefore.total, dropped: videoAfter.dropped - videoBefore.dropped };
  return { seconds, wanted: wanted + video.wanted, dropped: dropped + video.dropped };
}

/** Pictures that every video of the page has been handed since it began, and those it did not show. */
function videoFrames(page: Page): Promise<{ total: number; dropped: number }> {
  return page.evaluate(() => {
    const qualities = [...document.querySelectorAll('video')].map((video) => video.getVideoPlaybackQuality());
    return {
      total: qualities.reduce((sum, { totalVideoFrames }) => sum + totalVideoFrames, 0),
      dropped: qualities.reduce((sum, { droppedVideoFrames }) => sum + droppedVideoFrames, 0),
    };
  });
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
  return { wanted: ticks.size, dropped: ticks.size - presented };
}
