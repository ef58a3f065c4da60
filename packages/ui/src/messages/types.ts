/**
 * Every sentence a citizen can see or hear, keyed by the screen it belongs to. A language, and later the elder form, is
 * one more object of type `Messages`; a screen without its sentences does not compile.
 */

/** Something to read and the sentence that is spoken for it. `title` is one question or one statement. */
export interface Prompt {
  readonly title: string;
  readonly lead?: string;
  readonly spoken: string;
}

/** The pattern of every "no": what happened, what it means for you, what you can do here, who helps. */
export interface Trouble {
  readonly title: string;
  readonly meaning: string;
  readonly here: string;
  readonly help: string;
  readonly spoken: string;
}

/** A button: the label, and a second line where the label alone leaves a question. */
export interface ChoiceText {
  readonly label: string;
  readonly detail: string;
}

export interface Messages {
  readonly language: string;
  readonly brand: { readonly name: string; readonly motto: string };
  /** The step rail's names, in order. */
  readonly steps: readonly string[];
  readonly stepOf: (current: number, total: number) => string;
  readonly common: {
    readonly back: string;
    readonly leave: string;
    readonly repeat: string;
    readonly help: string;
    readonly retry: string;
    readonly useSms: string;
  };
  readonly application: {
    readonly kinds: Readonly<Record<'new-card' | 'replacement-card', string>>;
    readonly labels: {
      readonly name: string;
      readonly idNumber: string;
      readonly kind: string;
      readonly submitted: string;
      readonly bank: string;
      readonly collection: string;
      readonly acceptanceNumber: string;
    };
    readonly collections: Readonly<Record<'branch' | 'mail', (place: string) => string>>;
    readonly date: (iso: string) => string;
  };
  readonly notices: Readonly<Record<NoticeKind, { readonly what: string; readonly instead: string }>>;
  readonly timeWarning: Prompt & {
    readonly seconds: (seconds: number) => string;
    readonly extend: string;
    readonly spokenSeconds: (seconds: number) => string;
  };
  readonly help: Prompt & {
    readonly who: string;
    readonly where: (place: string) => string;
    readonly phone: (hotline: string) => string;
    readonly atHome: string;
    readonly labels: { readonly who: string; readonly where: string; readonly phone: string; readonly atHome: string };
    readonly close: string;
  };
  readonly restoring: Prompt;
  readonly screens: ScreenMessages;
}

export type NoticeKind =
  | 'card-reader-unavailable'
  | 'camera-unavailable'
  | 'face-unavailable'
  | 'printer-unavailable'
  | 'central-unreachable';

export type CaptureAdvice =
  | 'starting'
  | 'no-face'
  | 'several-faces'
  | 'come-closer'
  | 'move-back'
  | 'move-to-centre'
  | 'face-the-camera'
  | 'more-light'
  | 'less-light'
  | 'hold-still'
  | 'good';

type By<Key extends string, Value> = Readonly<Record<Key, Value>>;

export interface ScreenMessages {
  readonly starting: Prompt;
  readonly attract: Prompt & {
    readonly poster: readonly [string, string];
    readonly start: string;
    readonly needsTitle: string;
    readonly needs: readonly ChoiceText[];
    readonly faceSignTitle: string;
    readonly faceSign: readonly string[];
  };
  readonly services: Prompt & { readonly verify: ChoiceText; readonly needs: string; readonly others: string };
  readonly consent: Prompt & {
    readonly factsTitle: string;
    readonly facts: readonly { readonly label: string; readonly text: string }[];
    readonly processor: (place: string, hotline: string) => string;
    readonly face: ChoiceText;
    readonly sms: ChoiceText;
    readonly faceUnavailable: string;
    readonly spokenFaceUnavailable: string;
  };
  readonly 'place-card': Prompt & { readonly hints: readonly string[] };
  readonly 'reading-card': By<'found' | 'reading' | 'retrying', Prompt>;
  readonly 'card-problem': By<
    'read-failed' | 'card-rejected' | 'wrong-card-type' | 'bad-card-data' | 'reader-trouble',
    Trouble
  > & { readonly again: string };
  readonly 'card-refused': {
    readonly expired: (date: string | undefined) => Trouble;
    readonly 'not-yet-valid': (date: string | undefined) => Trouble;
    readonly 'number-invalid': Trouble;
    readonly 'under-age': (minimumAge: number | undefined) => Trouble;
    readonly otherCard: string;
  };
  readonly 'reader-lost': Trouble;
  readonly capture: Prompt & {
    readonly advice: By<CaptureAdvice, string>;
    readonly seated: string;
    readonly noFaceNeeded: string;
    readonly attempt: (attempt: number, attempts: number) => string;
    readonly progress: (collected: number, needed: number) => string;
    readonly preview: string;
  };
  readonly comparing: Prompt;
  readonly 'face-mismatch': (attemptsLeft: number) => Trouble;
  readonly 'face-ended': By<'three-mismatches' | 'camera-missing' | 'photo-unreadable' | 'engine-trouble', Trouble>;
  readonly 'sms-sending': Prompt;
  readonly 'sms-code': {
    readonly enter: (phoneMasked: string) => Prompt;
    readonly wrong: (attemptsLeft: number) => Prompt;
    readonly checking: Prompt;
    readonly code: string;
    readonly typed: (count: number) => string;
    readonly delete: string;
    readonly clear: string;
    readonly resend: string;
    readonly resendIn: (seconds: number) => string;
    readonly secret: string;
  };
  readonly 'sms-ended': By<'no-phone' | 'locked' | 'expired' | 'too-many' | 'central-unreachable', Trouble> & {
    readonly resend: string;
  };
  readonly finding: (name: string) => Prompt;
  readonly 'choose-application': (count: number) => Prompt;
  readonly confirm: Prompt & { readonly confirm: string; readonly another: string; readonly wrong: string };
  readonly 'confirm-offline': Prompt & {
    readonly facts: readonly string[];
    readonly confirm: string;
    readonly again: string;
  };
  readonly 'no-application': By<'none' | 'already-verified' | 'name-mismatch', Trouble> & {
    readonly ways: readonly ChoiceText[];
    readonly hotlineWay: (hotline: string) => ChoiceText;
    readonly finish: string;
  };
  readonly submitting: Prompt;
  readonly 'submit-refused': By<
    'application-not-found' | 'application-not-open' | 'evidence-refused' | 'terminal-trouble',
    Trouble
  > & { readonly finish: string };
  readonly printing: By<'verified' | 'received-here' | 'needs-review', Prompt>;
  readonly receipt: {
    readonly outcomes: By<'verified' | 'received-here' | 'needs-review', Prompt>;
    readonly print: By<'printed' | 'paper-out' | 'printer-trouble' | 'maybe-printed', string>;
    readonly printAgain: string;
    readonly done: string;
    readonly qr: string;
    readonly preview: string;
  };
  readonly 'take-card': By<'asked' | 'reminded' | 'urgent', Prompt> & { readonly taken: string; readonly ask: string };
  readonly goodbye: By<'served' | 'unserved', Prompt> & { readonly wiped: string };
  readonly 'out-of-service': By<'card-reader-unavailable' | 'terminal-trouble', Trouble>;
}
