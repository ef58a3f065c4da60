import { join } from 'node:path';
import { z } from 'zod';
import type { Choice, Label } from '../control.ts';
import { startInProcess } from '../processes/startInProcess.ts';
import { type DeviceModel, defineDevice, noArgs, type State } from './deviceModel.ts';
import { plugAndFaults } from './faults.ts';

const DEFAULT_BAUD = 2_400;

const endpointSchema = z.object({ port: z.string() });

/** The UPS behind a pty. */
export const ups = defineDevice({
  name: 'ups',
  endpointSchema,
  model: () => upsModel,
  start: ({ runDir, line: { link = join(runDir, 'ups.tty'), baud = DEFAULT_BAUD }, onState }) =>
    startInProcess(endpointSchema, { script: 'ups.ts', args: ['--link', link, '--baud', String(baud)], onState }),
  settings: ({ port }) => ({ interface: 'serial', port }),
});

const CHARGES: readonly Choice[] = ['100', '50', '19', '5'].map((value) => ({
  value,
  label: { zh: `电量 ${value}%`, en: `${value} %` },
}));

const upsModel: DeviceModel = {
  name: 'ups',
  label: { zh: '不间断电源', en: 'UPS' },
  summarise,
  actions: [
    {
      name: 'fail-mains',
      label: { zh: '市电中断', en: 'Let the mains fail' },
      args: noArgs,
      possible: ({ mains, batteryPercent }) => mains === true && batteryPercent !== 0,
    },
    {
      name: 'restore-mains',
      label: { zh: '市电恢复', en: 'Restore the mains' },
      args: noArgs,
      possible: ({ mains }) => mains === false,
    },
    {
      name: 'battery',
      label: { zh: '设置电量', en: 'Set the charge' },
      args: z.strictObject({ choice: z.string().regex(/^\d{1,3}$/) }),
      choices: CHARGES,
      needsChoice: true,
      possible: () => true,
    },
    ...plugAndFaults({ broken: { zh: '电源自报故障', en: 'it says that it has failed' } }),
  ],
};

function summarise({ connection, mains, batteryPercent, shutdown }: State): Label {
  if (connection === 'unplugged') return { zh: '数据线已拔出', en: 'data cable unplugged' };
  const off = shutdown === 'pending';
  const zh = [
    mains === true ? '市电供电' : '电池供电',
    `电量 ${String(batteryPercent)}%`,
    ...(off ? ['即将断电'] : []),
  ];
  const en = [
    mains === true ? 'on mains' : 'on battery',
    `${String(batteryPercent)} %`,
    ...(off ? ['will switch off'] : []),
  ];
  return { zh: zh.join('，'), en: en.join(', ') };
}
