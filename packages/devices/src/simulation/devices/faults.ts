import type { LineFault } from '../../transports/faultyLine.ts';
import type { Choice, Label } from '../control.ts';
import { type ActionModel, noArgs, oneOf } from './deviceModel.ts';

/** What every device behind a `FaultyLine` offers: a plug to pull, and faults, one at a time. */

const LINE_FAULTS: Readonly<Record<LineFault, Label>> = {
  none: { zh: '正常', en: 'none' },
  silent: { zh: '不再应答', en: 'falls silent' },
  slow: { zh: '应答缓慢', en: 'answers slowly' },
  garbled: { zh: '数据损坏', en: 'answers are garbled' },
  partial: { zh: '应答中断', en: 'answers break off' },
};

/** `own`: faults of this device beside those of its line. */
export function plugAndFaults(own: Readonly<Record<string, Label>> = {}): readonly ActionModel[] {
  const faults: Choice[] = Object.entries({ ...LINE_FAULTS, ...own }).map(([value, label]) => ({ value, label }));
  return [
    {
      name: 'unplug',
      label: { zh: '拔出', en: 'Unplug' },
      args: noArgs,
      possible: ({ connection }) => connection === 'plugged',
    },
    {
      name: 'plug',
      label: { zh: '插回', en: 'Plug in' },
      args: noArgs,
      possible: ({ connection }) => connection === 'unplugged',
    },
    {
      name: 'fault',
      label: { zh: '制造故障', en: 'Play a fault' },
      args: oneOf(faults),
      choices: faults,
      needsChoice: true,
      possible: () => true,
    },
  ];
}
