import {
  BackIcon,
  BigButton,
  HelpCall,
  HelpIcon,
  KioskFrame,
  LeaveIcon,
  type Messages,
  playSound,
  RepeatIcon,
  StepRail,
  TimeWarning,
  Voice,
} from '@renshe/ui';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Settings } from '../contract/contract.ts';
import type { Intent } from '../contract/intent.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { TerminalClient } from './client/TerminalClient.ts';
import { type Kiosk, KioskContext } from './kioskContext.ts';
import { definitionOf, spokenFor } from './screens/registry.ts';
import type { Utility } from './screens/screenDefinition.ts';
import { useTimeLeft } from './useTimeLeft.ts';

/** The longest warning there is: the ring is full at this many seconds. */
const FULL_RING_SECONDS = 30;
/** The remaining seconds are spoken at each of these. */
const SPOKEN_SECONDS = [20, 10, 5];
/** Help left open by somebody who went away. */
const HELP_STAYS_MS = 60_000;

export interface KioskPageProps {
  readonly client: TerminalClient;
  readonly settings: Settings;
  readonly messages: Messages;
  readonly snapshot: Snapshot;
  readonly receivedAt: number;
}

/** One citizen's page. It is keyed by the session: with the citizen goes the whole tree and its voice. */
export function KioskPage({ client, settings, messages, snapshot, receivedAt }: KioskPageProps) {
  const { view, step, seq, timeLeft } = snapshot;
  const [helping, setHelping] = useState(false);
  const seconds = useTimeLeft(timeLeft, receivedAt);
  const voice = useVoice(client, settings);
  const definition = definitionOf(view);
  const spoken = spokenFor(view, messages, settings);

  // Intents carry the number of the snapshot that was on the screen when the finger came down.
  const shownSeq = useRef(seq);
  shownSeq.current = seq;
  const act = useCallback(
    (intent: Intent) => {
      client.act({ seq: shownSeq.current, intent }).catch(() => {
        // The connection is gone: the page is already changing to "restoring".
      });
    },
    [client],
  );
  const say = useCallback((text: string) => voice?.say(text), [voice]);
  const kiosk = useMemo<Kiosk>(
    () => ({ client, settings, messages, act, say }),
    [client, settings, messages, act, say],
  );

  useEffect(() => {
    voice?.say(spoken);
  }, [voice, spoken]);

  const warning = seconds !== undefined;
  useEffect(() => {
    if (warning) voice?.say(messages.timeWarning.spoken);
  }, [warning, voice, messages]);
  useEffect(() => {
    if (seconds !== undefined && SPOKEN_SECONDS.includes(seconds))
      voice?.say(messages.timeWarning.spokenSeconds({ seconds }));
  }, [seconds, voice, messages]);

  useEffect(() => {
    if (!helping) return;
    voice?.say(messages.help.spoken({ hotline: settings.hotline }));
    const timer = setTimeout(() => setHelping(false), HELP_STAYS_MS);
    return () => clearTimeout(timer);
  }, [helping, voice, messages, settings.hotline]);

  const press: Record<Utility, () => void> = {
    back: () => act({ type: 'back' }),
    leave: () => act({ type: 'leave' }),
    repeat: () => voice?.repeat(),
    help: () => setHelping(true),
  };
  const offered = definition.utilities(view).filter((utility) => utility !== 'repeat' || voice !== undefined);
  const { Screen } = definition;
  return (
    <KioskContext value={kiosk}>
      <KioskFrame
        screen={view.screen}
        brand={messages.brand.name}
        place={settings.place}
        scene={definition.scene ?? 'work'}
        rail={
          step ? (
            <StepRail
              {...step}
              names={messages.steps}
              label={messages.stepOf({ current: step.current, total: step.total })}
            />
          ) : undefined
        }
        utilities={offered.map((utility) => (
          <BigButton
            key={utility}
            control={utility}
            kind="quiet"
            label={messages.common[utility]}
            icon={icons[utility]}
            onPress={press[utility]}
          />
        ))}
        overlay={
          seconds !== undefined ? (
            <TimeWarning
              title={messages.timeWarning.title}
              lead={messages.timeWarning.lead ?? ''}
              seconds={messages.timeWarning.seconds({ seconds })}
              extend={messages.timeWarning.extend}
              share={seconds / FULL_RING_SECONDS}
              onExtend={() => act({ type: 'more-time' })}
            />
          ) : helping ? (
            <Help messages={messages} settings={settings} onClose={() => setHelping(false)} />
          ) : undefined
        }
      >
        <Screen key={view.screen} view={view} />
      </KioskFrame>
    </KioskContext>
  );
}

const icons: Record<Utility, ReactNode> = {
  back: <BackIcon />,
  leave: <LeaveIcon />,
  repeat: <RepeatIcon />,
  help: <HelpIcon />,
};

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

/** This citizen's voice; silent for good once their page is gone. */
function useVoice(client: TerminalClient, settings: Settings): Voice | undefined {
  const voice = useMemo(
    () =>
      settings.voice ? new Voice({ render: (text, rate) => client.speak({ text, rate }), play: playSound }) : undefined,
    [client, settings.voice],
  );
  useEffect(() => () => voice?.stop(), [voice]);
  return voice;
}
