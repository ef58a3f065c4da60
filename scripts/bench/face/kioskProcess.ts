import { setTimeout as sleep } from 'node:timers/promises';
import { createFaceEngine, createSimulatedPhotoDecoder } from '../../../packages/face/src/index.ts';
import type { KioskFigures, KioskTask } from './kiosk.ts';
import { percentile } from './statistics.ts';

/**
 * A process with nothing in it but the face engine as the kiosk runs it: compares one citizen again and again and tells
 * its parent how long that took and how large it has grown.
 */
const MEGABYTE = 1024 * 1024;
const rss = () => process.memoryUsage.rss() / MEGABYTE;

process.once('disconnect', () => process.exit(0));
process.once('message', async ({ photo, frames, manifest, falseMatchRate, framesNeeded, comparisons }: KioskTask) => {
  const engine = createFaceEngine({
    decoders: [createSimulatedPhotoDecoder()],
    policy: { falseMatchRate, framesNeeded },
    ...(manifest === undefined ? {} : { manifest }),
  });
  const emptyMb = rss();
  const { loadMs } = await engine.start();
  const startedMb = rss();
  const decisionMs: number[] = [];
  const grown: number[] = [];
  let next = 0;
  for (let comparison = 0; comparison < comparisons; comparison++) {
    await engine.clear();
    await engine.enrol(Uint8Array.from(photo));
    const began = performance.now();
    for (let collected = 0, needed = 1; collected < needed; next++) {
      const frame = frames[next % frames.length];
      if (!frame) throw new Error('no frames');
      const report = await engine.frame(Uint8Array.from(frame));
      if (!report.advice.startsWith('good')) throw new Error(`a good frame was answered with ${report.advice}`);
      collected = report.collected;
      needed = report.needed;
    }
    const decision = await engine.decide();
    decisionMs.push(performance.now() - began);
    if (!decision?.match) throw new Error('the citizen was not taken for themselves');
    grown.push(rss());
  }
  // What is collected a moment later does not count as grown.
  await sleep(500);
  const figures: KioskFigures = {
    engine: engine.name,
    loadMs,
    decisionMedianMs: percentile(decisionMs, 0.5),
    decisionP95Ms: percentile(decisionMs, 0.95),
    emptyMb,
    startedMb,
    after100Mb: grown[Math.min(99, grown.length - 1)] ?? Number.NaN,
    endMb: rss(),
    largestMb: Math.max(...grown),
    comparisons,
  };
  await engine.stop();
  process.send?.(figures);
  process.disconnect();
});
