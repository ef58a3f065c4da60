import { join } from 'node:path';
import { z } from 'zod';
import type { Choice } from '../control.ts';
import { startInProcess } from '../processes/startInProcess.ts';
import { type DeviceModel, defineDevice, noArgs, type State } from './deviceModel.ts';
import { plugAndFaults } from './faults.ts';

const DEFAULT_BAUD = 9_600;

const endpointSchema = z.object({ port: z.string() });

/** A GM65 module behind a pty. */
export const qrScanner = defineDevice({
  name: 'qr-scanner',
  endpointSchema,
  model: () => qrScannerModel,
  start: ({ runDir, line: { link = join(runDir, 'qr-scanner.tty'), baud = DEFAULT_BAUD }, onState }) =>
    startInProcess(endpointSchema, {
      script: 'qrScanner.ts',
      args: ['--link', link, '--baud', String(baud)],
      onState,
    }),
  settings: ({ port }) => ({ interface: 'serial', port }),
});

const BADLY: readonly Choice[] = [
  { value: 'garbage', label: { zh: '乱码', en: 'no text' } },
  { value: 'two', label: { zh: '两个码', en: 'two codes' } },
  { value: 'glued', label: { zh: '两码相连', en: 'two codes glued together' } },
  { value: 'flood', label: { zh: '数据不停', en: 'bytes without an end' } },
  { value: 'no-end', label: { zh: '缺少结束符', en: 'without its end' } },
  { value: 'partial', label: { zh: '只读到一半', en: 'half of it' } },
];

const qrScannerModel: DeviceModel = {
  name: 'qr-scanner',
  label: { zh: '扫码器', en: 'QR scanner' },
  summarise,
  actions: [
    {
      name: 'show',
      label: { zh: '出示二维码', en: 'Show a code' },
      args: z.strictObject({ choice: z.string().min(1) }),
      needsChoice: true,
      possible: ({ view }) => view === 'empty',
    },
    {
      name: 'show-badly',
      label: { zh: '出示坏码', en: 'Show a code that is read badly' },
      args: z.strictObject({ choice: z.enum(BADLY.map(({ value }) => value)), text: z.string().min(1).optional() }),
      choices: BADLY,
      needsChoice: true,
      possible: ({ view }) => view === 'empty',
    },
    {
      name: 'take-away',
      label: { zh: '拿走二维码', en: 'Take the code away' },
      args: noArgs,
      possible: ({ view }) => view !== 'empty',
    },
    ...plugAndFaults(),
  ],
};

function summarise({ connection, view, light }: State) {
  if (connection === 'unplugged') return { zh: '扫码器已拔出', en: 'unplugged' };
  const shown = view === 'empty' ? { zh: '未出示码', en: 'no code before it' } : { zh: '有码', en: 'a code before it' };
  return light === 'on' ? { zh: `${shown.zh}，灯亮`, en: `${shown.en}, light on` } : shown;
}
