import {
  ChoiceSheet,
  ColoursIcon,
  EasierIcon,
  LanguageIcon,
  LowerIcon,
  type Messages,
  offeredLocales,
  type SheetChoice,
  StandardIcon,
  VoiceIcon,
  writtenLocales,
} from '@renshe/ui';
import type { Preferences, PreferencesChange } from '../../contract/preferences.ts';

export type SettingsQuestion = 'settings' | 'theme' | 'voice' | 'language';

export interface SettingsSheetProps {
  readonly question: SettingsQuestion;
  readonly onAsk: (question: SettingsQuestion) => void;
  readonly messages: Messages;
  readonly preferences: Preferences;
  /** Drafts this deployment offers beside the complete languages. */
  readonly draftLanguages: readonly string[] | undefined;
  /** This machine can speak. */
  readonly speaks: boolean;
  readonly onChange: (change: PreferencesChange) => void;
  readonly onClose: () => void;
}

/**
 * Everything that makes the machine easier to use, one question at a time. What is only on or off changes by the first touch;
 * whatever is changed shows at once, so there is nothing to confirm.
 */
export function SettingsSheet(props: SettingsSheetProps) {
  const { messages, question, onAsk, onClose } = props;
  const { modes } = messages;
  const home = { label: modes.settings.back, onPress: () => onAsk('settings') };
  const shared = { name: 'settings', close: modes.settings.done, onClose };
  switch (question) {
    case 'settings':
      return (
        <ChoiceSheet {...shared} title={modes.settings.title} lead={modes.settings.lead} choices={topics(props)} />
      );
    case 'theme':
      return <ChoiceSheet {...shared} title={modes.theme.title} choices={themes(props)} back={home} />;
    case 'voice':
      return <ChoiceSheet {...shared} title={modes.voice.title} choices={voices(props)} back={home} />;
    case 'language':
      return <ChoiceSheet {...shared} title={modes.language.title} choices={languages(props)} back={home} />;
  }
}

type Props = SettingsSheetProps;

function topics({ messages: { modes }, preferences, speaks, onChange, onAsk }: Props): SheetChoice[] {
  const elder = preferences.form === 'elder';
  const low = preferences.reach === 'low';
  const language = writtenLocales.find(({ id }) => id === preferences.language);
  return [
    elder
      ? {
          control: 'form-standard',
          ...modes.standard,
          icon: <StandardIcon />,
          onPress: () => onChange({ form: 'standard' }),
        }
      : { control: 'form-elder', ...modes.elder, icon: <EasierIcon />, onPress: () => onChange({ form: 'elder' }) },
    {
      control: 'ask-theme',
      label: modes.theme.label,
      detail: modes.theme[preferences.theme],
      icon: <ColoursIcon />,
      onPress: () => onAsk('theme'),
    },
    {
      control: low ? 'reach-standard' : 'reach-low',
      label: low ? modes.reach.off : modes.reach.label,
      detail: low ? modes.reach.offDetail : modes.reach.detail,
      icon: <LowerIcon />,
      onPress: () => onChange({ reach: low ? 'standard' : 'low' }),
    },
    ...(speaks
      ? [
          {
            control: 'ask-voice',
            label: modes.voice.label,
            detail: modes.voice.detail,
            icon: <VoiceIcon />,
            onPress: () => onAsk('voice'),
          },
        ]
      : []),
    {
      control: 'ask-language',
      label: modes.language.label,
      detail: language?.name,
      icon: <LanguageIcon />,
      onPress: () => onAsk('language'),
    },
  ];
}

function themes({ messages: { modes }, preferences, onChange }: Props): SheetChoice[] {
  return (['light', 'black', 'yellow'] as const).map((theme) => ({
    control: `theme-${theme}`,
    label: modes.theme[theme],
    icon: <ThemeSwatch theme={theme} />,
    chosen: preferences.theme === theme,
    onPress: () => onChange({ theme }),
  }));
}

function voices({ messages: { modes }, preferences: { voice }, onChange }: Props): SheetChoice[] {
  const step = (control: string, label: string, key: 'rate' | 'volume', by: number, limit: number): SheetChoice => ({
    control,
    label,
    disabled: !voice.on || voice[key] === limit,
    onPress: () => onChange({ voice: { ...voice, [key]: voice[key] + by } }),
  });
  return [
    step('voice-slower', modes.voice.slower, 'rate', -1, -2),
    step('voice-louder', modes.voice.louder, 'volume', 1, 5),
    step('voice-faster', modes.voice.faster, 'rate', 1, 2),
    step('voice-quieter', modes.voice.quieter, 'volume', -1, 1),
    {
      control: voice.on ? 'voice-off' : 'voice-on',
      label: voice.on ? modes.voice.off : modes.voice.on,
      onPress: () => onChange({ voice: { ...voice, on: !voice.on } }),
    },
  ];
}

function languages({ preferences, draftLanguages, onChange }: Props): SheetChoice[] {
  return offeredLocales(draftLanguages).map(({ id, name, lang }) => ({
    control: `language-${id}`,
    label: name,
    lang,
    chosen: preferences.language === id,
    onPress: () => onChange({ language: id }),
  }));
}

/** The theme itself rather than a word for it. */
function ThemeSwatch({ theme }: { readonly theme: Preferences['theme'] }) {
  return (
    <svg viewBox="0 0 32 32" data-theme={theme} aria-hidden="true">
      <rect x="2" y="2" width="28" height="28" rx="6" fill="var(--paper-raised)" stroke="var(--edge)" strokeWidth="2" />
      <path d="M9 23 16 8l7 15M11.500 18h9" fill="none" stroke="var(--ink)" strokeWidth="2.8" strokeLinecap="round" />
    </svg>
  );
}
