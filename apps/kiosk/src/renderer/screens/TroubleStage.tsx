import { Emblem, type EmblemKind, Stage, type Trouble, TroublePanel } from '@renshe/ui';
import type { ReactNode } from 'react';

export interface TroubleStageProps {
  readonly trouble: Trouble;
  readonly emblem: EmblemKind;
  readonly actions?: ReactNode;
}

/** The one pattern of every "no": what happened, what it means, what to do here, who helps. */
export function TroubleStage({ trouble, emblem, actions }: TroubleStageProps) {
  return (
    <Stage title={trouble.title} tone="attention" figure={<Emblem kind={emblem} tone="attention" />} actions={actions}>
      <TroublePanel text={trouble} />
    </Stage>
  );
}
