import { BigButton, type ButtonKind } from '@renshe/ui';
import type { ReactNode } from 'react';
import { useKiosk } from '../kioskContext.ts';
import type { ScreenAction } from './screenDefinition.ts';

export interface ActionButtonsProps {
  /** The screen's own `actions`, the same that are read out to somebody who listens. */
  readonly actions: readonly ScreenAction[];
  /** How one of them looks, by its control, where it is not the first as primary and the others as secondary. */
  readonly looks?: Readonly<Record<string, { readonly kind?: ButtonKind; readonly icon?: ReactNode }>>;
}

/** Draws a screen's actions. The only place where a screen's button meets its intent. */
export function ActionButtons({ actions, looks = {} }: ActionButtonsProps) {
  const { act } = useKiosk();
  return actions.map(({ control, label, detail, intent, disabled }, index) => (
    <BigButton
      key={control}
      control={control}
      kind={looks[control]?.kind ?? (index === 0 ? 'primary' : 'secondary')}
      icon={looks[control]?.icon}
      label={label}
      detail={detail}
      disabled={disabled === true}
      onPress={() => act(intent)}
    />
  ));
}
