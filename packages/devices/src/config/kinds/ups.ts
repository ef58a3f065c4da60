import { z } from 'zod';
import { createUps } from '../../ups/driver.ts';
import { nameUpsLines } from '../../ups/nameLines.ts';
import { type Ups, upsDialects } from '../../ups/types.ts';
import { connects, defineKind, describeSupplies, opened, type SelfTestStep } from '../deviceKind.ts';
import { baudRateOf, serialPath } from '../settings.ts';

const NEXT = "Check its data cable: many UPSs need the maker's own.";

const schema = z.strictObject({
  interface: z.literal('serial'),
  port: serialPath,
  baudRate: baudRateOf(1_200, 2_400, 4_800, 9_600).optional(),
  dialect: z.enum(upsDialects).optional(),
});

export const ups = defineKind({
  name: 'ups',
  label: 'UPS',
  schema,
  open: ({ port, baudRate, dialect }: z.output<typeof schema>, { openPort } = {}) =>
    opened(
      createUps({
        port,
        ...(baudRate === undefined ? {} : { baudRate }),
        ...(dialect === undefined ? {} : { dialect }),
        ...(openPort ? { openPort } : {}),
      }),
    ),
  selfTest: (device) => [connects(device, NEXT), measures(device.driver)],
  describe: describeSupplies,
  portOf: ({ port }) => port,
  frames: () => nameUpsLines(),
});

function measures(ups: Ups): SelfTestStep {
  return {
    name: 'tells what it measures',
    run: async (signal) => {
      const read = await ups.read({ signal });
      if (!read.ok) return { ok: false, code: read.error.code, detail: read.error.detail, next: NEXT };
      const { inputVolts = '?', batteryVolts = '?', loadPercent = '?' } = read.value;
      return { ok: true, detail: `${inputVolts} V in, battery ${batteryVolts} V, load ${loadPercent} %` };
    },
  };
}
