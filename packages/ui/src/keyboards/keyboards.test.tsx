// @vitest-environment jsdom
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { NumericKeypad } from '../components/NumericKeypad.tsx';
import { renderInPage } from '../testing/renderInPage.tsx';
import { EntryField } from './EntryField.tsx';
import { IdKeypad } from './IdKeypad.tsx';
import type { InputEcho } from './inputEcho.ts';
import { PinyinKeyboard, type PinyinKeyboardTexts } from './PinyinKeyboard.tsx';
import { PinyinLexicon } from './pinyin/PinyinLexicon.ts';

const page = renderInPage();
const nothing = () => {};

describe('NumericKeypad', () => {
  it('names its keys aloud, and gives only a tone for a secret', async () => {
    const heard: InputEcho[] = [];
    const keypad = (secret: boolean) => (
      <NumericKeypad
        onDigit={nothing}
        onDelete={nothing}
        onClear={nothing}
        deleteLabel="删除"
        clearLabel="重输"
        secret={secret}
        onSpeak={(echo) => heard.push(echo)}
      />
    );
    await page.show(keypad(false));
    await page.press('[data-key="7"]');
    await page.show(keypad(true));
    await page.press('[data-key="8"]');
    await page.press('[data-control="delete"]');
    expect(heard).toEqual([{ kind: 'word', text: '7' }, { kind: 'tone' }, { kind: 'word', text: '删除' }]);
  });
});

describe('IdKeypad', () => {
  const onKey = vi.fn();
  const keypad = (typed: number) => (
    <IdKeypad typed={typed} onKey={onKey} onDelete={nothing} onClear={nothing} deleteLabel="删除" clearLabel="重输" />
  );
  const isOff = (key: string) => page.find(`[data-key="${key}"]`).hasAttribute('disabled');

  it('offers X in the eighteenth place and nowhere else', async () => {
    await page.show(keypad(16));
    expect(isOff('X')).toBe(true);
    await page.show(keypad(17));
    expect(isOff('X')).toBe(false);
    await page.press('[data-key="X"]');
    expect(onKey).toHaveBeenCalledWith('X');
  });

  it('takes no nineteenth character', async () => {
    await page.show(keypad(18));
    expect([...'0123456789X'].every(isOff)).toBe(true);
  });
});

describe('EntryField', () => {
  it('shows a number in the groups it is read in, and says its name and what is wrong', async () => {
    await page.show(<EntryField label="身份证号" value="110101194912" groups={[6, 8, 4]} complaint="号码不对" />);
    expect(page.texts('.rs-entry__value span')).toEqual(['110101', '194912']);
    expect(page.find('[role="status"]').getAttribute('aria-label')).toBe('身份证号');
    expect(page.find('[role="alert"]').textContent).toBe('号码不对');
  });
});

const texts: PinyinKeyboardTexts = {
  previous: '上一页',
  next: '下一页',
  page: (at, pages) => `${at}/${pages}`,
  delete: '删除',
  umlaut: 'ü',
  apostrophe: '隔音',
  dot: '间隔点',
  hint: '按拼音',
  loading: '请稍等',
  candidates: '候选字',
};

const lexicon = new PinyinLexicon(
  [
    'an\t安按',
    'li\t里力离李立理礼利例历丽粒梨厘莉黎',
    'ming\t明名',
    'xi\t西',
    'xian\t先线',
    'li ming\t黎明k',
    'xi an\t西安m',
  ].join('\n'),
);

function NameEntry({ onSpeak }: { readonly onSpeak?: (echo: InputEcho) => void }) {
  const [name, setName] = useState('');
  return (
    <>
      <EntryField label="姓名" value={name} />
      <PinyinKeyboard
        texts={texts}
        onText={(text) => setName((before) => before + text)}
        onDelete={() => setName((before) => [...before].slice(0, -1).join(''))}
        load={load}
        {...(onSpeak ? { onSpeak } : {})}
      />
    </>
  );
}
const load = async () => lexicon;

describe('PinyinKeyboard', () => {
  const type = async (letters: string) => {
    for (const letter of letters) {
      await page.press(
        letter === "'" ? '[data-control="apostrophe"]' : `[data-control="letter"][data-key="${letter}"]`,
      );
    }
  };
  const name = () => page.find('.rs-entry__value').textContent;
  const candidates = () => page.texts('[data-control="candidate"]');

  it('writes a word at one touch', async () => {
    await page.show(<NameEntry />);
    await type('liming');
    expect(page.find('.rs-pinyin__letters').textContent).toBe('li ming');
    await page.press('[data-control="candidate"][data-key="黎明"]');
    expect(name()).toBe('黎明');
    expect(candidates()).toEqual([]);
  });

  it('writes character by character and keeps the letters that are left', async () => {
    await page.show(<NameEntry />);
    await type('liming');
    await page.press('[data-control="candidate"][data-key="李"]');
    expect(page.find('.rs-pinyin__letters').textContent).toBe('ming');
    await page.press('[data-control="candidate"][data-key="明"]');
    expect(name()).toBe('李明');
  });

  it('turns pages with buttons', async () => {
    await page.show(<NameEntry />);
    await type('li');
    expect(candidates()).toHaveLength(14);
    await page.press('[data-control="page-next"]');
    expect(candidates()).toEqual(['莉', '黎']);
    expect(page.find('[data-control="page-next"]').hasAttribute('disabled')).toBe(true);
    // Other letters are another list, from its beginning.
    await page.press('[data-control="delete"]');
    await type('i');
    expect(candidates()).toHaveLength(14);
  });

  it('offers only letters that can still become pinyin', async () => {
    await page.show(<NameEntry />);
    await type('l');
    expect(page.find('[data-control="letter"][data-key="i"]').hasAttribute('disabled')).toBe(false);
    expect(page.find('[data-control="letter"][data-key="q"]').hasAttribute('disabled')).toBe(true);
  });

  it('takes back letters first, then characters', async () => {
    await page.show(<NameEntry />);
    await type('xian');
    await page.press('[data-control="candidate"][data-key="先"]');
    await type('l');
    await page.press('[data-control="delete"]');
    expect(name()).toBe('先');
    await page.press('[data-control="delete"]');
    expect(name()).toBe('');
  });

  it('lets an apostrophe part two syllables, and a dot two names', async () => {
    await page.show(<NameEntry />);
    await type("xi'an");
    expect(candidates()).toEqual(['西安', '西']);
    await page.press('[data-control="candidate"][data-key="西安"]');
    await page.press('[data-control="name-dot"]');
    expect(name()).toBe('西安·');
  });

  it('says what was pressed and what was chosen', async () => {
    const heard: InputEcho[] = [];
    await page.show(<NameEntry onSpeak={(echo) => heard.push(echo)} />);
    await type('an');
    await page.press('[data-control="candidate"][data-key="安"]');
    expect(heard).toEqual(['a', 'n', '安'].map((text) => ({ kind: 'word', text })));
  });

  it('stays still until its dictionary has come', async () => {
    const never = () => new Promise<PinyinLexicon>(() => {});
    await page.show(<PinyinKeyboard texts={texts} onText={nothing} onDelete={nothing} load={never} />);
    expect(page.find('.rs-pinyin__letters').textContent).toBe('请稍等');
    expect(page.find('[data-control="letter"][data-key="a"]').hasAttribute('disabled')).toBe(true);
  });
});
