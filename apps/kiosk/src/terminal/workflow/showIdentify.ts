import type { ScreenOf } from '../../contract/snapshot.ts';
import type { IdentifySnapshot } from './identify.ts';
import { type Shown, stateName, stepOf } from './shown.ts';

const step = stepOf(['consent', 'card', 'person', 'application', 'receipt']);

/** What finding out who it is looks like. */
export function showIdentify(snapshot: IdentifySnapshot): Shown {
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
