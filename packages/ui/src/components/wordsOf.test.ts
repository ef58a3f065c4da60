import { expect, it } from 'vitest';
import { wordsOf } from './wordsOf.ts';

it.each([
  ['您的申请已经核验，社保中心已收到。', '收到。'],
  ['到网点领取：朝阳区建国门外大街支行营业厅', '营业厅'],
  ['都对，就按“都对”。', '“都'],
  ['请打 12333。', '12333。'],
  ['古丽娜尔·阿卜杜热依木，您好。请等一下。', '阿卜杜热依木，'],
])('ends no line within a word of %s', (text, whole) => {
  const words = wordsOf(text);
  expect(words.join('')).toBe(text);
  expect(
    words.some((word) => word.startsWith(whole) || word.endsWith(whole)),
    words.join('|'),
  ).toBe(true);
  for (const word of words) expect(word).not.toMatch(/^[，。：；！？、”）》了的]/);
});

it.each(['Please take your receipt.', '110105********002X', '陆', ''])('leaves %j as it is', (text) => {
  expect(wordsOf(text)).toEqual([text]);
});
