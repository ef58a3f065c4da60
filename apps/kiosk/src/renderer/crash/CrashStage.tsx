import { BigButton, type Messages } from '@renshe/ui';
import { useEffect } from 'react';
import { TroubleStage } from '../screens/TroubleStage.tsx';

/** A screen nobody can leave, such as the first one, is tried again by itself. */
const AGAIN_MS = 60_000;

export interface CrashStageProps {
  readonly messages: Messages;
  /** Ends the session, so that the next screen is the first one. */
  readonly onBegin: () => void;
  readonly onAgain: () => void;
}

/** In the place of a screen that could not be drawn. The terminal behind it runs on, and its time with it. */
export function CrashStage({ messages: { crashed }, onBegin, onAgain }: CrashStageProps) {
  useEffect(() => {
    const timer = setTimeout(onAgain, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [onAgain]);
  return (
    <TroubleStage
      trouble={crashed.trouble}
      emblem="page"
      actions={<BigButton control="begin-again" label={crashed.begin} onPress={onBegin} />}
    />
  );
}
