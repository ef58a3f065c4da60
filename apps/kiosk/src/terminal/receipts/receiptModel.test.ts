import { expect, test } from 'vitest';
import { receiptViewSchema } from '../../contract/snapshot.ts';
import { buildReceipt, type ReceiptModel, toReceiptView } from './receiptModel.ts';
import { makeOfflineInput, makeReceiptInput } from './testing.ts';

const shownAt = (model: ReceiptModel, label: string) => model.rows.find((row) => row.label === label)?.value;
const everything = (model: ReceiptModel) => JSON.stringify(model);

test('verified: says what was recorded, and that the card is not made yet', () => {
  const model = buildReceipt(makeReceiptInput());
  expect(model.statement).toContain('社保中心已收到');
  expect(model.statement).toContain('卡还没有做好');
  expect(shownAt(model, '社保中心记录')).toBe('2026年11月24日 10:00:06');
  expect(shownAt(model, '确认时间')).toBe('2026年11月24日 10:00:05');
  expect(shownAt(model, '社保中心记录号')).toBe('6e0f7d5c-6f3c-4a53-9c1e-0a4a7f3f0003');
  expect(shownAt(model, '办理事项')).toBe('新办社保卡，本人核验（人脸比对）');
  expect(shownAt(model, '办理地点')).toBe('示范区政务服务中心（HALL-01）');
  expect(model.nextSteps.join()).toContain('7 到 15 个工作日');
});

test('received here: claims nothing of the central service', () => {
  const model = buildReceipt(makeOfflineInput());
  expect(model.statement).toBe('本机已收到您的核验。还没有送到社保中心，送到后才算完成。');
  expect(shownAt(model, '社保中心记录')).toBe('还没有');
  expect(shownAt(model, '社保中心记录号')).toBeUndefined();
  expect(everything(model)).not.toMatch(/已记录|办完了|制卡/);
});

test('needs review: delivered, and not done', () => {
  const model = buildReceipt(makeReceiptInput({ outcome: 'needs-review' }));
  expect(model.statement).toContain('还不算办完');
  expect(everything(model)).not.toMatch(/办完了|制卡/);
});

test('the whole ID number is nowhere, and the QR text has no person in it', () => {
  for (const input of [makeReceiptInput(), makeOfflineInput(), makeReceiptInput({ outcome: 'needs-review' })]) {
    const model = buildReceipt(input);
    expect(everything(model)).not.toContain(input.citizen.idNumber);
    expect(everything(model)).not.toContain('19790312');
    expect(shownAt(model, '证件号码')).toBe('110105********0017');
    expect(model.qrText).not.toMatch(/王|110105|0017$/);
    expect(model.qrText).toContain(`编号 ${input.receiptNumber}`);
    expect(model.qrText.includes('记录号')).toBe(input.verificationId !== undefined);
  }
});

test('how to withdraw consent is told to those who gave it, and to nobody else', () => {
  expect(buildReceipt(makeReceiptInput({ method: 'face' })).nextSteps.join()).toContain('撤回人脸比对的同意');
  expect(buildReceipt(makeReceiptInput({ method: 'sms' })).nextSteps.join()).not.toContain('人脸');
});

test('the screen gets the receipt as the contract has it', () => {
  const view = toReceiptView(buildReceipt(makeReceiptInput()), 'zh-Hans');
  expect(receiptViewSchema.strict().parse(view)).toEqual(view);
});

test('the time is China’s, over midnight too', () => {
  const model = buildReceipt(makeReceiptInput({ confirmedAt: '2026-12-31T16:00:00Z' }));
  expect(shownAt(model, '确认时间')).toBe('2027年1月1日 00:00:00');
});
