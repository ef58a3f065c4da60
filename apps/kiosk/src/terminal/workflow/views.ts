import type { Application } from '@renshe/central-api';
import { maskIdNumber } from '@renshe/identity';
import type { ApplicationView, Notice, Screen, ScreenOf, Snapshot } from '../../contract/snapshot.ts';
import { toReceiptView } from '../receipts/receiptModel.ts';
import type { Session } from '../session.ts';
import type { IdentifySnapshot } from './identify.ts';
import type { KioskSnapshot } from './kiosk.ts';
import type { VerifyApplicationSnapshot } from './verifyApplication.ts';

/** What a machine's state looks like to the citizen, and where on the step rail that is. */
export interface Shown {
  readonly view: Screen;
  readonly step?: NonNullable<Snapshot['step']>;
}

const TOTAL_STEPS = 5;
const STEP = { consent: 1, card: 2, person: 3, application: 4, receipt: 5 } as const;
const step = (name: keyof typeof STEP) => ({ current: STEP[name], total: TOTAL_STEPS });

/** The one translation from machine states to screens. `notices` is the terminal's own trouble for the idle screens. */
export function showKiosk(snapshot: KioskSnapshot, notices: Notice[]): Shown {
  const { context } = snapshot;
  if (snapshot.matches('starting')) return { view: { screen: 'starting' } };
  if (snapshot.matches('attract')) return { view: { screen: 'attract', notices } };
  if (snapshot.matches('services')) return { view: { screen: 'services', notices } };
  if (snapshot.matches('outOfService')) {
    return { view: { screen: 'out-of-service', reason: 'card-reader-unavailable' } };
  }
  if (snapshot.matches('identifying')) {
    const child = snapshot.children.identify?.getSnapshot();
    if (child) return showIdentify(child);
  }
  if (snapshot.matches('serving')) {
    const child = snapshot.children.service?.getSnapshot();
    if (child) return showVerifyApplication(child);
  }
  if (snapshot.matches('takeCard')) {
    const alarm = snapshot.matches({ takeCard: 'urgent' }) ? 2 : snapshot.matches({ takeCard: 'reminded' }) ? 1 : 0;
    return { view: { screen: 'take-card', alarm, watched: context.watched, served: context.served } };
  }
  return { view: { screen: 'goodbye', served: context.served } };
}

function showIdentify(snapshot: IdentifySnapshot): Shown {
  const { context } = snapshot;
  switch (stateName(snapshot.value)) {
    case 'consent':
      return {
        view: { screen: 'consent', faceAvailable: context.ports.face !== undefined },
        step: step('consent'),
      };
    case 'card':
      return snapshot.matches({ card: 'reading' })
        ? { view: { screen: 'reading-card', progress: context.progress }, step: step('card') }
        : { view: { screen: 'place-card' }, step: step('card') };
    case 'cardProblem':
      return { view: { screen: 'card-problem', problem: context.problem }, step: step('card') };
    case 'readerLost':
      return { view: { screen: 'reader-lost' }, step: step('card') };
    case 'cardRefused':
      return {
        view: { screen: 'card-refused', ...(context.refusal ?? { reason: 'number-invalid' }) },
        step: step('card'),
      };
    case 'checking':
    case 'enrolling':
      return { view: { screen: 'reading-card', progress: 'reading' }, step: step('card') };
    case 'capture':
      return {
        view: {
          screen: 'capture',
          advice: context.report?.advice ?? 'starting',
          collected: context.report?.collected ?? 0,
          needed: context.report?.needed ?? 1,
          attempt: context.mismatches + 1,
          attempts: context.ports.policy.faceAttempts,
        },
        step: step('person'),
      };
    case 'comparing':
    case 'judging':
    case 'identified':
      return { view: { screen: 'comparing' }, step: step('person') };
    case 'faceMismatch':
      return {
        view: { screen: 'face-mismatch', attemptsLeft: context.ports.policy.faceAttempts - context.mismatches },
        step: step('person'),
      };
    case 'faceEnded':
      return { view: { screen: 'face-ended', reason: context.faceEnded }, step: step('person') };
    case 'smsSending':
      return { view: { screen: 'sms-sending' }, step: step('person') };
    case 'smsCode':
    case 'smsChecking':
      return { view: smsCodeView(snapshot), step: step('person') };
    case 'smsEnded':
      return { view: { screen: 'sms-ended', reason: context.smsEnded }, step: step('person') };
    default:
      return { view: { screen: 'goodbye', served: false } };
  }
}

function smsCodeView(snapshot: IdentifySnapshot): ScreenOf<'sms-code'> {
  const { context } = snapshot;
  const { sms } = context.session;
  const wait = Math.max(0, (sms?.resendAt ?? 0) - context.ports.clock.now());
  return {
    screen: 'sms-code',
    phoneMasked: sms?.phoneMasked ?? '',
    state: snapshot.matches('smsChecking') ? 'checking' : context.smsWrong ? 'wrong' : 'enter',
    attemptsLeft: context.smsAttemptsLeft,
    resendInSeconds: Math.ceil(wait / 1000),
  };
}

function showVerifyApplication(snapshot: VerifyApplicationSnapshot): Shown {
  const { context } = snapshot;
  const { session } = context;
  switch (stateName(snapshot.value)) {
    case 'finding':
      return { view: { screen: 'finding', citizen: citizen(session) }, step: step('application') };
    case 'choose':
      return {
        view: {
          screen: 'choose-application',
          citizen: citizen(session),
          applications: session.applications.map(toApplicationView),
        },
        step: step('application'),
      };
    case 'confirm':
      if (!session.chosen) break;
      return {
        view: {
          screen: 'confirm',
          citizen: citizen(session),
          application: toApplicationView(session.chosen),
          canChooseAnother: session.applications.length > 1,
        },
        step: step('application'),
      };
    case 'confirmOffline':
      return { view: { screen: 'confirm-offline', citizen: citizen(session) }, step: step('application') };
    case 'noApplication':
      return {
        view: {
          screen: 'no-application',
          reason: context.noApplication,
          citizen: citizen(session),
          ...(session.chosen ? { application: toApplicationView(session.chosen) } : {}),
        },
        step: step('application'),
      };
    case 'submitting':
      return { view: { screen: 'submitting' }, step: step('receipt') };
    case 'submitRefused':
      return { view: { screen: 'submit-refused', reason: context.refused }, step: step('application') };
    case 'printing':
      return { view: { screen: 'printing', outcome: context.outcome }, step: step('receipt') };
    case 'receipt':
      if (!session.receipt) break;
      return {
        view: {
          screen: 'receipt',
          outcome: context.outcome,
          receipt: toReceiptView(session.receipt, session.preferences.language),
          print: context.print,
        },
        step: step('receipt'),
      };
  }
  return { view: { screen: 'goodbye', served: false } };
}

/** The outermost name of a state value: `{ card: 'waiting' }` is `card`. */
function stateName(value: string | Record<string, unknown>): string {
  return typeof value === 'string' ? value : (Object.keys(value)[0] ?? '');
}

function citizen(session: Session): { name: string; idNumberMasked: string } {
  const person = session.getPerson();
  return { name: person.name, idNumberMasked: maskIdNumber(person.idNumber) };
}

function toApplicationView(application: Application): ApplicationView {
  const { applicationId, acceptanceNumber, kind, submittedAt, bankName, collection, collectionPlace } = application;
  return { applicationId, acceptanceNumber, kind, submittedAt, bankName, collection, collectionPlace };
}
