import { join } from 'node:path';
import { z } from 'zod';
import type { Choice, Label } from '../control.ts';
import { startInProcess } from '../processes/startInProcess.ts';
import { type DeviceModel, defineDevice, oneOf, type State } from './deviceModel.ts';
import { plugAndFaults } from './faults.ts';

const DEFAULT_BAUD = 9_600;

const endpointSchema = z.object({ port: z.string() });

/** The PIN pad behind a pty. */
export const pinPad = defineDevice({
  name: 'pin-pad',
  endpointSchema,
  model: () => pinPadModel,
  start: ({ runDir, line: { link = join(runDir, 'pin-pad.tty'), baud = DEFAULT_BAUD }, onState }) =>
    startInProcess(endpointSchema, { script: 'pinPad.ts', args: ['--link', link, '--baud', String(baud)], onState }),
  settings: ({ port }) => ({ interface: 'serial', port }),
});

const KEYS: readonly Choice[] = [
  ...Array.from('1234567890', (digit) => ({ value: digit, label: { zh: digit, en: digit } })),
  { value: 'confirm', label: { zh: '确认', en: 'confirm' } },
  { value: 'cancel', label: { zh: '取消', en: 'cancel' } },
  { value: 'clear', label: { zh: '清除', en: 'clear' } },
];

const pinPadModel: DeviceModel = {
  name: 'pin-pad',
  label: { zh: '密码键盘', en: 'PIN pad' },
  summarise,
  actions: [
    {
      name: 'press',
      label: { zh: '按键', en: 'Press a key' },
      args: oneOf(KEYS),
      choices: KEYS,
      needsChoice: true,
      possible: ({ keys }) => keys !== 'dead',
    },
    ...plugAndFaults({
      broken: { zh: '键盘自报故障', en: 'it says that it is broken' },
      'no-master-key': { zh: '主密钥丢失', en: 'its master key is lost' },
      'clear-digits': { zh: '发送明文数字', en: 'it sends digits in clear' },
    }),
  ],
};

function summarise({ connection, keys, entered }: State): Label {
  if (connection === 'unplugged') return { zh: '已拔出', en: 'unplugged' };
  if (keys === 'dead') return { zh: '按键未启用', en: 'keys dead' };
  return {
    zh: `正在输入密码，已按 ${String(entered)} 位`,
    en: `a PIN is being entered, ${String(entered)} digits so far`,
  };
}
