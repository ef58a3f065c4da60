import { expect, test } from 'vitest';
import { speechRuns, spokenText } from './spokenText.ts';

test.each([
  ['请打 12333，人工服务', '请打 幺二三三三，人工服务'],
  ['2026年11月24日', '二零二六年11月24日'],
  ['还有20秒', '还有20秒'],
  ['尾号 0017', '尾号 零零幺七'],
  ['到测试银行领卡', '到测试 yin2 hang2 领卡'],
  ['请重新放卡', '请 chong2 xin1 放卡'],
  ['请按 OK', '请按  O K'],
  ['受理号 SL20261120000123', '受理号  S L 二零二六幺幺二零零零零幺二三'],
  ['短信已发到 138****5678', '短信已发到 幺三八，五六七八'],
  ['110105********002X', '幺幺零幺零五，零零二X'],
  ['[[k@t]] <voice name="x">\u0000你好', 'k@t    voice name="x"  你好'],
  ['  ', ''],
])('%j is said as %j', (text, spoken) => {
  expect(spokenText(text)).toBe(spoken);
});

test('English reads a number sign by sign and leaves Chinese readings alone', () => {
  expect(spokenText('Call 12333 within 20 seconds', 'en')).toBe('Call 1 2 3 3 3 within 20 seconds');
});

test('each voice gets what it can say', () => {
  expect(speechRuns('Is 陈建国 your name?', 'en')).toEqual([
    { language: 'en', text: 'Is' },
    { language: 'cmn', text: '陈建国' },
    { language: 'en', text: 'your name?' },
  ]);
  expect(speechRuns('请按 Help，谢谢', 'cmn')).toEqual([
    { language: 'cmn', text: '请按' },
    { language: 'en', text: 'Help' },
    { language: 'cmn', text: '，谢谢' },
  ]);
  expect(speechRuns('受理号 SL2026', 'yue')).toEqual([{ language: 'yue', text: '受理号  S L 2026' }]);
});

test('half a character, and nothing but marks, do no harm', () => {
  expect(speechRuns('\uD842 ……*** <>', 'cmn')).toEqual([]);
  expect(spokenText('你\uD842好')).toBe('你\uFFFD好');
});
