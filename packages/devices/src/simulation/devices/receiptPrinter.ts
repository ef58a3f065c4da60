import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { success } from '../../core/result.ts';
import type { Label } from '../control.ts';
import { startInProcess } from '../processes/startInProcess.ts';
import {
  type ActionModel,
  type DeviceModel,
  defineDevice,
  noArgs,
  notAvailable,
  oneOf,
  type State,
} from './deviceModel.ts';

/** Shown to whoever prints on a machine without the virtual printer: port 9 discards, nobody listens. */
const NO_PRINTER_URI = 'ipp://127.0.0.1:9/ipp/print';

/** `spool`: folder with one PDF for each sheet that came out, and nothing else. */
const endpointSchema = z.object({ uri: z.string(), spool: z.string() });

/** The virtual printer behind IPP, or, where its package is missing, a printer nobody answers for. */
export const receiptPrinter = defineDevice({
  name: 'receipt-printer',
  endpointSchema,
  model: () => receiptPrinterModel,
  start: async ({ runDir, onState }) => {
    const folder = join(runDir, 'receipt-printer');
    const started = await startInProcess(endpointSchema, {
      script: 'receiptPrinter.ts',
      args: ['--run-dir', folder],
      onState,
    });
    if (started.ok || started.error.code !== 'PACKAGES_MISSING') return started;
    // A terminal without paper is worth starting, and somebody may look into the spool.
    const endpoint = { uri: NO_PRINTER_URI, spool: join(folder, 'paper') };
    await mkdir(endpoint.spool, { recursive: true });
    return success({ controlled: notAvailable(started.error), endpoint });
  },
  settings: ({ uri }) => ({ interface: 'ipp', uri }),
});

const FAULTS: Readonly<Record<string, Label>> = {
  none: { zh: '打印机就绪', en: 'ready' },
  'paper-low': { zh: '纸快用完', en: 'paper low' },
  'paper-out': { zh: '缺纸', en: 'paper out' },
  'paper-jam': { zh: '卡纸', en: 'paper jammed' },
  'cover-open': { zh: '盖子打开', en: 'cover open' },
};

const fault = (name: string, label: Label): ActionModel => ({
  name,
  label,
  args: noArgs,
  possible: (state) => state.connection === 'online' && state.fault !== name,
});

const receiptPrinterModel: DeviceModel = {
  name: 'receipt-printer',
  label: { zh: '凭条打印机', en: 'Receipt printer' },
  summarise: (state) =>
    state.connection === 'offline' ? { zh: '打印机已关机', en: 'switched off' } : summariseOnline(state),
  actions: [
    fault('paper-out', { zh: '取走纸', en: 'Run out of paper' }),
    fault('paper-low', { zh: '纸快用完', en: 'Let the paper run low' }),
    fault('paper-jam', { zh: '卡纸', en: 'Jam the paper' }),
    fault('cover-open', { zh: '打开盖子', en: 'Open the cover' }),
    {
      name: 'restore',
      label: { zh: '排除故障', en: 'Put everything right' },
      args: noArgs,
      possible: (state) =>
        state.connection === 'offline' ||
        (state.connection === 'online' && (state.fault !== 'none' || state.speed !== 'normal')),
    },
    {
      name: 'slow',
      label: { zh: '慢速打印', en: 'Print slowly' },
      args: oneOf([
        { value: 'on', label: { zh: '开', en: 'on' } },
        { value: 'off', label: { zh: '关', en: 'off' } },
      ]),
      choices: [
        { value: 'on', label: { zh: '开', en: 'on' } },
        { value: 'off', label: { zh: '关', en: 'off' } },
      ],
      possible: (state) => state.connection === 'online',
    },
    {
      name: 'offline',
      label: { zh: '关机', en: 'Switch off' },
      args: noArgs,
      possible: (state) => state.connection === 'online',
    },
    {
      name: 'online',
      label: { zh: '开机', en: 'Switch on' },
      args: noArgs,
      possible: (state) => state.connection === 'offline',
    },
  ],
};

function summariseOnline(state: State): Label {
  const label = FAULTS[String(state.fault)] ?? { zh: String(state.fault), en: String(state.fault) };
  return state.speed === 'slow' ? { zh: `${label.zh}（慢速）`, en: `${label.en}, slow` } : label;
}
