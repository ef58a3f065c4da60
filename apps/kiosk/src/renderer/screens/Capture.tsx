import { CameraOval, Stage } from '@renshe/ui';
import { useCallback, useRef } from 'react';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useCamera } from '../camera/useCamera.ts';
import { useKiosk } from '../kioskContext.ts';
import { ActionButtons } from './ActionButtons.tsx';
import { HintList } from './HintList.tsx';
import { type ScreenDefinition, withBack } from './screenDefinition.ts';
import { useSpokenAdvice } from './useSpokenAdvice.ts';

type View = ScreenOf<'capture'>;

function toneOf(advice: View['advice']): 'search' | 'adjust' | 'good' {
  switch (advice) {
    case 'starting':
    case 'no-face':
    case 'camera-trouble':
      return 'search';
    case 'good':
    case 'good-nearest':
    case 'hold-still':
      return 'good';
    case 'several-faces':
    case 'come-closer':
    case 'move-back':
    case 'move-to-centre':
    case 'face-the-camera':
    case 'more-light':
    case 'less-light':
    case 'look-up':
    case 'look-down':
    case 'even-light':
    case 'uncover-face':
    case 'take-off-glasses':
    case 'open-eyes':
      return 'adjust';
  }
}

function Capture({ view }: { readonly view: View }) {
  const { messages, preferences, client, act, say } = useKiosk();
  const text = messages.screens.capture;
  const { seated } = messages.modes;
  const low = preferences.reach === 'low';
  // Whoever sits is found by moving back: the camera is above them and cannot be moved.
  const advice = low && view.advice === 'no-face' ? seated.noFace : text.advice[view.advice];
  const videoRef = useRef<HTMLVideoElement>(null);
  const send = useCallback((jpeg: Blob) => client.cameraFrame({ jpeg }), [client]);
  const fail = useCallback((detail: string) => act({ type: 'camera-failed', detail }), [act]);
  useCamera({ videoRef, send, fail });
  useSpokenAdvice(view.advice === 'starting' ? '' : advice, say);
  return (
    <Stage
      title={text.title}
      lead={text.lead}
      figure={
        <CameraOval
          videoRef={videoRef}
          label={text.preview}
          advice={advice}
          tone={toneOf(view.advice)}
          collected={view.collected}
          needed={view.needed}
          progressLabel={text.progress({ collected: view.collected, needed: view.needed })}
        />
      }
      actions={<ActionButtons actions={actions(view, messages)} looks={{ 'use-sms': { kind: 'secondary' } }} />}
    >
      {low ? <HintList hints={[seated.lead, seated.find]} /> : <p className="rs-lead">{text.seated}</p>}
      {view.attempt > 1 ? (
        <p className="rs-small">{text.attempt({ attempt: view.attempt, attempts: view.attempts })}</p>
      ) : undefined}
    </Stage>
  );
}

const actions: ScreenDefinition<'capture'>['actions'] = (_view, { common, screens: { capture: text } }) => [
  { control: 'use-sms', label: common.useSms, detail: text.noFaceNeeded, intent: { type: 'use-sms' } },
];

export const capture: ScreenDefinition<'capture'> = {
  Screen: Capture,
  spoken: (_view, messages) => messages.screens.capture.spoken,
  actions,
  utilities: () => withBack,
};
