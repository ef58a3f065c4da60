import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PinyinLexicon } from './PinyinLexicon.ts';

const lexicon = new PinyinLexicon(readFileSync(new URL('./lexicon.txt', import.meta.url), 'utf8'));
const texts = (letters: string) => lexicon.candidates(letters).map(({ text }) => text);

describe('PinyinLexicon', () => {
  it.each([
    ['zhongguo', '中国'],
    ['beijing', '北京'],
    ['shehui', '社会'],
    ['jiedao', '街道'],
    ['ouyang', '欧阳'],
    ['nvshi', '女士'],
  ])('finds the word for %s first', (letters, word) => {
    expect(texts(letters)[0]).toBe(word);
  });

  it.each([
    ['li', '李'],
    ['wang', '王'],
    ['zhang', '张'],
    ['liu', '刘'],
    ['chen', '陈'],
    ['lv', '吕'],
    // Surnames that sound otherwise than the word.
    ['qiu', '仇'],
    ['shan', '单'],
    ['xie', '解'],
    ['ou', '区'],
  ])('knows the surname %s → %s', (letters, surname) => {
    expect(texts(letters)).toContain(surname);
  });

  it.each([
    ['zhe', '喆'],
    ['kun', '堃'],
    ['yan', '䶮'],
    ['jie', '㛃'],
    ['hong', '𬭎'],
    ['su', '𫗧'],
    ['ji', '𠮷'],
    ['cheng', '珵'],
  ])('types %s to the rare %s', (letters, character) => {
    expect(texts(letters)).toContain(character);
  });

  it('knows forty thousand characters', () => {
    expect(lexicon.size).toBeGreaterThan(40_000);
  });

  it('offers common characters before rare ones', () => {
    expect(texts('li').indexOf('李')).toBeLessThan(12);
    expect(texts('zhang').slice(0, 2)).toEqual(['张', '掌']);
  });

  it('reads letters both ways and lets an apostrophe decide', () => {
    expect(texts('xian')).toEqual(expect.arrayContaining(['西安', '先']));
    expect(texts("xi'an")).not.toContain('先');
    expect(lexicon.candidates("xi'an").find(({ text }) => text === '西')).toEqual({ text: '西', letters: 3 });
  });

  it('guesses at a word whose last syllable is only begun', () => {
    expect(texts('zhongg')).toContain('中国');
    expect(texts('zh')).toEqual(expect.arrayContaining(['中', '这', '张']));
  });

  it('says how many letters a candidate uses, so that the rest goes on being typed', () => {
    const found = lexicon.candidates('ouyangfeng');
    expect(found.find(({ text }) => text === '欧阳')?.letters).toBe('ouyang'.length);
    expect(found.find(({ text }) => text === '欧')?.letters).toBe('ou'.length);
  });

  it('accepts what can still become pinyin, and nothing else', () => {
    expect(lexicon.accepts('zhuan')).toBe(true);
    expect(lexicon.accepts('zhuang')).toBe(true);
    expect(lexicon.accepts('bp')).toBe(false);
    expect(lexicon.candidates('bp')).toEqual([]);
    expect(lexicon.split('zhongguo')).toEqual(['zhong', 'guo']);
  });

  it('answers within the time of a key press, however long the letters', () => {
    const before = performance.now();
    for (const letters of ['zhonghuarenmingongheguo', 'xianxianxianxianxian', 'z', 'a']) lexicon.candidates(letters);
    expect(performance.now() - before).toBeLessThan(1500);
  });
});
