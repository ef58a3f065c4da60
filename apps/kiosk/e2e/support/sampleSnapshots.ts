import type { Settings } from '../../src/contract/contract.ts';
import { type Preferences, standardPreferences } from '../../src/contract/preferences.ts';
import type { ApplicationView, Screen, ScreenName, ScreenOf, Snapshot } from '../../src/contract/snapshot.ts';
import { translateReceipt } from '../../src/terminal/receipts/translateReceipt.ts';

/** Screens as the terminal shows them, with synthetic people only: for the pictures and checks of every screen. */
export interface Sample<N extends ScreenName = ScreenName> {
  /** What this sample shows of its screen; unique within it. */
  readonly name: string;
  readonly view: ScreenOf<N>;
  readonly step?: number;
}

const citizen = { name: '陆春晓', idNumberMasked: '110105********002X' };
/** Long and rare: a name with characters outside the common set, and one with a middle dot. */
const longNamed = { name: '古丽娜尔·阿卜杜热依木', idNumberMasked: '650102********0021' };

const application: ApplicationView = {
  applicationId: 'a-1',
  acceptanceNumber: 'SL20261120000123',
  kind: 'new-card',
  submittedAt: '2026-11-20T09:12:00+08:00',
  bankName: '中国工商银行',
  collection: 'branch',
  collectionPlace: '朝阳区建国门外大街支行营业厅',
};
const second: ApplicationView = {
  ...application,
  applicationId: 'a-2',
  acceptanceNumber: 'SL20261122000456',
  kind: 'replacement-card',
  bankName: '中国农业银行',
  collection: 'mail',
  collectionPlace: '申请时填写的地址',
};

const receipt: ScreenOf<'receipt'>['receipt'] = {
  receiptNumber: 'PZ-20261124-0001-0042',
  title: '社会保障卡申请 线下核验凭条',
  statement: '您的申请已经核验，社保中心已收到。',
  rows: [
    { label: '姓名', value: '陆春晓' },
    { label: '证件号码', value: '110105********002X' },
    { label: '受理号', value: 'SL20261120000123' },
    { label: '核验方式', value: '本机人脸核对' },
    { label: '核验时间', value: '2026 年 11 月 24 日 15:16' },
    { label: '终端编号', value: 'RS-DEMO-0001' },
  ],
  nextSteps: ['制卡好了会发短信。', '凭身份证到网点领卡。', '问进度请打 12333。'],
  qrText: 'https://example.invalid/r/PZ-20261124-0001-0042',
};

const sample = <N extends ScreenName>(name: string, view: Omit<ScreenOf<N>, 'screen'>, step?: number) => ({
  name,
  view,
  step,
});

type SampleInput<N extends ScreenName> = { name: string; view: Omit<ScreenOf<N>, 'screen'>; step: number | undefined };

/** Keyed by screen: one that is missing does not compile. */
const inputs: { readonly [N in ScreenName]: readonly [SampleInput<N>, ...SampleInput<N>[]] } = {
  starting: [sample('plain', {})],
  attract: [
    sample<'attract'>('well', { notices: [] }),
    sample<'attract'>('troubled', { notices: ['camera-unavailable', 'printer-unavailable', 'central-unreachable'] }),
  ],
  services: [
    sample<'services'>('well', { notices: [] }),
    sample<'services'>('troubled', { notices: ['face-unavailable', 'printer-unavailable', 'central-unreachable'] }),
  ],
  consent: [
    sample<'consent'>('both', { faceAvailable: true }, 1),
    sample<'consent'>('no-face', { faceAvailable: false }, 1),
  ],
  'place-card': [sample('plain', {}, 2)],
  'reading-card': [
    sample<'reading-card'>('reading', { progress: 'reading' }, 2),
    sample<'reading-card'>('retrying', { progress: 'retrying' }, 2),
  ],
  'card-problem': (['read-failed', 'card-rejected', 'wrong-card-type', 'bad-card-data', 'reader-trouble'] as const).map(
    (problem) => sample<'card-problem'>(problem, { problem }, 2),
  ) as [SampleInput<'card-problem'>],
  'card-refused': [
    sample<'card-refused'>('expired', { reason: 'expired', date: '2026-03-01' }, 2),
    sample<'card-refused'>('not-yet-valid', { reason: 'not-yet-valid', date: '2026-12-10' }, 2),
    sample<'card-refused'>('number-invalid', { reason: 'number-invalid' }, 2),
    sample<'card-refused'>('under-age', { reason: 'under-age', minimumAge: 16 }, 2),
  ],
  'reader-lost': [sample('plain', {}, 2)],
  capture: [
    sample<'capture'>('good', { advice: 'good', collected: 2, needed: 4, attempt: 1, attempts: 3 }, 3),
    sample<'capture'>('come-closer', { advice: 'come-closer', collected: 0, needed: 4, attempt: 2, attempts: 3 }, 3),
    sample<'capture'>('more-light', { advice: 'more-light', collected: 1, needed: 4, attempt: 1, attempts: 3 }, 3),
  ],
  comparing: [sample('plain', {}, 3)],
  'face-mismatch': [sample<'face-mismatch'>('two-left', { attemptsLeft: 2 }, 3)],
  'face-ended': (['three-mismatches', 'camera-missing', 'photo-unreadable', 'engine-trouble'] as const).map((reason) =>
    sample<'face-ended'>(reason, { reason }, 3),
  ) as [SampleInput<'face-ended'>],
  'sms-sending': [sample('plain', {}, 3)],
  'sms-code': [
    sample<'sms-code'>(
      'enter',
      { phoneMasked: '138****5678', state: 'enter', attemptsLeft: 5, resendInSeconds: 48 },
      3,
    ),
    sample<'sms-code'>('wrong', { phoneMasked: '138****5678', state: 'wrong', attemptsLeft: 4, resendInSeconds: 0 }, 3),
    sample<'sms-code'>(
      'checking',
      { phoneMasked: '138****5678', state: 'checking', attemptsLeft: 4, resendInSeconds: 0 },
      3,
    ),
  ],
  'sms-ended': (['no-phone', 'locked', 'expired', 'too-many', 'central-unreachable'] as const).map((reason) =>
    sample<'sms-ended'>(reason, { reason }, 3),
  ) as [SampleInput<'sms-ended'>],
  finding: [sample<'finding'>('plain', { citizen }, 4), sample<'finding'>('long-name', { citizen: longNamed }, 4)],
  'choose-application': [
    sample<'choose-application'>('two', { citizen, applications: [application, second] }, 4),
    sample<'choose-application'>(
      'six',
      {
        citizen: longNamed,
        applications: [
          application,
          second,
          { ...application, applicationId: 'a-3' },
          { ...second, applicationId: 'a-4' },
          { ...application, applicationId: 'a-5' },
          { ...second, applicationId: 'a-6' },
        ],
      },
      4,
    ),
  ],
  confirm: [
    sample<'confirm'>('one', { citizen, application, canChooseAnother: false }, 4),
    sample<'confirm'>('of-several', { citizen: longNamed, application: second, canChooseAnother: true }, 4),
  ],
  'confirm-offline': [
    sample<'confirm-offline'>('plain', { citizen }, 4),
    sample<'confirm-offline'>('long-name', { citizen: longNamed }, 4),
  ],
  'no-application': [
    sample<'no-application'>('none', { reason: 'none', citizen }, 4),
    sample<'no-application'>('already-verified', { reason: 'already-verified', citizen, application }, 4),
    sample<'no-application'>('name-mismatch', { reason: 'name-mismatch', citizen: longNamed, application }, 4),
  ],
  submitting: [sample('plain', {}, 5)],
  'submit-refused': (
    ['application-not-found', 'application-not-open', 'evidence-refused', 'terminal-trouble'] as const
  ).map((reason) => sample<'submit-refused'>(reason, { reason }, 4)) as [SampleInput<'submit-refused'>],
  printing: [
    sample<'printing'>('verified', { outcome: 'verified' }, 5),
    sample<'printing'>('received-here', { outcome: 'received-here' }, 5),
  ],
  receipt: [
    sample<'receipt'>('verified', { outcome: 'verified', receipt, print: 'printed' }, 5),
    sample<'receipt'>(
      'received-here',
      {
        outcome: 'received-here',
        receipt: {
          ...receipt,
          statement: '本机已收到您的确认，还没有送到社保中心。',
          nextSteps: ['网络恢复后会自动送到。', '送到以前还不算办完。', '问进度请打 12333。'],
        },
        print: 'paper-out',
      },
      5,
    ),
    sample<'receipt'>('needs-review', { outcome: 'needs-review', receipt, print: 'maybe-printed' }, 5),
  ],
  'take-card': [
    sample<'take-card'>('asked', { alarm: 0, watched: true, served: true }),
    sample<'take-card'>('urgent', { alarm: 2, watched: true, served: true }),
    sample<'take-card'>('unwatched', { alarm: 1, watched: false, served: false }),
  ],
  goodbye: [sample<'goodbye'>('served', { served: true }), sample<'goodbye'>('unserved', { served: false })],
  'out-of-service': [
    sample<'out-of-service'>('reader', { reason: 'card-reader-unavailable' }),
    sample<'out-of-service'>('cabinet', { reason: 'cabinet-open' }),
    sample<'out-of-service'>('mains', { reason: 'mains-failed' }),
    sample<'out-of-service'>('trouble', { reason: 'terminal-trouble' }),
  ],
};

/** Every sample, in the order of a journey. */
export const samples: readonly Sample[] = (Object.keys(inputs) as ScreenName[]).flatMap((screen) =>
  inputs[screen].map(({ name, view, step }) => ({
    name,
    view: { screen, ...view } as ScreenOf<ScreenName>,
    ...(step === undefined ? {} : { step }),
  })),
);

const TOTAL_STEPS = 5;

/** What the terminal would send to have this sample on the screen; `numbers` as the terminal counts them. */
/** As the terminal does: a receipt has beside the Chinese what the citizen reads. */
function inLanguage(view: Screen, language = 'zh-Hans'): Screen {
  if (view.screen !== 'receipt') return view;
  const { receipt, outcome } = view;
  const steps = ['wait-for-card', 'collect-card', 'ask-progress'] as const;
  const translation = translateReceipt({ outcome, steps, hotline: '12333' }, language);
  return translation ? { ...view, receipt: { ...receipt, translation } } : view;
}

export function snapshotOf(
  one: Sample,
  numbers: { seq: number; session: number },
  preferences: Partial<Preferences> = {},
): Snapshot {
  return {
    ...numbers,
    preferences: { ...standardPreferences, ...preferences },
    view: inLanguage(one.view, preferences.language),
    ...(one.step === undefined ? {} : { step: { current: one.step, total: TOTAL_STEPS } }),
  };
}

/** A receipt that cannot be drawn: its screen throws. What no terminal sends, and no test of the screen itself. */
export function tooLongForQr(snapshot: Snapshot): Snapshot {
  const { view } = snapshot;
  if (view.screen !== 'receipt') throw new Error('no receipt');
  return { ...snapshot, view: { ...view, receipt: { ...view.receipt, qrText: '陆春晓'.repeat(2_000) } } };
}

export type Orientation = 'portrait' | 'landscape';

export const viewports: Record<Orientation, { width: number; height: number }> = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
};

export function settingsFor(orientation: Orientation): Settings {
  const { width, height } = viewports[orientation];
  return {
    terminalId: 'RS-DEMO-0001',
    place: '朝阳区政务服务大厅',
    hotline: '12333',
    profile: { name: `21.5 inch ${orientation}`, widthPx: width, heightPx: height, diagonalInches: 21.5 },
    simulated: true,
    voice: true,
  };
}
