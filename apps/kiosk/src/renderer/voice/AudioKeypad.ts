import type { Beep, KeypadKey, Messages, Urgency } from '@renshe/ui';
import type { Preferences } from '../../contract/preferences.ts';
import {
  assignKeys,
  type Effect,
  HELP_KEY,
  LEAVE_KEY,
  type Option,
  readWhere,
  type Script,
  stepVoice,
  WHERE_KEY,
} from './audioScript.ts';
import type { DigitKeys } from './useDigitEntry.ts';

/** What a key meets at the moment it is pressed. */
export interface Situation {
  readonly script: Script;
  readonly messages: Messages;
  readonly preferences: Preferences;
  /** The field that takes digits now. */
  readonly digits: DigitKeys | undefined;
  /** The time warning stands: any key gives more time and does nothing else. */
  readonly warned: boolean;
}

/** What a key may bring about. */
export interface KeypadOutput {
  say(text: string, urgency: Urgency): void;
  interrupt(): void;
  beep(beep: Beep): void;
  /** Does it; false when the terminal did not take it. */
  carryOut(effect: Effect): Promise<boolean>;
  liftOrDrawCurtain(): void;
}

/**
 * Works a screen by ear: every key is answered, by what it did or by a sentence that says why it did nothing. Knows the
 * cursor of the arrow keys and the page of options, nothing else.
 */
export class AudioKeypad {
  readonly #situation: () => Situation;
  readonly #output: KeypadOutput;
  #script = '';
  #cursor = -1;
  #page = 0;

  constructor(situation: () => Situation, output: KeypadOutput) {
    this.#situation = situation;
    this.#output = output;
  }

  press(key: KeypadKey): void {
    const now = this.#situation();
    if (now.script.id !== this.#script) {
      this.#script = now.script.id;
      this.#cursor = -1;
      this.#page = 0;
    }
    this.#output.interrupt();
    if (now.warned) {
      this.#giveTime(now);
      return;
    }
    switch (key.kind) {
      case 'digit':
        this.#digit(key.digit, now);
        return;
      case 'confirm':
        this.#confirm(now);
        return;
      case 'back':
        this.#back(now);
        return;
      case 'clear':
        if (now.digits) now.digits.clear();
        else this.#output.liftOrDrawCurtain();
        return;
      case 'where':
        this.#where(now);
        return;
      case 'next':
        this.#move(1, now);
        return;
      case 'previous':
        this.#move(-1, now);
        return;
      case 'louder':
      case 'quieter':
      case 'faster':
      case 'slower':
        this.#adjust(key.kind, now);
        return;
    }
  }

  #digit(digit: string, now: Situation): void {
    const { script, messages } = now;
    if (now.digits) {
      // Whoever goes on typing has not chosen the option that was last heard.
      this.#cursor = -1;
      now.digits.type(digit);
      return;
    }
    if (digit === WHERE_KEY) {
      this.#where(now);
      return;
    }
    if (digit === HELP_KEY) {
      void this.#output.carryOut(script.id === 'help' ? { close: 'help' } : { open: 'help' });
      return;
    }
    if (digit === LEAVE_KEY && script.leave) {
      this.#choose(plain('leave', messages.common.leave, { intent: { type: 'leave' } }), now);
      return;
    }
    const keyed = assignKeys(script.options, this.#page).find(({ key }) => key === digit);
    if (!keyed) {
      this.#refuse(now);
      return;
    }
    if (keyed.option) {
      this.#choose(keyed.option, now);
      return;
    }
    this.#page += 1;
    this.#where(now);
  }

  #confirm(now: Situation): void {
    const { script, digits, messages } = now;
    const chosen = script.options[this.#cursor];
    if (chosen) {
      this.#choose(chosen, now);
      return;
    }
    if (digits) {
      digits.send();
      return;
    }
    const [only, ...others] = script.options;
    if (only && others.length === 0) {
      this.#choose(only, now);
      return;
    }
    if (!only) {
      this.#refuse(now);
      return;
    }
    this.#output.beep('refused');
    this.#output.say(messages.keypad.chooseFirst, 'echo');
    this.#output.say(readWhere(script, messages, this.#page), 'prompt');
  }

  #back(now: Situation): void {
    if (now.digits?.takeBack()) return;
    if (!now.script.back) {
      this.#refuse(now);
      return;
    }
    const effect: Effect = now.script.id === 'help' ? { close: 'help' } : { intent: { type: 'back' } };
    this.#choose(plain('back', now.messages.common.back, effect), now);
  }

  #move(by: 1 | -1, now: Situation): void {
    const { options } = now.script;
    if (options.length === 0) {
      this.#refuse(now);
      return;
    }
    const from = this.#cursor < 0 && by < 0 ? 0 : this.#cursor;
    this.#cursor = (from + by + options.length) % options.length;
    const option = options[this.#cursor];
    if (!option) return;
    this.#output.say(option.disabled ? option.label : now.messages.keypad.onOption({ label: option.label }), 'echo');
  }

  #choose(option: Option, { messages: { keypad } }: Situation): void {
    if (option.disabled) {
      this.#output.beep('refused');
      this.#output.say(option.label, 'echo');
      return;
    }
    this.#output.say(keypad.chosen({ label: option.label }), 'echo');
    void this.#output.carryOut(option.effect).then((taken) => {
      if (!taken) this.#output.say(keypad.notTaken, 'warning');
    });
  }

  #adjust(kind: 'louder' | 'quieter' | 'faster' | 'slower', { preferences, messages: { keypad } }: Situation): void {
    const voice = stepVoice(preferences.voice, kind);
    if (!voice) this.#output.beep('refused');
    const { volume, rate } = voice ?? preferences.voice;
    if (voice) void this.#output.carryOut({ change: { voice } });
    const loudness = kind === 'louder' || kind === 'quieter';
    // From 1 to 5 to the ear: "minus two" would be a riddle.
    this.#output.say(loudness ? keypad.volume({ step: volume }) : keypad.rate({ step: rate + 3 }), 'echo');
  }

  #where({ script, messages }: Situation): void {
    this.#output.say(readWhere(script, messages, this.#page), 'prompt');
  }

  #giveTime({ messages: { keypad } }: Situation): void {
    void this.#output.carryOut({ intent: { type: 'more-time' } });
    this.#output.say(keypad.timeGiven, 'warning');
  }

  #refuse({ messages: { keypad } }: Situation): void {
    this.#output.beep('refused');
    this.#output.say(keypad.notHere, 'echo');
  }
}

function plain(control: string, label: string, effect: Effect): Option {
  return { control, label, effect, disabled: false };
}
