import {
  HelpCall,
  KioskFrame,
  type Messages,
  OfferBar,
  SignClip,
  StageWordsContext,
  StepRail,
  signClips,
  TimeWarning,
  type Urgency,
} from '@renshe/ui';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Settings } from '../contract/contract.ts';
import type { Intent } from '../contract/intent.ts';
import type { PreferencesChange } from '../contract/preferences.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { TerminalClient } from './client/TerminalClient.ts';
import { CrashBoundary } from './crash/CrashBoundary.tsx';
import { beginAgain } from './crash/CrashPage.tsx';
import { CrashStage } from './crash/CrashStage.tsx';
import { type Kiosk, KioskContext } from './kioskContext.ts';
import { Bar, type BarControl, barOf } from './modes/Bar.tsx';
import { type SettingsQuestion, SettingsSheet } from './modes/SettingsSheet.tsx';
import { definitionOf } from './screens/registry.ts';
import { whileWorking } from './screens/screenDefinition.ts';
import { useShareOfWarning, useTimeLeft } from './useTimeLeft.ts';
import { Curtain } from './voice/Curtain.tsx';
import type { DigitKeys } from './voice/useDigitEntry.ts';
import { useListening } from './voice/useListening.ts';
import { useBeep, useVoice } from './voice/useVoice.ts';

/** Help, or the settings, left open by somebody who went away. */
const SHEET_STAYS_MS = 60_000;
/** It takes that much longer to hear it, slowly, than to read it. */
const HEARD_TIMES = 3;

export interface KioskPageProps {
  readonly client: TerminalClient;
  readonly settings: Settings;
  readonly messages: Messages;
  readonly snapshot: Snapshot;
  readonly receivedAt: number;
}

/** One citizen's page. It is keyed by the session: with the citizen goes the whole tree and its voice. */
export function KioskPage({ client, settings, messages, snapshot, receivedAt }: KioskPageProps) {
  const { view, step, seq, timeLeft, preferences, offer, helpCalls } = snapshot;
  const [sheet, setSheet] = useState<'help' | SettingsQuestion>();
  const seconds = useTimeLeft(timeLeft, receivedAt);
  const share = useShareOfWarning(seconds);
  const voice = useVoice({ client, settings, messages, preferences });
  const definition = definitionOf(view);

  // Intents carry the number of the snapshot that was on the screen when the finger came down.
  const shownSeq = useRef(seq);
  shownSeq.current = seq;

  // A screen that could not be drawn gets another chance with the next screen and with every try.
  const [tries, setTries] = useState(0);
  const [crashedAt, setCrashedAt] = useState<string>();
  const chance = `${view.screen} ${tries}`;
  const crashed = crashedAt === chance;
  const tryAgain = useCallback(() => setTries((count) => count + 1), []);
  const begin = useCallback(() => beginAgain(client, shownSeq.current, tryAgain), [client, tryAgain]);

  const send = useCallback(
    async (intent: Intent) => {
      try {
        return (await client.act({ seq: shownSeq.current, intent })).accepted;
      } catch {
        // The connection is gone: the page is already changing to "restoring".
        return false;
      }
    },
    [client],
  );
  const act = useCallback((intent: Intent) => void send(intent), [send]);
  const change = useCallback((some: PreferencesChange) => send({ type: 'set-preferences', change: some }), [send]);
  const say = useCallback((text: string, urgency?: Urgency) => voice?.say(text, urgency), [voice]);
  const beep = useBeep(voice !== undefined, preferences);
  const digitKeys = useRef<DigitKeys>(undefined);
  const kiosk = useMemo<Kiosk>(
    () => ({ client, settings, messages, preferences, act, send, change, say, beep, digitKeys }),
    [client, settings, messages, preferences, act, send, change, say, beep],
  );

  const curtain = useListening({
    voice,
    kiosk,
    snapshot,
    seconds,
    helping: sheet === 'help',
    setHelping: (helping) => setSheet(helping ? 'help' : undefined),
    crashed,
    beginAgain: begin,
  });

  useEffect(() => {
    // Those who listen hear help read out as a screen of its own.
    if (sheet === undefined || preferences.audioOnly) return;
    voice?.say(
      sheet === 'help' ? messages.help.spoken({ hotline: settings.hotline }) : spokenQuestion(messages, sheet),
    );
  }, [sheet, voice, messages, settings.hotline, preferences.audioOnly]);
  // Any change of the preferences is a sign of life as well.
  useEffect(() => {
    if (sheet === undefined) return;
    const timer = setTimeout(() => setSheet(undefined), SHEET_STAYS_MS * (preferences.audioOnly ? HEARD_TIMES : 1));
    return () => clearTimeout(timer);
  }, [sheet, preferences]);

  // The button at the machine, for those who do not find the one on the screen. Presses of before are not this citizen's.
  const helpBefore = useRef(helpCalls);
  useEffect(() => {
    if (helpCalls !== helpBefore.current) setSheet('help');
    helpBefore.current = helpCalls;
  }, [helpCalls]);

  // Beside the screen's own words, so after them.
  useEffect(() => {
    if (offer && !preferences.audioOnly) voice?.say(messages.modes.offer.spoken, 'advice');
  }, [offer, voice, messages, preferences.audioOnly]);

  const press: Record<BarControl, () => void> = {
    back: () => act({ type: 'back' }),
    leave: () => act({ type: 'leave' }),
    repeat: () => voice?.repeat(),
    help: () => setSheet('help'),
    settings: () => setSheet('settings'),
    elder: () => void change({ form: 'elder' }),
    standard: () => void change({ form: 'standard' }),
  };
  const ways = crashed ? whileWorking : definition.utilities(view);
  const offered = ways.filter((utility) => utility !== 'repeat' || voice !== undefined);
  const { pageUp, pageDown, more } = messages.modes;
  const words = useMemo(() => ({ pageUp, pageDown, more }), [pageUp, pageDown, more]);
  const { Screen } = definition;
  return (
    <KioskContext value={kiosk}>
      <KioskFrame
        screen={view.screen}
        seq={seq}
        brand={messages.brand.name}
        place={settings.place}
        scene={definition.scene ?? 'work'}
        rail={
          step ? (
            <StepRail
              {...step}
              names={messages.steps}
              label={messages.stepNamed({
                ...step,
                name: messages.steps[step.current - 1] ?? '',
              })}
            />
          ) : undefined
        }
        utilitiesLabel={messages.modes.bar}
        utilities={<Bar controls={barOf(view.screen, offered, preferences.form)} messages={messages} onPress={press} />}
        offer={
          offer ? (
            <OfferBar
              name="elder-offer"
              question={messages.modes.offer.title}
              yes={messages.modes.offer.yes}
              no={messages.modes.offer.no}
              onAnswer={(yes) => change({ form: yes ? 'elder' : 'standard' })}
            />
          ) : undefined
        }
        overlay={
          seconds !== undefined ? (
            <TimeWarning
              title={messages.timeWarning.title}
              lead={messages.timeWarning.lead ?? ''}
              seconds={messages.timeWarning.seconds({ seconds })}
              extend={messages.timeWarning.extend}
              share={share}
              onExtend={() => act({ type: 'more-time' })}
            />
          ) : sheet === 'help' ? (
            <Help messages={messages} settings={settings} onClose={() => setSheet(undefined)} />
          ) : sheet !== undefined ? (
            <SettingsSheet
              messages={messages}
              preferences={preferences}
              draftLanguages={settings.draftLanguages}
              speaks={settings.voice}
              onChange={change}
              question={sheet}
              onAsk={setSheet}
              onClose={() => setSheet(undefined)}
            />
          ) : undefined
        }
      >
        <StageWordsContext value={words}>
          <SignClip clip={signClips[view.screen]} label={messages.signLanguage.label}>
            <CrashBoundary
              chance={chance}
              onCrash={(error) => {
                setCrashedAt(chance);
                void client.crashed({ screen: view.screen, error }).catch(() => undefined);
              }}
              instead={<CrashStage messages={messages} onBegin={() => void begin()} onAgain={tryAgain} />}
            >
              <Screen key={view.screen} view={view} />
            </CrashBoundary>
          </SignClip>
        </StageWordsContext>
      </KioskFrame>
      {curtain.dark ? <Curtain messages={messages} onLift={curtain.light} /> : undefined}
    </KioskContext>
  );
}

function spokenQuestion({ modes }: Messages, question: SettingsQuestion): string {
  return modes[question].spoken;
}

function Help(props: { readonly messages: Messages; readonly settings: Settings; readonly onClose: () => void }) {
  const { messages, settings, onClose } = props;
  const { title, lead, labels, who, where, phone, atHome, close } = messages.help;
  return (
    <HelpCall
      title={title}
      lead={lead ?? ''}
      close={close}
      onClose={onClose}
      rows={[
        { label: labels.who, value: who },
        { label: labels.where, value: where({ place: settings.place }) },
        { label: labels.phone, value: phone({ hotline: settings.hotline }) },
        { label: labels.atHome, value: atHome },
      ]}
    />
  );
}
