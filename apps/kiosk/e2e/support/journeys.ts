import type { Intent, IntentType } from '../../src/contract/intent.ts';
import type { ScreenName } from '../../src/contract/snapshot.ts';
import { type Sample, samples } from './sampleSnapshots.ts';

export type Service = Extract<Intent, { type: 'choose-service' }>['service'];
export type PathName = 'face' | 'sms';

/** What a citizen does on a screen; where nothing is done, the terminal goes on by itself. */
export interface Doing {
  /** Keys pressed before the intent goes out by itself, such as the six digits of a code. */
  readonly keys?: string;
  /** Control that is touched, by the name it has in every language. */
  readonly control?: string;
  /** What the page then asks of the terminal. */
  readonly intent: IntentType;
}

export interface JourneyStep {
  readonly sample: Sample;
  readonly doing?: Doing;
}

type Stops = readonly [ScreenName, Doing?][];

/** A service's screens in the order a citizen meets them when nothing goes wrong. One without a path does not compile. */
const stops: Record<Service, Record<PathName, Stops>> = {
  'verify-application': {
    face: [
      ['attract', { control: 'start', intent: 'start' }],
      ['services', { control: 'choose-service', intent: 'choose-service' }],
      ['consent', { control: 'consent-face', intent: 'consent' }],
      ['place-card'],
      ['reading-card'],
      ['capture'],
      ['comparing'],
      ['finding'],
      ['confirm', { control: 'confirm', intent: 'confirm' }],
      ['submitting'],
      ['printing'],
      ['receipt', { control: 'done', intent: 'done' }],
      ['take-card'],
      ['goodbye'],
    ],
    sms: [
      ['attract', { control: 'start', intent: 'start' }],
      ['services', { control: 'choose-service', intent: 'choose-service' }],
      ['consent', { control: 'consent-sms', intent: 'consent' }],
      ['place-card'],
      ['reading-card'],
      ['sms-sending'],
      ['sms-code', { keys: '204816', intent: 'sms-answer' }],
      ['finding'],
      ['confirm', { control: 'confirm', intent: 'confirm' }],
      ['submitting'],
      ['printing'],
      ['receipt', { control: 'done', intent: 'done' }],
      ['take-card'],
      ['goodbye'],
    ],
  },
};

export const services = Object.keys(stops) as Service[];

/** One citizen's walk through a service, each screen with the first sample there is of it. */
export function journeyOf(service: Service, path: PathName): readonly JourneyStep[] {
  return stops[service][path].map(([screen, doing]) => {
    const sample = samples.find(({ view }) => view.screen === screen);
    if (!sample) throw new Error(`no sample of ${screen}`);
    return { sample, ...(doing ? { doing } : {}) };
  });
}

export const verifyJourney = (path: PathName) => journeyOf('verify-application', path);
