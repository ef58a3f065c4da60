import { join } from 'node:path';
import { z } from 'zod';
import type { Choice, Label } from '../control.ts';
import { startInProcess } from '../processes/startInProcess.ts';
import { type DeviceModel, defineDevice, noArgs, oneOf, type State } from './deviceModel.ts';
import { plugAndFaults } from './faults.ts';

const DEFAULT_BAUD = 115_200;

/** `spool`: folder with a picture and a text of each piece of paper that came out. */
const endpointSchema = z.object({ port: z.string(), spool: z.string() });

/**
 * A thermal printer behind a pty. Not in `devices.yaml`: a machine has one receipt printer, and what is simulated as that is
 * the one behind IPP.
 */
export const thermalPrinter = defineDevice({
  name: 'thermal-printer',
  endpointSchema,
  model: () => thermalPrinterModel,
  start: ({ runDir, line: { link = join(runDir, 'thermal-printer.tty'), baud = DEFAULT_BAUD }, onState }) =>
    startInProcess(endpointSchema, {
      script: 'thermalPrinter.ts',
      args: ['--link', link, '--baud', String(baud), '--spool', join(runDir, 'thermal-printer', 'paper')],
      onState,
    }),
});

const PAPER: readonly Choice[] = [
  { value: '0', label: { zh: '用完', en: 'used up' } },
  { value: '45', label: { zh: '打印中途用完', en: 'ends in the middle of a receipt' } },
  { value: '1000', label: { zh: '快用完', en: 'nearly used up' } },
  { value: '30000', label: { zh: '满卷', en: 'a whole roll' } },
];
const HEAD: readonly Choice[] = [
  { value: 'hot', label: { zh: '过热', en: 'too hot' } },
  { value: 'ok', label: { zh: '正常', en: 'cooled down' } },
];

const thermalPrinterModel: DeviceModel = {
  name: 'thermal-printer',
  label: { zh: '热敏打印机', en: 'Thermal printer' },
  summarise,
  actions: [
    action('open-cover', { zh: '打开盖子', en: 'Open the cover' }, ({ cover }) => cover === 'closed'),
    action('close-cover', { zh: '合上盖子', en: 'Shut the cover' }, ({ cover }) => cover === 'open'),
    action('load-paper', { zh: '换纸', en: 'Put a new roll in' }, ({ cover }) => cover === 'open'),
    choosing('paper', { zh: '剩余纸量', en: 'Leave paper' }, PAPER),
    action('jam-paper', { zh: '卡纸', en: 'Jam the paper' }, ({ paper }) => paper !== 'jammed'),
    action('clear-jam', { zh: '取出卡纸', en: 'Clear the jam' }, ({ paper }) => paper === 'jammed'),
    action('block-cutter', { zh: '卡住切刀', en: 'Block the cutter' }, ({ cutter }) => cutter === 'ok'),
    action('free-cutter', { zh: '松开切刀', en: 'Free the cutter' }, ({ cutter }) => cutter !== 'ok'),
    choosing('head', { zh: '打印头温度', en: 'Temperature of the head' }, HEAD),
    action('restart', { zh: '重新上电', en: 'Switch off and on' }, () => true),
    ...plugAndFaults(),
  ],
};

function action(name: string, label: Label, possible: (state: State) => boolean) {
  return { name, label, args: noArgs, possible };
}

function choosing(name: string, label: Label, choices: readonly Choice[]) {
  return { name, label, args: oneOf(choices), choices, needsChoice: true, possible: () => true };
}

function summarise({ connection, cover, paper, cutter, head, slips }: State): Label {
  if (connection === 'unplugged') return { zh: '打印机已拔出', en: 'unplugged' };
  if (cover === 'open') return { zh: '盖子打开', en: 'cover open' };
  if (cutter === 'jammed') return { zh: '切刀卡住', en: 'cutter stuck' };
  if (head === 'hot') return { zh: '打印头过热', en: 'head too hot' };
  const label = PAPERS[String(paper)] ?? { zh: String(paper), en: String(paper) };
  return { zh: `${label.zh}，已出 ${slips} 张`, en: `${label.en}, ${slips} slips out` };
}

const PAPERS: Readonly<Record<string, Label>> = {
  full: { zh: '有纸', en: 'paper in' },
  low: { zh: '纸快用完', en: 'paper low' },
  out: { zh: '缺纸', en: 'paper out' },
  jammed: { zh: '卡纸', en: 'paper jammed' },
};
