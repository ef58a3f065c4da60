import { expect, it } from 'vitest';
import { buildReceipt, toReceiptView } from './receiptModel.ts';
import { makeOfflineInput, makeReceiptInput } from './testing.ts';
import { translateReceipt } from './translateReceipt.ts';

const inputs = [makeReceiptInput(), makeOfflineInput(), makeReceiptInput({ outcome: 'needs-review' })];

it.each(inputs)('says in English as many things as in Chinese, and claims no more', (input) => {
  const model = buildReceipt(input);
  const english = translateReceipt(model, 'en');
  expect(english?.nextSteps).toHaveLength(model.nextSteps.length);
  for (const [index, step] of model.nextSteps.entries()) {
    expect(english?.nextSteps[index]?.includes('12333'), step).toBe(step.includes('12333'));
  }
  expect(english?.statement).toMatch(/\bnot\b/);
  expect(JSON.stringify(english)).not.toMatch(/\p{Script=Han}/u);
  expect(english?.note).toContain('Chinese text');
});

it('is none for those who read Chinese, and none that nobody wrote', () => {
  const model = buildReceipt(makeReceiptInput());
  for (const language of ['zh-Hans', 'zh-Hant', 'ug', 'ko']) expect(translateReceipt(model, language)).toBeUndefined();
  expect(toReceiptView(model, 'zh-Hans')).not.toHaveProperty('translation');
  expect(toReceiptView(model, 'en').translation?.lang).toBe('en');
});
