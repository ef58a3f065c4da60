import {
  BackIcon,
  BigButton,
  EasierIcon,
  HelpIcon,
  LeaveIcon,
  type Messages,
  RepeatIcon,
  StandardIcon,
} from '@renshe/ui';
import type { ReactNode } from 'react';
import type { Preferences } from '../../contract/preferences.ts';
import type { ScreenName } from '../../contract/snapshot.ts';
import type { Utility } from '../screens/screenDefinition.ts';

/** What stands in the bar: the screen's own ways, and those to another size. */
export type BarControl = Utility | 'settings' | 'elder' | 'standard';

/** Where a citizen has not begun yet, the elder form is one touch away and not two. */
const elderOn: readonly ScreenName[] = ['attract', 'services'];

/**
 * The bar of a screen, in the order in which it is read. Never more than five: the elder form gives up "leave" where there is
 * "back", from which it can be reached, and has its one touch back to the standard form on every screen.
 */
export function barOf(screen: ScreenName, offered: readonly Utility[], form: Preferences['form']): BarControl[] {
  const ways = form === 'elder' && offered.includes('back') ? offered.filter((way) => way !== 'leave') : offered;
  if (form === 'elder') return [...ways, 'settings', 'standard'];
  return [...ways, 'settings', ...(elderOn.includes(screen) ? (['elder'] as const) : [])];
}

const icons: Record<BarControl, ReactNode> = {
  back: <BackIcon />,
  leave: <LeaveIcon />,
  repeat: <RepeatIcon />,
  help: <HelpIcon />,
  settings: <EasierIcon />,
  elder: <EasierIcon />,
  standard: <StandardIcon />,
};

export interface BarProps {
  readonly controls: readonly BarControl[];
  readonly messages: Messages;
  readonly onPress: Readonly<Record<BarControl, () => void>>;
}

export function Bar({ controls, messages: { common, modes }, onPress }: BarProps) {
  const label = (control: BarControl) => {
    switch (control) {
      case 'settings':
        return modes.control;
      case 'elder':
        return modes.elder.label;
      case 'standard':
        return modes.standard.label;
      case 'back':
      case 'leave':
      case 'repeat':
      case 'help':
        return common[control];
    }
  };
  return controls.map((control) => (
    <BigButton
      key={control}
      control={control}
      kind="utility"
      label={label(control)}
      icon={icons[control]}
      onPress={onPress[control]}
    />
  ));
}
