import type { ApplicationStatus, CardStatus } from '@renshe/central-api';

/** What can happen to an application, and what it is then. What is not here cannot happen. */
const applicationMoves = {
  verify: { submitted: 'verified' },
  'want-material': { submitted: 'material-wanted', verified: 'material-wanted' },
  'supply-material': { 'material-wanted': 'submitted' },
  reject: { submitted: 'rejected', verified: 'rejected', 'material-wanted': 'rejected' },
  produce: { verified: 'in-production', 'production-failed': 'in-production' },
  'fail-production': { 'in-production': 'production-failed' },
  'finish-production': { 'in-production': 'ready' },
  mail: { ready: 'mailed' },
  'miss-collection': { ready: 'overdue' },
  issue: { ready: 'issued', overdue: 'issued', mailed: 'issued' },
  cancel: {
    submitted: 'cancelled',
    'material-wanted': 'cancelled',
    verified: 'cancelled',
    'production-failed': 'cancelled',
    overdue: 'cancelled',
  },
} as const satisfies Record<string, Partial<Record<ApplicationStatus, ApplicationStatus>>>;
export type ApplicationEvent = keyof typeof applicationMoves;

/** The same for a card. `release` goes back to what was before the loss, which the caller knows. */
const cardMoves = {
  activate: { sealed: 'normal' },
  sleep: { normal: 'sealed' },
  'report-loss': { normal: 'temporarily-lost', sealed: 'temporarily-lost' },
  'report-formal-loss': { normal: 'lost', sealed: 'lost', 'temporarily-lost': 'lost', locked: 'lost' },
  lock: { normal: 'locked' },
  unlock: { locked: 'normal' },
  replace: {
    normal: 'replaced',
    sealed: 'replaced',
    lost: 'replaced',
    'temporarily-lost': 'replaced',
    locked: 'replaced',
  },
  cancel: { normal: 'cancelled', sealed: 'cancelled', lost: 'cancelled', locked: 'cancelled' },
} as const satisfies Record<string, Partial<Record<CardStatus, CardStatus>>>;
export type CardEvent = keyof typeof cardMoves;

/** What an application becomes; undefined when that cannot happen to one in this state. */
export function moveApplication(status: ApplicationStatus, event: ApplicationEvent): ApplicationStatus | undefined {
  return (applicationMoves[event] as Partial<Record<ApplicationStatus, ApplicationStatus>>)[status];
}

/** What a card becomes; undefined when that cannot happen to one in this state. */
export function moveCard(status: CardStatus, event: CardEvent): CardStatus | undefined {
  return (cardMoves[event] as Partial<Record<CardStatus, CardStatus>>)[status];
}

export const applicationEvents = Object.keys(applicationMoves) as ApplicationEvent[];
export const cardEvents = Object.keys(cardMoves) as CardEvent[];

/** An application that is still on its way to a card: another one for the same person would be a second card. */
export function isUnderWay(status: ApplicationStatus): boolean {
  switch (status) {
    case 'submitted':
    case 'material-wanted':
    case 'verified':
    case 'in-production':
    case 'production-failed':
    case 'ready':
    case 'mailed':
    case 'overdue':
      return true;
    case 'rejected':
    case 'issued':
    case 'cancelled':
      return false;
  }
}

/** A card that its holder still has, or may have back. */
export function isHeld(status: CardStatus): boolean {
  switch (status) {
    case 'sealed':
    case 'normal':
    case 'temporarily-lost':
    case 'locked':
      return true;
    case 'lost':
    case 'replaced':
    case 'cancelled':
      return false;
  }
}
