import type { IntentType } from '../../src/contract/intent.ts';
import type { ScreenName } from '../../src/contract/snapshot.ts';
import { type Sample, samples } from '../support/sampleSnapshots.ts';

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

export type JourneyName = 'face' | 'sms';

/** The service's screens in the order a citizen meets them when nothing goes wrong, by its two equal paths. */
const verifyJourneys: Record<JourneyName, readonly [ScreenName, Doing?][]> = {
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
};

/** One citizen's walk through the service, each screen with the first sample there is of it. */
export function verifyJourney(name: JourneyName): readonly JourneyStep[] {
  return verifyJourneys[name].map(([screen, doing]) => {
    const sample = samples.find(({ view }) => view.screen === screen);
    if (!sample) throw new Error(`no sample of ${screen}`);
    return { sample, ...(doing ? { doing } : {}) };
  });
}
