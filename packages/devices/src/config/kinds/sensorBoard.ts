import { z } from 'zod';
import { createSensorBoard } from '../../sensor-board/driver.ts';
import { nameModbusFrames } from '../../sensor-board/nameFrames.ts';
import {
  lightNames,
  type SensorBoard,
  type SensorBoardStatus,
  sensorNames,
  type Wiring,
} from '../../sensor-board/types.ts';
import { DEFAULT_WIRING } from '../../sensor-board/wiring.ts';
import { connects, defineKind, describeSupplies, opened, type SelfTestStep } from '../deviceKind.ts';
import { baudRateOf, serialPath } from '../settings.ts';

const NEXT = 'Check its power, A and B of the line, address and baud rate.';

const inputSchema = z.strictObject({ input: z.int().min(0).max(255), active: z.enum(['closed', 'open']) });

const schema = z.strictObject({
  interface: z.literal('serial'),
  port: serialPath,
  baudRate: baudRateOf(4_800, 9_600, 19_200, 38_400, 115_200).optional(),
  address: z.int().min(1).max(255).optional(),
  /** Which input and which coil is what; what is not named is not there. Ours, when absent. */
  wiring: z
    .strictObject({
      sensors: z.partialRecord(z.enum(sensorNames), inputSchema).default({}),
      lights: z.partialRecord(z.enum(lightNames), z.int().min(0).max(255)).default({}),
    })
    .optional(),
});

export const sensorBoard = defineKind({
  name: 'sensor-board',
  label: 'sensor and light board',
  schema,
  open: ({ port, baudRate, address, wiring }: z.output<typeof schema>, { openPort } = {}) =>
    opened(
      createSensorBoard({
        port,
        ...(baudRate === undefined ? {} : { baudRate }),
        ...(address === undefined ? {} : { address }),
        wiring: (wiring as Wiring | undefined) ?? DEFAULT_WIRING,
        ...(openPort ? { openPort } : {}),
      }),
    ),
  selfTest: (device) => [connects(device, NEXT), lightsUp(device.driver)],
  describe: (status) => {
    const { sensors } = status as SensorBoardStatus;
    return sensors
      ? Object.entries(sensors)
          .map(([name, value]) => `${name} ${value}`)
          .join(', ')
      : describeSupplies(status);
  },
  portOf: ({ port }) => port,
  frames: () => nameModbusFrames(),
});

function lightsUp(board: SensorBoard): SelfTestStep {
  return {
    name: 'lights every lamp once',
    run: async (signal) => {
      for (const light of board.capabilities.lights) {
        for (const pattern of ['on', 'off'] as const) {
          const told = await board.setLight(light, pattern, { signal });
          if (!told.ok) return { ok: false, code: told.error.code, detail: told.error.detail, next: NEXT };
        }
      }
      return { ok: true, detail: `${board.capabilities.lights.length} lamps` };
    },
  };
}
