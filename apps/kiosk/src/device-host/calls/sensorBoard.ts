import {
  lightNames,
  lightPatterns,
  type Result,
  type SensorBoard,
  type SensorBoardError,
  type SensorBoardStatus,
  sensorNames,
} from '@renshe/devices';
import { z } from 'zod';
import {
  defineCall,
  defineRemote,
  lineCodes,
  lineLoss,
  resultOf,
  statusShape,
  timeLimit,
  timeLimitSchema,
} from './call.ts';

const lights = z.record(z.enum(lightNames), z.enum(lightPatterns));
const statusSchema = z.object({
  ...statusShape,
  sensors: z.object({
    frontDoor: z.enum(['unknown', 'closed', 'open']),
    backDoor: z.enum(['unknown', 'closed', 'open']),
    tamper: z.enum(['unknown', 'ok', 'tampered']),
    presence: z.enum(['unknown', 'notPresent', 'present']),
    callButton: z.enum(['unknown', 'released', 'pressed']),
  }),
  lights,
}) satisfies z.ZodType<SensorBoardStatus>;

const capabilitiesSchema = z.object({
  sensors: z.array(z.enum(sensorNames)),
  lights: z.array(z.enum(lightNames)),
}) satisfies z.ZodType<SensorBoard['capabilities']>;

export const sensorBoard = defineRemote<SensorBoard, SensorBoard>()({
  name: 'sensor-board',
  status: statusSchema,
  unknownStatus: (known): SensorBoardStatus => ({
    ...known,
    sensors: {
      frontDoor: 'unknown',
      backDoor: 'unknown',
      tamper: 'unknown',
      presence: 'unknown',
      callButton: 'unknown',
    },
    // A host that goes leaves the lamps as they are; the next one begins with all of them off.
    lights: { idReader: 'off', cardSlot: 'off', printer: 'off', scanner: 'off', fillLight: 'off' },
  }),
  calls: {
    setLight: defineCall<SensorBoard>()({
      args: timeLimitSchema.extend({ light: z.enum(lightNames), pattern: z.enum(lightPatterns) }),
      answer: resultOf(
        z.literal('set'),
        z.object({
          code: z.enum([...lineCodes, 'not-wired', 'board-refused']),
          detail: z.string(),
          exception: z.int().exactOptional(),
        }),
      ) satisfies z.ZodType<Result<'set', SensorBoardError>>,
      loss: lineLoss('unplugged', 'the light may be as it was'),
      perform: (board, { light, pattern, ...time }, { signal }) =>
        board.setLight(light, pattern, { ...timeLimit(time), signal }),
    }),
  },
  standIn: (remote) => ({
    get status() {
      return remote.status;
    },
    get capabilities() {
      return capabilitiesSchema.safeParse(remote.capabilities).data ?? { sensors: [], lights: [] };
    },
    onStatus: (listener) => remote.onStatus(listener),
    setLight: (light, pattern, { signal, ...time } = {}) =>
      remote.call('setLight', { ...timeLimit(time), light, pattern }, { signal }),
    close: async () => {},
  }),
});
