import { readKeypadKey, type Voice } from '@renshe/ui';
import { useEffect, useRef, useState } from 'react';
import type { PreferencesChange } from '../../contract/preferences.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { Kiosk } from '../kioskContext.ts';
import { definitionOf, spokenFor } from '../screens/registry.ts';
import { AudioKeypad } from './AudioKeypad.ts';
import { crashScriptOf, type Effect, helpScriptOf, readOut, scriptOf } from './audioScript.ts';

/** The remaining seconds are spoken at each of these. */
const SPOKEN_SECONDS = [40, 20, 10, 5];

export interface ListeningInputs {
  readonly voice: Voice | undefined;
  readonly kiosk: Kiosk;
  readonly snapshot: Snapshot;
  /** Seconds left while the terminal warns. */
  readonly seconds: number | undefined;
  readonly helping: boolean;
  readonly setHelping: (helping: boolean) => void;
  /** The screen could not be drawn; `beginAgain` leads away from what stands there instead. */
  readonly crashed: boolean;
  readonly beginAgain: () => Promise<boolean>;
}

/**
 * Everything the page says by itself, and the tactile keypad. To those who look, each screen says its one sentence; to those
 * who only listen it reads itself out with the keys that work it. Any touch or key silences what is being said. Returns
 * whether the screen is dark, and how to light it.
 */
export function useListening(inputs: ListeningInputs): { readonly dark: boolean; readonly light: () => void } {
  const { voice, kiosk, snapshot, seconds, helping, crashed } = inputs;
  const { messages, settings } = kiosk;
  const { view, preferences } = snapshot;
  const listening = preferences.audioOnly;
  const [lit, setLit] = useState(false);
  const now = useRef(inputs);
  now.current = inputs;

  const scripted = { snapshot, messages, settings };
  const ownScript = crashed ? crashScriptOf(scripted) : scriptOf(scripted);
  const script = helping && listening ? helpScriptOf(scripted) : ownScript;
  const shownScript = useRef(script);
  shownScript.current = script;

  // Spoken anew when what it says has changed, not when a countdown on a button has.
  const spoken = crashed ? messages.crashed.trouble.spoken : spokenFor(view, messages, settings);
  const listened = listening ? `${script.id}\n${script.items.join('\n')}` : spoken;
  const wasListening = useRef(listening);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `listened` stands for the script and the view
  useEffect(() => {
    const { keypad } = messages;
    const welcome = listening && !wasListening.current ? `${keypad.welcome}\n` : '';
    wasListening.current = listening;
    const louderBy = definitionOf(view).louderBy?.(view) ?? 0;
    const invite = view.screen === 'attract' ? `\n${keypad.invite}` : '';
    const text = listening ? welcome + readOut(script, messages) : listened + invite;
    if (helping && !listening) return;
    voice?.say(text, louderBy > 0 ? 'warning' : 'prompt', louderBy);
  }, [voice, listened, listening]);

  const warning = seconds !== undefined;
  useEffect(() => {
    if (!warning) return;
    const { timeWarning, keypad } = messages;
    voice?.say(listening ? `${timeWarning.title}\n${keypad.stillThere}` : timeWarning.spoken, 'warning');
  }, [warning, voice, messages, listening]);
  useEffect(() => {
    if (seconds === undefined || !SPOKEN_SECONDS.includes(seconds)) return;
    voice?.say(messages.timeWarning.spokenSeconds({ seconds }), 'warning');
  }, [seconds, voice, messages]);

  useHeadset(inputs, () => readOut(shownScript.current, messages));

  useEffect(() => {
    const keypad = new AudioKeypad(
      () => ({
        script: shownScript.current,
        messages: now.current.kiosk.messages,
        preferences: now.current.snapshot.preferences,
        digits: now.current.helping ? undefined : now.current.kiosk.digitKeys.current,
        warned: now.current.seconds !== undefined,
      }),
      {
        say: (text, urgency) => now.current.voice?.say(text, urgency),
        interrupt: () => now.current.voice?.interrupt(),
        beep: (beep) => now.current.kiosk.beep(beep),
        carryOut: (effect) => carryOut(now.current, effect),
        liftOrDrawCurtain: () => setLit((was) => !was),
      },
    );
    const press = (event: KeyboardEvent) => {
      const key = readKeypadKey(event);
      const { snapshot: shown, kiosk: page } = now.current;
      if (!key || !settings.voice) return;
      if (shown.preferences.audioOnly) {
        // Before any button that has the focus: a key means one thing only.
        event.preventDefault();
        event.stopImmediatePropagation();
        keypad.press(key);
      } else if (key.kind === 'digit') {
        if (page.digitKeys.current && now.current.seconds === undefined) {
          page.digitKeys.current.type(key.digit);
          return;
        }
        startListening(page.change, shown);
      }
    };
    const hush = () => now.current.voice?.interrupt();
    window.addEventListener('keydown', press, { capture: true });
    window.addEventListener('pointerdown', hush, { capture: true });
    return () => {
      window.removeEventListener('keydown', press, { capture: true });
      window.removeEventListener('pointerdown', hush, { capture: true });
    };
  }, [settings.voice]);

  return { dark: listening && !lit, light: () => setLit(true) };
}

/** A digit where none is asked for: somebody feels for the keypad. */
function startListening(change: Kiosk['change'], { preferences: { voice } }: Snapshot): void {
  void change({ audioOnly: true, voice: { ...voice, on: true } });
}

async function carryOut({ kiosk, setHelping, beginAgain }: ListeningInputs, effect: Effect): Promise<boolean> {
  if ('intent' in effect) return kiosk.send(effect.intent);
  if ('change' in effect) return kiosk.change(effect.change satisfies PreferencesChange);
  if ('begin' in effect) return beginAgain();
  setHelping('open' in effect);
  return true;
}

/** A headset that is pulled out silences the voice at once: what is being read out may be about the citizen. */
function useHeadset({ voice, snapshot: { headset, preferences }, kiosk }: ListeningInputs, again: () => string): void {
  const before = useRef(headset);
  const { audioOnly } = preferences;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the plug counts, in the language of that moment
  useEffect(() => {
    const was = before.current;
    before.current = headset;
    if (!audioOnly || was === headset || was === undefined) return;
    voice?.interrupt();
    if (headset === 'unplugged') voice?.say(kiosk.messages.keypad.headsetOut, 'warning');
    else voice?.say(again(), 'prompt');
  }, [headset]);
}
