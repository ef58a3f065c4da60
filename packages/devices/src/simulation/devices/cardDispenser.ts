import { join } from 'node:path';
import { z } from 'zod';
import type { JamPlace, SimulatedLineFault } from '../../card-dispenser/simulator.ts';
import type { Choice, Label } from '../control.ts';
import { startInProcess } from '../processes/startInProcess.ts';
import { type DeviceModel, defineDevice, noArgs, oneOf, type State } from './deviceModel.ts';

const endpointSchema = z.object({ port: z.string(), dialect: z.enum(['crt591', 'crt310']).default('crt591') });

/** A CRT-591 behind a pty: stacker, gate, bin, and a chip on every card. */
export const cardDispenser = defineDevice({
  name: 'card-dispenser',
  endpointSchema,
  model: () => cardDispenserModel,
  start: ({ runDir, line: { link = join(runDir, 'card-dispenser.tty'), baud }, onState }) =>
    startInProcess(endpointSchema, {
      script: 'cardDispenser.ts',
      args: ['--link', link, ...(baud === undefined ? [] : ['--baud', String(baud)])],
      onState,
    }),
  settings: ({ port, dialect }) => ({ interface: 'serial', dialect, port }),
});

const FAULTS: Readonly<Record<SimulatedLineFault, Label>> = {
  none: { zh: '正常', en: 'none' },
  silent: { zh: '不再应答', en: 'falls silent' },
  garbled: { zh: '数据损坏', en: 'replies are garbled' },
  checksum: { zh: '校验错误', en: 'replies with a wrong checksum' },
  partial: { zh: '应答中断', en: 'replies break off' },
  nak: { zh: '拒收命令', en: 'refuses every frame (NAK)' },
  'no-ack': { zh: '确认丢失', en: 'acknowledgements are lost' },
  'no-reply': { zh: '应答丢失', en: 'replies are lost' },
};
const JAMS: Readonly<Record<JamPlace, Label>> = {
  stacker: { zh: '发卡口', en: 'at the stacker' },
  path: { zh: '通道内', en: 'in the path' },
  gate: { zh: '出卡口', en: 'at the gate' },
  bin: { zh: '回收箱口', en: 'at the bin' },
};
const INSERTED: Readonly<Record<string, Label>> = {
  card: { zh: '正常卡', en: 'a card' },
  mute: { zh: '芯片失效的卡', en: 'a card whose chip is dead' },
  coin: { zh: '异物', en: 'something that is no card' },
};

const choicesOf = (labels: Readonly<Record<string, Label>>): Choice[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));
const numbers = (values: readonly number[], zh: string, en: string): Choice[] =>
  values.map((value) => ({ value: String(value), label: { zh: `${value} ${zh}`, en: `${value} ${en}` } }));
const CARDS = numbers([0, 1, 5, 50], '张', 'cards');
const FACTORS = numbers([1, 2, 5, 10], '倍', 'times');

const cardDispenserModel: DeviceModel = {
  name: 'card-dispenser',
  label: { zh: '发卡机', en: 'Card dispenser' },
  summarise,
  actions: [
    action('take', { zh: '取走卡片', en: 'Take the card at the gate' }, ({ position }) => position === 'gate'),
    choosing('insert', { zh: '插入卡片', en: 'Put a card in' }, choicesOf(INSERTED), ({ entry }) => entry === 'open'),
    choosing('jam', { zh: '下次卡住', en: 'Have the next movement jam' }, choicesOf(JAMS)),
    action(
      'clear',
      { zh: '取出通道内的卡', en: 'Take out what is in the path' },
      ({ position }) => position !== 'none',
    ),
    choosing('fill', { zh: '装卡', en: 'Fill the stacker' }, CARDS),
    action('empty-bin', { zh: '清空回收箱', en: 'Empty the bin' }, ({ bin }) => Number(bin) > 0),
    action('unplug', { zh: '拔出', en: 'Unplug' }, ({ connection }) => connection === 'plugged'),
    action('plug', { zh: '插回', en: 'Plug in' }, ({ connection }) => connection === 'unplugged'),
    action('cut-power', { zh: '断电', en: 'Cut its power' }, ({ power }) => power === 'on'),
    action('restore-power', { zh: '恢复供电', en: 'Restore its power' }, ({ power }) => power === 'off'),
    choosing('fault', { zh: '制造线路故障', en: 'Play a fault of the line' }, choicesOf(FAULTS)),
    choosing('slow', { zh: '动作变慢', en: 'Slow its movements down' }, FACTORS),
  ],
};

function action(name: string, label: Label, possible: (state: State) => boolean) {
  return { name, label, args: noArgs, possible };
}

function choosing(
  name: string,
  label: Label,
  choices: readonly Choice[],
  possible: (state: State) => boolean = always,
) {
  return { name, label, args: oneOf(choices), choices, needsChoice: true, possible };
}

function always(): boolean {
  return true;
}

const PLACES: Readonly<Record<string, Label>> = {
  none: { zh: '通道无卡', en: 'no card in the path' },
  gate: { zh: '卡在出卡口', en: 'a card at the gate' },
  rf: { zh: '卡在机内', en: 'a card inside' },
  ic: { zh: '卡在读卡位', en: 'a card at the chip contacts' },
  between: { zh: '卡在途中', en: 'a card on its way' },
};

function summarise({ connection, power, jammed, position, stacker, bin }: State): Label {
  if (connection === 'unplugged') return { zh: '已拔出', en: 'unplugged' };
  if (power === 'off') return { zh: '已断电', en: 'without power' };
  const place = PLACES[String(position)] ?? { zh: '', en: '' };
  const { zh, en } = jammed === true ? { zh: '卡住了', en: 'jammed' } : place;
  return { zh: `${zh}，卡箱 ${stacker}，回收 ${bin}`, en: `${en}, stacker ${stacker}, bin ${bin}` };
}
