import type { Application } from '@renshe/central-api';
import { maskIdNumber } from '@renshe/identity';
import type { Outcome, ReceiptView } from '../../contract/snapshot.ts';
import { translateReceipt } from './translateReceipt.ts';

export interface ReceiptInput {
  readonly receiptNumber: string;
  readonly outcome: Outcome;
  readonly citizen: { readonly name: string; readonly idNumber: string };
  /** Absent when the terminal was offline and could not look it up. */
  readonly application?: Application;
  readonly method: 'face' | 'sms';
  /** ISO moments. */
  readonly confirmedAt: string;
  readonly recordedAt?: string;
  readonly verificationId?: string;
  readonly terminalId: string;
  readonly place: string;
  readonly hotline: string;
}

/** What the screen shows, and with it what only paper needs. */
export interface ReceiptModel extends Omit<ReceiptView, 'translation'> {
  /** What the lines of `nextSteps` mean, one by one, in whatever language. */
  readonly steps: readonly NextStep[];
  readonly outcome: Outcome;
  /** ISO moment the receipt speaks of: the citizen's confirmation. */
  readonly issuedAt: string;
  readonly hotline: string;
}

export type NextStep =
  | 'wait-for-card'
  | 'collect-card'
  | 'ask-progress'
  | 'keep-until-sent'
  | 'ask-whether-sent'
  | 'if-not-accepted'
  | 'keep-while-reviewed'
  | 'ask-review'
  | 'withdraw-consent';

interface Wording {
  readonly title: string;
  readonly statement: string;
  /** For the QR code: one line. */
  readonly short: string;
}

/** Each says what has happened and what has not. Nothing here may claim more than the central service has said. */
const wordings: Record<Outcome, Wording> = {
  verified: {
    title: '社保卡申请 核验凭条',
    statement: '社保中心已收到并记下您的核验。本人核验这一步办完了，卡还没有做好。',
    short: '社保中心已记录',
  },
  'received-here': {
    title: '社保卡申请 本机收件凭条',
    statement: '本机已收到您的核验。还没有送到社保中心，送到后才算完成。',
    short: '本机已收到，还没有送到社保中心',
  },
  'needs-review': {
    title: '社保卡申请 待审核凭条',
    statement: '您的核验已送到社保中心，要等工作人员审核。审核通过以前，还不算办完。',
    short: '已送到社保中心，等待审核',
  },
};

const kinds: Record<Application['kind'], string> = { 'new-card': '新办社保卡', 'replacement-card': '补换社保卡' };
const ways: Record<Application['collection'], string> = {
  branch: '到网点领取',
  mail: '邮寄到',
  'service-hall': '到服务大厅领取',
};
const methods: Record<ReceiptInput['method'], string> = { face: '人脸比对', sms: '短信验证码' };

/**
 * The one receipt, for screen and paper. Pure. The ID number leaves here masked; the QR text has neither name nor
 * number in it.
 */
export function buildReceipt(input: ReceiptInput): ReceiptModel {
  const { receiptNumber, outcome, confirmedAt, hotline } = input;
  const { title, statement } = wordings[outcome];
  const steps = stepsOf(input);
  return {
    receiptNumber,
    title,
    statement,
    rows: buildRows(input),
    steps,
    nextSteps: steps.map((step) => stepTexts[step](hotline)),
    qrText: buildQrText(input),
    outcome,
    issuedAt: confirmedAt,
    hotline,
  };
}

/** Only what the screen may know of it, with what a citizen who reads `language` needs beside the Chinese. */
export function toReceiptView(model: ReceiptModel, language: string): ReceiptView {
  const { receiptNumber, title, statement, rows, nextSteps, qrText } = model;
  const translation = translateReceipt(model, language);
  return { receiptNumber, title, statement, rows, nextSteps, qrText, ...(translation ? { translation } : {}) };
}

function buildRows(input: ReceiptInput): ReceiptView['rows'] {
  const { application, citizen } = input;
  const what = application ? kinds[application.kind] : '社保卡申请';
  const rows: [label: string, value: string | undefined][] = [
    ['凭条编号', input.receiptNumber],
    ['办理事项', `${what}，本人核验（${methods[input.method]}）`],
    ['姓名', citizen.name],
    ['证件号码', maskIdNumber(citizen.idNumber)],
    ['受理号', application?.acceptanceNumber],
    ['开卡银行', application?.bankName],
    ['领卡方式', application ? collectionOf(application) : undefined],
    ['确认时间', timeInChina(input.confirmedAt)],
    // An empty line would leave open whether it was recorded.
    ['社保中心记录', input.recordedAt ? timeInChina(input.recordedAt) : '还没有'],
    ['社保中心记录号', input.verificationId],
    ['办理地点', `${input.place}（${input.terminalId}）`],
  ];
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

function collectionOf(application: Application): string {
  const way = ways[application.collection];
  return `${way}：${application.collectionPlace}`;
}

const stepTexts: Record<NextStep, (hotline: string) => string> = {
  'wait-for-card': () => '制卡一般要 7 到 15 个工作日，各地快慢不同。',
  'collect-card': () => '领卡时，请带上身份证和这张凭条。',
  'ask-progress': (hotline) => `想问进度，请打 ${hotline}，报凭条编号。`,
  'keep-until-sent': () => '请留好这张凭条。网络好了，本机会自动送到社保中心。',
  'ask-whether-sent': (hotline) => `想知道送到了没有，请明天以后打 ${hotline}，报凭条编号。`,
  'if-not-accepted': () => '送到后如果没有通过，请带身份证到人工窗口再办。',
  'keep-while-reviewed': () => '请留好这张凭条，审核期间不用再来核验。',
  'ask-review': (hotline) => `想问审核结果，请打 ${hotline}，报凭条编号，或到人工窗口。`,
  'withdraw-consent': (hotline) =>
    `本机没有留下您的照片。想撤回人脸比对的同意，请告诉工作人员，或打 ${hotline}；这次办的照样有效。`,
};

function stepsOf({ application, outcome, method }: ReceiptInput): NextStep[] {
  const steps: NextStep[] = [];
  switch (outcome) {
    case 'verified':
      steps.push('wait-for-card');
      if (application && application.collection !== 'mail') steps.push('collect-card');
      steps.push('ask-progress');
      break;
    case 'received-here':
      // The application could not be looked up off line: it may turn out not to be there.
      steps.push('keep-until-sent', 'ask-whether-sent', 'if-not-accepted');
      break;
    case 'needs-review':
      steps.push('keep-while-reviewed', 'ask-review');
      break;
  }
  // 《个人信息保护法》第十五条: consent may be withdrawn, as easily as it was given; what was done before stays valid.
  if (method === 'face') steps.push('withdraw-consent');
  return steps;
}

/** Plain lines, so that any telephone shows them and a member of staff can look the receipt up. No person in it. */
function buildQrText(input: ReceiptInput): string {
  const lines = [
    '社保卡申请凭条',
    `编号 ${input.receiptNumber}`,
    `结果 ${wordings[input.outcome].short}`,
    `时间 ${timeInChina(input.recordedAt ?? input.confirmedAt)}`,
  ];
  if (input.verificationId) lines.push(`记录号 ${input.verificationId}`);
  return lines.join('\n');
}

const chinaTime = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** `2026年11月24日 10:00:05`, in China's time wherever the machine believes to be. */
function timeInChina(iso: string): string {
  const parts = new Map(chinaTime.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return `${get('year')}年${get('month')}月${get('day')}日 ${get('hour')}:${get('minute')}:${get('second')}`;
}
