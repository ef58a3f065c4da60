import { expect, test } from 'vitest';
import { spokenText } from './spokenText.ts';

test.each([
  ['请打 12333，人工服务', '请打 幺二三三三，人工服务'],
  ['2026年11月24日', '二零二六年11月24日'],
  ['还有20秒', '还有20秒'],
  ['尾号 0017', '尾号 零零幺七'],
  ['到测试银行领卡', '到测试 yin2 hang2 领卡'],
  ['请重新放卡', '请 chong2 xin1 放卡'],
  ['请按 OK', '请按 OK'],
  ['[[k@t]] <voice name="x">\u0000你好', 'k@t    voice name="x"  你好'],
  ['  ', ''],
])('%j is said as %j', (text, spoken) => {
  expect(spokenText(text)).toBe(spoken);
});
