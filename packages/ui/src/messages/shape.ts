import { keypad } from './keypad.ts';
import { choice, choiceWith, each, list, prompt, promptWith, sentence, text, trouble, troubleWith } from './kinds.ts';
import { modes } from './modes.ts';

/**
 * Every sentence a citizen can see or hear, keyed by the screen it belongs to. A language is a set of JSON files of this
 * shape under `languages/`; the elder form is part of one, laid over it. A screen without its sentences does not compile.
 */
export const shape = {
  brand: { name: text, motto: text },
  /** The step rail's names, in order. */
  steps: list(text),
  stepOf: sentence({ current: 'number', total: 'number' }),
  stepNamed: sentence({ current: 'number', total: 'number', name: 'text' }),
  common: { back: text, leave: text, repeat: text, help: text, retry: text, useSms: text },
  application: {
    kinds: each(['new-card', 'replacement-card'], text),
    labels: each(['name', 'idNumber', 'kind', 'submitted', 'bank', 'collection', 'acceptanceNumber'], text),
    collections: each(['branch', 'mail'], sentence({ place: 'text' })),
    /** What tells one application from another on a button. */
    choice: sentence({ kind: 'text', bank: 'text' }),
  },
  notices: each(
    ['card-reader-unavailable', 'camera-unavailable', 'face-unavailable', 'printer-unavailable', 'central-unreachable'],
    { what: text, instead: text },
  ),
  timeWarning: {
    ...prompt,
    seconds: sentence({ seconds: 'number' }),
    extend: text,
    spokenSeconds: sentence({ seconds: 'number' }),
  },
  help: {
    title: text,
    lead: text,
    spoken: sentence({ hotline: 'text' }),
    labels: { who: text, where: text, phone: text, atHome: text },
    who: text,
    where: sentence({ place: 'text' }),
    phone: sentence({ hotline: 'text' }),
    atHome: text,
    close: text,
  },
  restoring: prompt,
  /** In the place of a page that could not be drawn. */
  crashed: { trouble, begin: text },
  modes,
  keypad,
  /** The corner where a sign-language clip plays, on the screens that have one. */
  signLanguage: { label: text },
  /** How sentences follow each other when they are spoken: a language's own marks, and its own space or none. */
  speech: {
    trouble: sentence({ title: 'text', meaning: 'text', here: 'text', help: 'text' }),
    choice: sentence({ label: 'text', detail: 'text' }),
    /** A line of a form or a receipt. */
    row: sentence({ label: 'text', value: 'text' }),
    next: sentence({ before: 'text', next: 'text' }),
  },
  screens: {
    starting: prompt,
    attract: {
      title: text,
      spoken: text,
      poster: list(text),
      start: text,
      needsTitle: text,
      needs: list(choice),
      faceSignTitle: text,
      faceSign: list(text),
    },
    services: { ...prompt, verify: choice, needs: text, others: text },
    consent: {
      ...prompt,
      factsTitle: text,
      facts: list({ label: text, text }),
      processor: sentence({ place: 'text', hotline: 'text' }),
      face: choice,
      sms: choice,
      faceUnavailable: text,
      spokenFaceUnavailable: text,
    },
    'place-card': {
      ...prompt,
      hints: list(text),
      /** Where it is, for a hand that is not led by the eye; the machine's own layout says which. */
      heard: each(['below', 'left', 'right'], text),
      felt: each(['raised', 'sunk', 'flat'], text),
      stay: text,
    },
    'reading-card': each(['found', 'reading', 'retrying'], prompt),
    'card-problem': {
      ...each(['read-failed', 'card-rejected', 'wrong-card-type', 'bad-card-data', 'reader-trouble'], trouble),
      again: text,
    },
    'card-refused': {
      expired: troubleWith({ date: 'day' }),
      'expired-undated': trouble,
      'not-yet-valid': troubleWith({ date: 'day' }),
      'not-yet-valid-undated': trouble,
      'number-invalid': trouble,
      'under-age': troubleWith({ minimumAge: 'number' }),
      'under-age-unstated': trouble,
      otherCard: text,
    },
    'reader-lost': trouble,
    capture: {
      ...prompt,
      advice: each(
        [
          'starting',
          'no-face',
          'several-faces',
          'come-closer',
          'move-back',
          'move-to-centre',
          'face-the-camera',
          'more-light',
          'less-light',
          'hold-still',
          'good',
        ],
        text,
      ),
      seated: text,
      noFaceNeeded: text,
      attempt: sentence({ attempt: 'number', attempts: 'number' }),
      progress: sentence({ collected: 'number', needed: 'number' }),
      preview: text,
    },
    comparing: prompt,
    'face-mismatch': troubleWith({ attemptsLeft: 'number' }),
    'face-ended': each(['three-mismatches', 'camera-missing', 'photo-unreadable', 'engine-trouble'], trouble),
    'sms-sending': prompt,
    'sms-code': {
      enter: promptWith({ phoneMasked: 'text' }),
      wrong: promptWith({ attemptsLeft: 'number' }),
      checking: prompt,
      code: text,
      typed: sentence({ count: 'number' }),
      delete: text,
      clear: text,
      resend: text,
      resendIn: sentence({ seconds: 'number' }),
      secret: text,
    },
    'sms-ended': {
      ...each(['no-phone', 'locked', 'expired', 'too-many', 'central-unreachable'], trouble),
      resend: text,
    },
    finding: promptWith({ name: 'text' }),
    'choose-application': promptWith({ count: 'number' }),
    confirm: { ...prompt, confirm: text, another: text, wrong: text },
    'confirm-offline': { ...prompt, facts: list(text), confirm: text, again: text },
    'no-application': {
      ...each(['none', 'already-verified', 'name-mismatch'], trouble),
      ways: list(choice),
      hotlineWay: choiceWith({ hotline: 'text' }),
      finish: text,
    },
    submitting: prompt,
    'submit-refused': {
      ...each(['application-not-found', 'application-not-open', 'evidence-refused', 'terminal-trouble'], trouble),
      finish: text,
    },
    printing: each(['verified', 'received-here', 'needs-review'], prompt),
    receipt: {
      outcomes: each(['verified', 'received-here', 'needs-review'], prompt),
      print: each(['printed', 'paper-out', 'printer-trouble', 'maybe-printed'], text),
      printAgain: text,
      done: text,
      number: text,
      qr: text,
      preview: text,
    },
    'take-card': { ...each(['asked', 'reminded', 'urgent'], prompt), taken: text, ask: text },
    goodbye: { ...each(['served', 'unserved'], prompt), wiped: text },
    'out-of-service': each(['card-reader-unavailable', 'terminal-trouble'], trouble),
  },
} as const;
