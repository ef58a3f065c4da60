// @vitest-environment jsdom
import { type KeypadKey, readKeypadKey, zhHans } from '@renshe/ui';
import { describe, expect, it } from 'vitest';
import { standardPreferences } from '../../contract/preferences.ts';
import type { Screen } from '../../contract/snapshot.ts';
import { AudioKeypad, type Situation } from './AudioKeypad.ts';
import {
  assignKeys,
  type Effect,
  helpScriptOf,
  type Option,
  readOut,
  type ScriptInputs,
  scriptOf,
} from './audioScript.ts';

const { keypad } = zhHans;

function inputs(view: Screen): ScriptInputs {
  const profile = { name: 'test', widthPx: 1080, heightPx: 1920, diagonalInches: 21.5 };
  return {
    snapshot: { view, preferences: { ...standardPreferences, audioOnly: true }, step: { current: 2, total: 5 } },
    messages: zhHans,
    settings: { terminalId: 'T', place: '大厅', hotline: '12333', profile, simulated: true, voice: true },
  };
}

/** A page that notes what the keys bring about. */
function pageShowing(view: Screen, more: Partial<Situation> = {}) {
  const said: string[] = [];
  const done: Effect[] = [];
  const notes = { beeps: [] as string[], interrupted: 0, taken: true };
  const situation: Situation = {
    script: scriptOf(inputs(view)),
    messages: zhHans,
    preferences: standardPreferences,
    digits: undefined,
    warned: false,
    ...more,
  };
  const keys = new AudioKeypad(() => situation, {
    say: (text) => said.push(text),
    interrupt: () => {
      notes.interrupted += 1;
    },
    beep: (beep) => notes.beeps.push(beep),
    carryOut: async (effect) => {
      done.push(effect);
      return notes.taken;
    },
    liftOrDrawCurtain: () => said.push('curtain'),
  });
  const press = (name: string) => {
    const event = { key: name, code: '', repeat: false, ctrlKey: false, altKey: false, metaKey: false };
    const key: KeypadKey | undefined = readKeypadKey(event);
    if (!key) throw new Error(`${name} is no key`);
    keys.press(key);
  };
  return { said, done, notes, press };
}

const consent: Screen = { screen: 'consent', faceAvailable: true };
const working: Screen = { screen: 'submitting' };

describe('AudioKeypad', () => {
  it('does what an option says, and says it', () => {
    const { said, done, press, notes } = pageShowing(consent);
    press('2');
    expect(done).toEqual([{ intent: { type: 'consent', path: 'sms' } }]);
    expect(said).toEqual([keypad.chosen({ label: '不用，发短信，验证码发到申请的手机。' })]);
    expect(notes.interrupted).toBe(1);
  });

  it('tells when the terminal did not take it', async () => {
    const { said, press, notes } = pageShowing(consent);
    notes.taken = false;
    press('1');
    await new Promise((resolve) => setImmediate(resolve));
    expect(said.at(-1)).toBe(keypad.notTaken);
  });

  it('answers every key, also where there is nothing to do', () => {
    for (const key of [
      '1',
      '3',
      '5',
      '0',
      '9',
      '#',
      '*',
      '.',
      '/',
      '+',
      '-',
      'ArrowUp',
      'ArrowDown',
      'ArrowLeft',
      'ArrowRight',
    ]) {
      const { said, done, press } = pageShowing(working);
      press(key);
      expect(said.length + done.length, key).toBeGreaterThan(0);
    }
  });

  it('walks the options with the arrows and takes the one it has come to', () => {
    const { said, done, press } = pageShowing(consent);
    press('ArrowUp');
    press('#');
    press('ArrowDown');
    press('#');
    expect(said[0]).toBe(keypad.onOption({ label: '不用，发短信，验证码发到申请的手机。' }));
    expect(done).toEqual([{ intent: { type: 'consent', path: 'sms' } }, { intent: { type: 'consent', path: 'face' } }]);
  });

  it('takes # for the only option, and asks where there are several', () => {
    const one = pageShowing({ screen: 'card-problem', problem: 'read-failed' });
    one.press('#');
    expect(one.done).toEqual([{ intent: { type: 'retry' } }]);
    const several = pageShowing(consent);
    several.press('#');
    expect(several.done).toEqual([]);
    expect(several.said[0]).toBe(keypad.chooseFirst);
  });

  it('goes back with *, leaves with 9, and only where that is offered', () => {
    const { done, press } = pageShowing(consent);
    press('*');
    press('9');
    expect(done).toEqual([{ intent: { type: 'back' } }, { intent: { type: 'leave' } }]);
    const stuck = pageShowing(working);
    stuck.press('*');
    stuck.press('9');
    expect(stuck.done).toEqual([]);
    expect(stuck.said).toEqual([keypad.notHere, keypad.notHere]);
  });

  it('gives more time for any key under a warning, and does nothing else', () => {
    const { done, press } = pageShowing(consent, { warned: true });
    press('2');
    press('9');
    expect(done).toEqual([{ intent: { type: 'more-time' } }, { intent: { type: 'more-time' } }]);
  });

  it('says that the loudest is the loudest', () => {
    const voice = { ...standardPreferences.voice, volume: 5 };
    const { said, done, notes, press } = pageShowing(consent, { preferences: { ...standardPreferences, voice } });
    press('+');
    expect(done).toEqual([]);
    expect(notes.beeps).toEqual(['refused']);
    expect(said).toEqual([keypad.volume({ step: 5 })]);
  });

  it('gives the digits to the field that takes them, and * takes one back before it goes back', () => {
    const typed: string[] = [];
    const digits = {
      type: (digit: string) => typed.push(digit),
      takeBack: () => {
        typed.pop();
        return true;
      },
      clear: () => typed.splice(0),
      send: () => typed.push('send'),
    };
    const { done, press } = pageShowing(
      { screen: 'sms-code', phoneMasked: '138****5678', state: 'enter', attemptsLeft: 3, resendInSeconds: 20 },
      { digits },
    );
    for (const key of ['5', '0', '9', '*', '#']) press(key);
    expect(typed).toEqual(['5', '0', 'send']);
    expect(done).toEqual([]);
  });
});

describe('what is read out', () => {
  it('names each option with its key, then the ways off the screen', () => {
    const lines = readOut(scriptOf(inputs(consent)), zhHans).split('\n');
    expect(lines.slice(-7)).toEqual([
      '同意，用人脸，和身份证上的照片比。',
      '请按 1。',
      '不用，发短信，验证码发到申请的手机。',
      '请按 2。',
      keypad.back,
      keypad.leave,
      keypad.again,
    ]);
  });

  it('asks for patience where nothing can be done', () => {
    expect(readOut(scriptOf(inputs(working)), zhHans)).toContain(keypad.wait);
  });

  it('offers English and Cantonese in the help, and a way back to the screen', () => {
    const controls = helpScriptOf(inputs(consent)).options.map(({ control }) => control);
    expect(controls).toEqual(['help-close', 'language-en', 'dialect-cantonese', 'stop-listening']);
  });

  it('never gives away the keys that mean the same everywhere, however many options there are', () => {
    const option = (index: number): Option => ({
      control: `${index}`,
      label: `${index}`,
      effect: { open: 'help' },
      disabled: false,
    });
    const options = Array.from({ length: 20 }, (_, index) => option(index));
    const pages = [0, 1, 2, 3].map((page) => assignKeys(options, page));
    const reached = new Set(pages.flatMap((page) => page.map(({ option: one }) => one?.control)));
    for (const { control } of options) expect(reached).toContain(control);
    expect(pages.flat().some(({ key }) => ['0', '5', '9', ''].includes(key))).toBe(false);
  });
});
