import type { ReadCardError } from '@renshe/devices';
import type { FrameReport } from '@renshe/face';
import { assign, type OutputFrom, type SnapshotFrom, setup } from 'xstate';
import type { ScreenOf } from '../../contract/snapshot.ts';
import type { ServiceInput } from '../ports.ts';
import { type CardRefusal, checkCard } from './checkCard.ts';
import {
  answerSms,
  type CardEvent,
  decideFace,
  enrolChipPhoto,
  readCard,
  startSms,
  watchCardLifted,
  watchReaderBack,
} from './identifyActors.ts';

type IdentifyEvent =
  | { type: 'consent'; path: 'face' | 'sms' }
  | { type: 'retry' }
  | { type: 'use-sms' }
  | { type: 'camera-failed' }
  | { type: 'frame'; report: FrameReport }
  | { type: 'engine-failed' }
  | { type: 'sms-answer'; code: string }
  | { type: 'sms-resend' }
  | { type: 'back' }
  | { type: 'leave' }
  | { type: 'timeout' }
  | { type: 'reader.back' }
  | { type: 'card.lifted' }
  | CardEvent;

interface IdentifyContext extends ServiceInput {
  path: 'face' | 'sms';
  progress: ScreenOf<'reading-card'>['progress'];
  problem: ScreenOf<'card-problem'>['problem'];
  refusal: CardRefusal | undefined;
  report: FrameReport | undefined;
  mismatches: number;
  faceEnded: ScreenOf<'face-ended'>['reason'];
  smsEnded: ScreenOf<'sms-ended'>['reason'];
  smsCode: string;
  smsWrong: boolean;
  smsAttemptsLeft: number;
}

/** `back`: to the choice of services; the citizen stays. */
type IdentifyEnd = 'identified' | 'left' | 'back';

/**
 * Who is it? Consent → ID card → checks → face against the chip photo, or the equal path: a code to the phone of the
 * application. Ends `identified` (the session then holds reading and evidence), `left` or `back`.
 */
export const identifyMachine = setup({
  types: {
    context: {} as IdentifyContext,
    events: {} as IdentifyEvent,
    input: {} as ServiceInput,
    output: {} as IdentifyEnd,
  },
  actors: { readCard, watchCardLifted, watchReaderBack, enrolChipPhoto, decideFace, startSms, answerSms },
  delays: { cameraSilence: ({ context }) => context.ports.policy.time.cameraSilence },
  guards: {
    byFace: ({ context }) => context.path === 'face',
    cardRefused: ({ context }) => context.refusal !== undefined,
    cardIsGood: ({ context }) => context.session.reading !== undefined && context.refusal === undefined,
    faceAttemptsUsed: ({ context }) => context.mismatches >= context.ports.policy.faceAttempts,
    mayResend: ({ context }) => context.ports.clock.now() >= (context.session.sms?.resendAt ?? 0),
  },
  actions: {
    forgetReport: assign({ report: undefined }),
    // An engine that fails is replaced by one that has never seen the citizen: nothing is left to be done.
    forgetFace: ({ context }) => void context.ports.face?.clear().catch(() => {}),
  },
}).createMachine({
  id: 'identify',
  context: ({ input }) => ({
    ...input,
    path: 'face',
    progress: 'found',
    problem: 'read-failed',
    refusal: undefined,
    report: undefined,
    mismatches: 0,
    faceEnded: 'three-mismatches',
    smsEnded: 'no-phone',
    smsCode: '',
    smsWrong: false,
    smsAttemptsLeft: 0,
  }),
  on: { leave: '.left', timeout: '.left' },
  initial: 'consent',
  states: {
    consent: {
      entry: 'forgetFace',
      on: {
        consent: [
          // Who came back here to choose the other way need not lay the card down again.
          { guard: 'cardIsGood', target: 'checking', actions: assign({ path: ({ event }) => event.path }) },
          { target: 'card', actions: assign({ path: ({ event }) => event.path }) },
        ],
        back: 'backOut',
      },
    },
    card: {
      invoke: { src: 'readCard', input: ({ context }) => context },
      initial: 'waiting',
      on: {
        back: 'consent',
        'card.read': 'checking',
        'card.failed': [
          { guard: ({ event }) => isReaderLost(event.code), target: 'readerLost' },
          { target: 'cardProblem', actions: assign({ problem: ({ event }) => toProblem(event.code) }) },
        ],
        'card.progress': {
          target: '.reading',
          actions: assign({
            progress: ({ event }) => (event.progress === 'card-found' ? 'found' : event.progress),
          }),
        },
      },
      states: { waiting: {}, reading: {} },
    },
    cardProblem: {
      invoke: { src: 'watchCardLifted', input: ({ context }) => context },
      on: { retry: 'card', 'card.lifted': 'card', back: 'consent' },
    },
    readerLost: {
      invoke: { src: 'watchReaderBack', input: ({ context }) => context },
      on: { 'reader.back': 'card' },
    },
    checking: {
      entry: assign({
        refusal: ({ context }) =>
          checkCard(context.session.getReading().credential, context.ports.clock.now(), context.ports.policy),
      }),
      always: [
        { guard: 'cardRefused', target: 'cardRefused' },
        // Going back and choosing the face again gives nobody more attempts.
        {
          guard: ({ context }) => context.path === 'face' && context.mismatches >= context.ports.policy.faceAttempts,
          target: 'faceEnded',
          actions: assign({ faceEnded: 'three-mismatches' }),
        },
        { guard: 'byFace', target: 'enrolling' },
        { target: 'smsSending' },
      ],
    },
    cardRefused: { on: { retry: 'card', back: 'consent' } },
    enrolling: {
      invoke: {
        src: 'enrolChipPhoto',
        input: ({ context }) => context,
        onDone: [
          { guard: ({ event }) => event.output === 'ready', target: 'capture' },
          {
            target: 'faceEnded',
            actions: assign({
              faceEnded: ({ event }) => (event.output === 'engine-trouble' ? 'engine-trouble' : 'photo-unreadable'),
            }),
          },
        ],
        onError: { target: 'faceEnded', actions: assign({ faceEnded: 'engine-trouble' }) },
      },
      on: { 'use-sms': 'smsSending' },
    },
    capture: {
      initial: 'silent',
      on: {
        frame: [
          {
            guard: ({ event }) => event.report.collected >= event.report.needed,
            target: 'comparing',
            actions: assign({ report: ({ event }) => event.report }),
          },
          // Re-entered on every frame, so that the silence is measured from the last one.
          { target: '.seeing', reenter: true, actions: assign({ report: ({ event }) => event.report }) },
        ],
        'camera-failed': { target: 'faceEnded', actions: assign({ faceEnded: 'camera-missing' }) },
        'engine-failed': { target: 'faceEnded', actions: assign({ faceEnded: 'engine-trouble' }) },
        'use-sms': 'smsSending',
        back: 'consent',
      },
      states: {
        silent: {
          entry: 'forgetReport',
          after: { cameraSilence: { target: '#identify.faceEnded', actions: assign({ faceEnded: 'camera-missing' }) } },
        },
        seeing: {
          after: { cameraSilence: { target: '#identify.faceEnded', actions: assign({ faceEnded: 'camera-missing' }) } },
        },
      },
    },
    comparing: {
      invoke: {
        src: 'decideFace',
        input: ({ context }) => context,
        onDone: [
          {
            guard: ({ event }) => event.output?.match === true,
            target: 'identified',
            actions: ({ context, event }) => {
              if (!event.output) return;
              const { engine, distance, threshold, falseMatchRate, frames } = event.output;
              context.session.evidence = { method: 'face', engine, distance, threshold, falseMatchRate, frames };
            },
          },
          { guard: ({ event }) => event.output === undefined, target: 'capture' },
          { target: 'judging', actions: assign({ mismatches: ({ context }) => context.mismatches + 1 }) },
        ],
        onError: { target: 'faceEnded', actions: assign({ faceEnded: 'engine-trouble' }) },
      },
    },
    judging: {
      always: [
        {
          guard: 'faceAttemptsUsed',
          target: 'faceEnded',
          actions: assign({ faceEnded: 'three-mismatches' }),
        },
        { target: 'faceMismatch' },
      ],
    },
    faceMismatch: { on: { retry: 'capture', 'use-sms': 'smsSending', back: 'consent' } },
    faceEnded: { entry: 'forgetFace', on: { 'use-sms': 'smsSending', back: 'consent' } },
    smsSending: {
      entry: ['forgetFace', assign({ smsWrong: false })],
      invoke: {
        src: 'startSms',
        input: ({ context }) => context,
        onDone: [
          { guard: ({ event }) => event.output.kind === 'sent', target: 'smsCode' },
          {
            target: 'smsEnded',
            actions: assign({
              smsEnded: ({ event }) => (event.output.kind === 'failed' ? event.output.reason : 'central-unreachable'),
            }),
          },
        ],
        onError: { target: 'smsEnded', actions: assign({ smsEnded: 'central-unreachable' }) },
      },
    },
    smsCode: {
      on: {
        'sms-answer': { target: 'smsChecking', actions: assign({ smsCode: ({ event }) => event.code }) },
        'sms-resend': { guard: 'mayResend', target: 'smsSending' },
        back: 'consent',
      },
    },
    smsChecking: {
      invoke: {
        src: 'answerSms',
        input: ({ context }) => ({ ports: context.ports, session: context.session, code: context.smsCode }),
        onDone: [
          {
            guard: ({ event }) => event.output.result === 'passed',
            target: 'identified',
            actions: ({ context }) => {
              const { sms } = context.session;
              if (sms) context.session.evidence = { method: 'sms', challengeId: sms.challengeId };
            },
          },
          {
            guard: ({ event }) => event.output.result === 'wrong',
            target: 'smsCode',
            actions: assign({
              smsWrong: true,
              smsAttemptsLeft: ({ event }) => event.output.attemptsLeft,
            }),
          },
          {
            target: 'smsEnded',
            actions: assign({
              smsEnded: ({ event }) => (event.output.result === 'locked' ? 'locked' : 'expired'),
            }),
          },
        ],
        onError: { target: 'smsEnded', actions: assign({ smsEnded: 'central-unreachable' }) },
      },
      exit: assign({ smsCode: '' }),
    },
    smsEnded: {
      on: {
        retry: {
          guard: ({ context }) => context.smsEnded === 'expired' || context.smsEnded === 'central-unreachable',
          target: 'smsSending',
        },
        back: 'consent',
      },
    },
    identified: { entry: 'forgetFace', type: 'final', output: 'identified' },
    left: { entry: 'forgetFace', type: 'final', output: 'left' },
    backOut: { entry: 'forgetFace', type: 'final', output: 'back' },
  },
  output: ({ event }) => (event as { output?: IdentifyEnd }).output ?? 'left',
});

export type IdentifySnapshot = SnapshotFrom<typeof identifyMachine>;
export type IdentifyOutput = OutputFrom<typeof identifyMachine>;

/** The reader itself is gone or mute: nothing the citizen does with the card helps until it is back. */
function isReaderLost(code: ReadCardError['code']): boolean {
  switch (code) {
    case 'unplugged':
    case 'port-missing':
    case 'port-busy':
    case 'port-failed':
    case 'no-answer':
    case 'answer-timeout':
    case 'sam-self-test-failed':
    case 'sam-not-authorised':
      return true;
    case 'aborted':
    case 'no-card':
    case 'bad-frame':
    case 'card-read-failed':
    case 'card-rejected':
    case 'wrong-card-type':
    case 'bad-card-data':
    case 'command-refused':
      return false;
  }
}

function toProblem(code: ReadCardError['code']): ScreenOf<'card-problem'>['problem'] {
  switch (code) {
    case 'card-rejected':
    case 'wrong-card-type':
    case 'bad-card-data':
      return code;
    case 'command-refused':
      return 'reader-trouble';
    default:
      return 'read-failed';
  }
}
