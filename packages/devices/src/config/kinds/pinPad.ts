import { z } from 'zod';
import { createPinPad } from '../../pin-pad/driver.ts';
import { namePadFrames } from '../../pin-pad/nameFrames.ts';
import { connects, defineKind, describeSupplies, opened } from '../deviceKind.ts';
import { baudRateOf, serialPath } from '../settings.ts';

const keyNumber = z.int().min(0).max(255).optional();
const schema = z.strictObject({
  interface: z.literal('serial'),
  port: serialPath,
  baudRate: baudRateOf(1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 115_200).optional(),
  framing: z.enum(['binary', 'ascii']).optional(),
  /** `clear`: the pad cannot encrypt. */
  mode: z.enum(['encrypting', 'clear']).optional(),
  masterKey: keyNumber,
  workKey: keyNumber,
});
type Settings = z.output<typeof schema>;

export const pinPad = defineKind({
  name: 'pin-pad',
  label: 'PIN pad',
  schema,
  open: (settings: Settings, { openPort } = {}) => {
    const { interface: _serial, ...rest } = settings;
    return opened(createPinPad({ ...withoutUndefined(rest), ...(openPort ? { openPort } : {}) }));
  },
  // No PIN is asked for in a test: people type the one they have.
  selfTest: (device) => [connects(device, 'Check its power, its cable, and the framing: binary or ascii.')],
  describe: describeSupplies,
  portOf: ({ port }) => port,
  frames: ({ framing = 'binary' }) => namePadFrames(framing),
});

type Given<Shape> = { [Key in keyof Shape]: Exclude<Shape[Key], undefined> };

/** What is not named in the file is for the driver to know. */
const withoutUndefined = <Shape extends object>(shape: Shape): Given<Shape> =>
  Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Given<Shape>;
