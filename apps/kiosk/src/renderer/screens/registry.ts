import type { Messages, ScreenMessages } from '@renshe/ui';
import type { Settings } from '../../contract/contract.ts';
import type { Screen, ScreenName } from '../../contract/snapshot.ts';
import { attract } from './Attract.tsx';
import { capture } from './Capture.tsx';
import { cardProblem } from './CardProblem.tsx';
import { cardRefused } from './CardRefused.tsx';
import { chooseApplication } from './ChooseApplication.tsx';
import { comparing } from './Comparing.tsx';
import { confirm } from './Confirm.tsx';
import { confirmOffline } from './ConfirmOffline.tsx';
import { consent } from './Consent.tsx';
import { faceEnded } from './FaceEnded.tsx';
import { faceMismatch } from './FaceMismatch.tsx';
import { finding } from './Finding.tsx';
import { goodbye } from './Goodbye.tsx';
import { noApplication } from './NoApplication.tsx';
import { outOfService } from './OutOfService.tsx';
import { placeCard } from './PlaceCard.tsx';
import { printing } from './Printing.tsx';
import { readerLost } from './ReaderLost.tsx';
import { readingCard } from './ReadingCard.tsx';
import { receipt } from './Receipt.tsx';
import { services } from './Services.tsx';
import { smsCode } from './SmsCode.tsx';
import { smsEnded } from './SmsEnded.tsx';
import { smsSending } from './SmsSending.tsx';
import { starting } from './Starting.tsx';
import { submitRefused } from './SubmitRefused.tsx';
import { submitting } from './Submitting.tsx';
import type { ScreenDefinition } from './screenDefinition.ts';
import { takeCard } from './TakeCard.tsx';

/** A screen of the contract without its definition here, or without its sentences, does not compile. */
type Registry = { readonly [N in ScreenName & keyof ScreenMessages]: ScreenDefinition<N> } & Record<
  ScreenName,
  unknown
>;

export const registry: Registry = {
  starting,
  attract,
  services,
  consent,
  'place-card': placeCard,
  'reading-card': readingCard,
  'card-problem': cardProblem,
  'card-refused': cardRefused,
  'reader-lost': readerLost,
  capture,
  comparing,
  'face-mismatch': faceMismatch,
  'face-ended': faceEnded,
  'sms-sending': smsSending,
  'sms-code': smsCode,
  'sms-ended': smsEnded,
  finding,
  'choose-application': chooseApplication,
  confirm,
  'confirm-offline': confirmOffline,
  'no-application': noApplication,
  submitting,
  'submit-refused': submitRefused,
  printing,
  receipt,
  'take-card': takeCard,
  goodbye,
  'out-of-service': outOfService,
};

/** The definition that belongs to this view. The compiler cannot see that name and view go together; the registry's type can. */
export function definitionOf(view: Screen): ScreenDefinition<ScreenName> {
  return registry[view.screen] as unknown as ScreenDefinition<ScreenName>;
}

export function spokenFor(view: Screen, messages: Messages, settings: Settings): string {
  return definitionOf(view).spoken(view, messages, settings);
}
