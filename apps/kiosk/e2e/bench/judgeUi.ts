import { percentile } from '../robot/table.ts';
import type { Frames } from './frames.ts';
import { movingScreens, type PageFigures, type UiFigures } from './measureUi.ts';
import { heapSlope, type Memory } from './memory.ts';

/** `floor`: the bare page misses it too, so that this machine cannot say anything about the kiosk. */
export type Verdict = 'yes' | 'noise' | 'floor' | 'NO';

export interface Row {
  readonly measure: string;
  readonly unit: string;
  readonly kiosk: number;
  readonly bare: number;
  /** What the kiosk must stay at or under; absent where the figure is only told. */
  readonly target?: number;
  /** By how much more than the target may be measured before it counts as missed. */
  readonly noise?: number;
  readonly ok?: Verdict;
}

/** What the project has promised. */
export const targets = {
  feedbackMs: 100,
  changeMs: 200,
  droppedPercent: 1,
  bundleKb: 300,
  /** "Flat": what the heap may have grown by between the tenth session and the last. */
  heapGrowthPercent: 1,
} as const;

/** Touches are answered at ticks of the compositor's clock: a figure is no more exact than one of them. */
const ONE_FRAME_MS = 1000 / 60;
/** How much of the heap moves by itself between two collections. */
const HEAP_NOISE_PERCENT = 0.5;
/** The first sessions still compile code and fill caches. */
const WARM_SESSION = 10;

/** Every figure as a row, each page judged on all samples of all rounds together. */
export function judgeUi({ pages }: UiFigures): Row[] {
  const both = (of: (page: PageFigures) => number) => ({ kiosk: of(pages.kiosk), bare: of(pages.bare) });
  const times = (measure: string, of: (page: PageFigures) => number[], target?: number): Row[] => [
    row({ measure: `${measure}, median`, unit: 'ms', ...both((page) => at(of(page), 0.5)) }),
    row({
      measure: `${measure}, p95`,
      unit: 'ms',
      ...both((page) => at(of(page), 0.95)),
      ...(target === undefined ? {} : { target, noise: ONE_FRAME_MS }),
    }),
    row({ measure: `${measure}, longest`, unit: 'ms', ...both((page) => at(of(page), 1)) }),
  ];
  return [
    ...times('touch to feedback', ({ feedback }) => feedback, targets.feedbackMs),
    ...times('touch to next screen', ({ changes }) => changes, targets.changeMs),
    row({ measure: 'frames over 50 ms in a walk', unit: '', ...both(({ longFrames }) => longFrames.length) }),
    row({ measure: 'cold load to first screen, median', unit: 'ms', ...both((page) => at(page.firstScreen, 0.5)) }),
    ...movingScreens.map((screen) => {
      const dropped = both(({ frames }) => droppedPercent(frames[screen]));
      return row({
        measure: `frames dropped, ${screen}`,
        unit: '%',
        ...dropped,
        target: targets.droppedPercent,
        noise: dropped.bare,
      });
    }),
    ...memoryRows(pages.kiosk.memory, pages.bare.memory),
    row({
      measure: 'initial bundle, gzip, without fonts',
      unit: 'kB',
      ...both(({ bundle }) => bundle.initialBytes / 1000),
      target: targets.bundleKb,
      noise: 0,
    }),
  ];
}

function memoryRows(kiosk: readonly Memory[], bare: readonly Memory[]): Row[] {
  const sessions = kiosk.map(({ session }) => session).filter((session) => [10, 100, 500].includes(session));
  const megabytes = (readings: readonly Memory[], session: number) =>
    (readings.find((one) => one.session === session)?.heapBytes ?? Number.NaN) / 1e6;
  const last = (readings: readonly Memory[], of: (one: Memory) => number) => {
    const [first, end] = [readings.find(({ session }) => session >= WARM_SESSION), readings.at(-1)];
    return first && end ? of(end) - of(first) : Number.NaN;
  };
  const both = (of: (readings: readonly Memory[]) => number) => ({ kiosk: of(kiosk), bare: of(bare) });
  return [
    ...sessions.map((session) =>
      row({
        measure: `heap after ${session} sessions`,
        unit: 'MB',
        ...both((readings) => megabytes(readings, session)),
      }),
    ),
    row({
      measure: `heap growth, session ${WARM_SESSION} to ${kiosk.at(-1)?.session ?? 0}`,
      unit: '%',
      ...both(heapGrowthPercent),
      target: targets.heapGrowthPercent,
      noise: HEAP_NOISE_PERCENT,
    }),
    row({ measure: 'heap left behind by a session', unit: 'B', ...both(heapSlope) }),
    row({
      measure: 'document nodes gained',
      unit: '',
      ...both((readings) => last(readings, ({ nodes }) => nodes)),
      target: 0,
      noise: 0,
    }),
    row({
      measure: 'event listeners gained',
      unit: '',
      ...both((readings) => last(readings, ({ listeners }) => listeners)),
      target: 0,
      noise: 0,
    }),
  ];
}

/** Least squares again: the growth along the line through all readings, as a share of where the line begins. */
export function heapGrowthPercent(readings: readonly Memory[]): number {
  const [first, end] = [readings.at(0), readings.at(-1)];
  if (!first || !end) return Number.NaN;
  return (100 * heapSlope(readings) * (end.session - first.session)) / first.heapBytes;
}

export function droppedPercent(frames: readonly Frames[]): number {
  const sum = (of: (one: Frames) => number) => frames.reduce((total, one) => total + of(one), 0);
  return (100 * sum(({ dropped }) => dropped)) / sum(({ wanted }) => wanted);
}

const at = (values: readonly number[], share: number) => percentile(values, share) ?? Number.NaN;

function row(figures: Omit<Row, 'ok'>): Row {
  const { kiosk, bare, target, noise = 0 } = figures;
  if (target === undefined) return figures;
  return { ...figures, ok: judge(kiosk, bare, target, noise) };
}

function judge(kiosk: number, bare: number, target: number, noise: number): Verdict {
  if (kiosk <= target) return 'yes';
  if (kiosk <= target + noise) return 'noise';
  // A figure that could not be taken is a miss, whatever the floor says.
  if (bare > target && !Number.isNaN(kiosk)) return 'floor';
  return 'NO';
}
