import type { Outcome, ReceiptTranslation } from '../../contract/snapshot.ts';
import type { NextStep, ReceiptModel } from './receiptModel.ts';

/** What a receipt says beside the Chinese, in a language that somebody has translated it into. */
interface ReceiptWords {
  readonly lang: string;
  readonly title: string;
  readonly statements: Record<Outcome, string>;
  readonly next: string;
  readonly steps: Record<NextStep, (hotline: string) => string>;
  /** Which of the two counts. */
  readonly note: string;
}

/**
 * Only what happened and what to do next: names, numbers and times are the same in every language, and stand above. A language
 * that is not here has a receipt in Chinese alone; nobody invents what a receipt claims.
 */
const english: ReceiptWords = {
  lang: 'en',
  title: 'Social security card application: receipt',
  statements: {
    verified:
      'The service center has received and recorded your confirmation. This step is done. Your card has not been made yet.',
    'received-here':
      'This machine has received your confirmation. It has not reached the service center yet, and counts only when it has.',
    'needs-review':
      'Your confirmation has reached the service center. Our staff must review it. It is not done until they approve it.',
  },
  next: 'What to do next',
  steps: {
    'wait-for-card': () => 'Making the card usually takes 7 to 15 working days. It differs from place to place.',
    'collect-card': () => 'To collect the card, bring your ID card and this receipt.',
    'ask-progress': (hotline) => `To ask about progress, call ${hotline} and give the receipt number.`,
    'keep-until-sent': () =>
      'Keep this receipt. When the network is back, this machine sends it to the service center by itself.',
    'ask-whether-sent': (hotline) =>
      `To ask whether it was sent, call ${hotline} from tomorrow on and give the receipt number.`,
    'if-not-accepted': () => 'If it is not accepted after that, bring your ID card to the staff counter.',
    'keep-while-reviewed': () => 'Keep this receipt. You need not confirm again during the review.',
    'ask-review': (hotline) =>
      `To ask about the review, call ${hotline} and give the receipt number, or go to the staff counter.`,
    'withdraw-consent': (hotline) =>
      `This machine kept no picture of you. To withdraw your consent to the face check, tell our staff or call ${hotline}. What was done today stays valid.`,
  },
  note: 'This is a translation. The Chinese text is the one that counts.',
};

const languages: readonly ReceiptWords[] = [english];

/** Undefined where the citizen reads Chinese, or a language nobody has translated receipts into. */
export function translateReceipt(
  { outcome, steps, hotline }: Pick<ReceiptModel, 'outcome' | 'steps' | 'hotline'>,
  language: string,
): ReceiptTranslation | undefined {
  const words = languages.find(({ lang }) => lang === language);
  if (!words) return undefined;
  return {
    lang: words.lang,
    title: words.title,
    statement: words.statements[outcome],
    next: words.next,
    nextSteps: steps.map((step) => words.steps[step](hotline)),
    note: words.note,
  };
}
