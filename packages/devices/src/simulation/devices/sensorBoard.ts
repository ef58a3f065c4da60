import { join } from 'node:path';
import { z } from 'zod';
import type { SensorName } from '../../sensor-board/types.ts';
import type { Choice, Label } from '../control.ts';
import { startInProcess } from '../processes/startInProcess.ts';
import { type DeviceModel, defineDevice, noArgs, oneOf, type State } from './deviceModel.ts';
import { plugAndFaults } from './faults.ts';

const DEFAULT_BAUD = 9_600;

const endpointSchema = z.object({ port: z.string() });

/** The board of contacts and lights behind a pty. */
export const sensorBoard = defineDevice({
  name: 'sensor-board',
  endpointSchema,
  model: () => sensorBoardModel,
  start: ({ runDir, line: { link = join(runDir, 'sensor-board.tty'), baud = DEFAULT_BAUD }, onState }) =>
    startInProcess(endpointSchema, {
      script: 'sensorBoard.ts',
      args: ['--link', link, '--baud', String(baud)],
      onState,
    }),
  settings: ({ port }) => ({ interface: 'serial', port }),
});

const SENSORS: Readonly<Record<SensorName, { readonly active: Label; readonly released: Label }>> = {
  frontDoor: { active: { zh: '打开前门', en: 'open the front door' }, released: { zh: '关上前门', en: 'shut it' } },
  backDoor: { active: { zh: '打开后门', en: 'open the back door' }, released: { zh: '关上后门', en: 'shut it' } },
  tamper: { active: { zh: '触发防拆', en: 'trip the tamper loop' }, released: { zh: '恢复防拆', en: 'close it' } },
  presence: { active: { zh: '有人走近', en: 'somebody steps up' }, released: { zh: '人离开', en: 'they leave' } },
  callButton: {
    active: { zh: '按下呼叫键', en: 'press the call button' },
    released: { zh: '松开呼叫键', en: 'let go' },
  },
};

const choices = (which: 'active' | 'released'): Choice[] =>
  Object.entries(SENSORS).map(([value, labels]) => ({ value, label: labels[which] }));

const sensorBoardModel: DeviceModel = {
  name: 'sensor-board',
  label: { zh: '传感与灯控板', en: 'Sensor and light board' },
  summarise,
  actions: [
    {
      name: 'activate',
      label: { zh: '触发传感器', en: 'Do something at the machine' },
      args: oneOf(choices('active')),
      choices: choices('active'),
      needsChoice: true,
      possible: () => true,
    },
    {
      name: 'release',
      label: { zh: '恢复传感器', en: 'Undo it' },
      args: oneOf(choices('released')),
      choices: choices('released'),
      needsChoice: true,
      possible: ({ active }) => Array.isArray(active) && active.length > 0,
    },
    {
      name: 'blink',
      label: { zh: '瞬间断电', en: 'Take its power away for a moment' },
      args: noArgs,
      possible: ({ connection }) => connection === 'plugged',
    },
    ...plugAndFaults({ broken: { zh: '板卡故障', en: 'the board says it is broken' } }),
  ],
};

function summarise({ connection, active, lit }: State): Label {
  if (connection === 'unplugged') return { zh: '已拔出', en: 'unplugged' };
  const zh = [...names(active).map((name) => SENSORS[name].active.zh), `${names(lit).length} 盏灯亮`];
  const en = [...names(active).map((name) => SENSORS[name].active.en), `${names(lit).length} lamps lit`];
  return { zh: zh.join('，'), en: en.join(', ') };
}

const names = (value: unknown): SensorName[] => (Array.isArray(value) ? value : []);
