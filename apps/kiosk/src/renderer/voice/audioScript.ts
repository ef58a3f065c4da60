import { type LocaleInfo, type Messages, offeredLocales } from '@renshe/ui';
import type { Settings } from '../../contract/contract.ts';
import type { Intent } from '../../contract/intent.ts';
import type { Preferences, PreferencesChange } from '../../contract/preferences.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { definitionOf, spokenFor } from '../screens/registry.ts';

/**
 * The keys that choose an option. 5 has the tactile dot and always says where one is, 0 explains the keys, 9 leaves: the
 * same on every screen, so that a hand that has learned them once can rely on them.
 */
const CHOICE_KEYS = ['1', '2', '3', '4', '6', '7', '8'] as const;
export const LEAVE_KEY = '9';
export const WHERE_KEY = '5';
export const HELP_KEY = '0';

/** What an option does. */
export type Effect =
  | { readonly intent: Intent }
  | { readonly change: PreferencesChange }
  | { readonly open: 'help' }
  | { readonly close: 'help' }
  /** Away from a screen that could not be drawn. */
  | { readonly begin: 'again' };

export interface Option {
  readonly control: string;
  /** As it is heard. */
  readonly label: string;
  readonly effect: Effect;
  /** Cannot be chosen now; the label says why. */
  readonly disabled: boolean;
}

/** A screen for the ear: what is said, and what can be done about it. */
export interface Script {
  /** Changes when the cursor of the arrow keys must begin anew. */
  readonly id: string;
  readonly where: string | undefined;
  readonly items: readonly string[];
  readonly options: readonly Option[];
  /** Digits are typed here, so options are chosen with the arrow keys. */
  readonly entry: boolean;
  readonly back: boolean;
  readonly leave: boolean;
}

export interface ScriptInputs {
  readonly snapshot: Pick<Snapshot, 'view' | 'step' | 'preferences'>;
  readonly messages: Messages;
  readonly settings: Settings;
}

/** The script of a screen, made from the same definition as what is drawn. */
export function scriptOf({ snapshot: { view, step }, messages, settings }: ScriptInputs): Script {
  const definition = definitionOf(view);
  const ways = definition.utilities(view);
  const entry = definition.entry?.(view) !== undefined;
  const own = definition.actions(view, messages).map(
    ({ control, label, detail, heard, intent, disabled = false }): Option => ({
      control,
      label: heard ?? (detail === undefined ? label : messages.speech.choice({ label, detail })),
      effect: { intent },
      disabled,
    }),
  );
  const { leave, help } = messages.common;
  const leaves = ways.includes('leave');
  return {
    id: `${view.screen} ${own.map(({ control }) => control).join(' ')}`,
    where: step && messages.stepOf({ current: step.current, total: step.total }),
    items: [
      definition.heard?.(view, messages, settings) ?? spokenFor(view, messages, settings),
      ...(definition.details?.(view, messages, settings) ?? []),
    ],
    options: entry
      ? [
          ...own,
          ...(leaves
            ? [{ control: 'leave', label: leave, effect: { intent: { type: 'leave' } }, disabled: false } as const]
            : []),
          { control: 'help', label: help, effect: { open: 'help' }, disabled: false },
        ]
      : own,
    entry,
    back: ways.includes('back'),
    leave: leaves,
  };
}

/** Help for the ear: who helps, what the keys do, and the languages that sound different from the one that is heard. */
export function helpScriptOf({ snapshot: { preferences }, messages, settings }: ScriptInputs): Script {
  const { keypad, help } = messages;
  const { voice } = preferences;
  const chinese = messages.locale.lang.startsWith('zh');
  const change = (control: string, label: string, some: PreferencesChange): Option => ({
    control,
    label,
    effect: { change: some },
    disabled: false,
  });
  return {
    id: 'help',
    where: undefined,
    items: [help.spoken({ hotline: settings.hotline }), keypad.help],
    options: [
      { control: 'help-close', label: help.close, effect: { close: 'help' }, disabled: false },
      ...otherLanguages(messages, settings).map(({ id, name }) => change(`language-${id}`, name, { language: id })),
      ...(chinese
        ? [
            voice.dialect === 'mandarin'
              ? change('dialect-cantonese', keypad.cantonese, { voice: { ...voice, dialect: 'cantonese' } })
              : change('dialect-mandarin', keypad.mandarin, { voice: { ...voice, dialect: 'mandarin' } }),
          ]
        : []),
      change('stop-listening', keypad.stopListening, { audioOnly: false }),
    ],
    entry: false,
    back: true,
    leave: false,
  };
}

/** For the ear, in the place of a screen that could not be drawn. */
export function crashScriptOf({ snapshot: { view }, messages: { crashed } }: ScriptInputs): Script {
  return {
    id: 'crashed',
    where: undefined,
    items: [crashed.trouble.spoken],
    options: [{ control: 'begin-again', label: crashed.begin, effect: { begin: 'again' }, disabled: false }],
    entry: false,
    back: false,
    leave: definitionOf(view).utilities(view).includes('leave'),
  };
}

/** One locale for each voice that is not heard now: two scripts of one language sound alike. */
function otherLanguages({ locale }: Messages, { draftLanguages }: Settings): LocaleInfo[] {
  const heard = new Set([locale.voice]);
  return offeredLocales(draftLanguages).filter(({ voice }) => {
    if (voice === undefined || heard.has(voice)) return false;
    heard.add(voice);
    return true;
  });
}

export interface KeyedOption {
  readonly key: string;
  /** Undefined: the key for the options that have no room on this page. */
  readonly option: Option | undefined;
}

/** Which key chooses what. More options than keys are dealt out in pages, the last key turning to the next. */
export function assignKeys(options: readonly Option[], page: number): KeyedOption[] {
  if (options.length <= CHOICE_KEYS.length) {
    return options.map((option, index) => ({ key: CHOICE_KEYS[index] ?? '', option }));
  }
  const room = CHOICE_KEYS.length - 1;
  const pages = Math.ceil(options.length / room);
  const first = (page % pages) * room;
  return [
    ...options.slice(first, first + room).map((option, index) => ({ key: CHOICE_KEYS[index] ?? '', option })),
    { key: CHOICE_KEYS[room] ?? '', option: undefined },
  ];
}

/**
 * The whole screen as it is read out: what it says, what can be done with which key, and the ways off it. Each part is a
 * line, so that the fixed ones are found among the sentences rendered beforehand.
 */
export function readOut(script: Script, { keypad }: Messages, page = 0): string {
  const ways = script.entry
    ? [keypad.enter, keypad.others]
    : assignKeys(script.options, page).flatMap(({ key, option }) => [
        option?.label ?? keypad.more,
        ...(option?.disabled ? [] : [keypad.choose({ key })]),
      ]);
  const nothing = !script.entry && script.options.length === 0 && !script.back && !script.leave;
  return [
    ...script.items,
    ...(nothing ? [keypad.wait] : ways),
    ...(script.back ? [keypad.back] : []),
    ...(script.leave && !script.entry ? [keypad.leave] : []),
    ...(script.entry || nothing ? [] : [keypad.again]),
  ].join('\n');
}

/** "Where am I?": the step first, then the whole screen. */
export function readWhere(script: Script, messages: Messages, page = 0): string {
  const all = readOut(script, messages, page);
  return script.where === undefined ? all : `${script.where}\n${all}`;
}

/** The next step of pace or loudness, or undefined at the end of the range. */
export function stepVoice(
  voice: Preferences['voice'],
  kind: 'louder' | 'quieter' | 'faster' | 'slower',
): Preferences['voice'] | undefined {
  switch (kind) {
    case 'louder':
      return voice.volume < 5 ? { ...voice, volume: voice.volume + 1 } : undefined;
    case 'quieter':
      return voice.volume > 1 ? { ...voice, volume: voice.volume - 1 } : undefined;
    case 'faster':
      return voice.rate < 2 ? { ...voice, rate: voice.rate + 1 } : undefined;
    case 'slower':
      return voice.rate > -2 ? { ...voice, rate: voice.rate - 1 } : undefined;
  }
}
