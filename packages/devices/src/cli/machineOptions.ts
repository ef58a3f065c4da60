import { parseArgs } from 'node:util';
import { type DeviceKindName, deviceKinds } from '../config/deviceKinds.ts';
import { nearest } from '../config/nearest.ts';
import { BadUsage } from './command.ts';

/** What status, watch and test are told alike: which machine, and how to say it. */
export interface MachineOptions {
  readonly device: DeviceKindName | undefined;
  readonly config: string;
  readonly simulated: boolean;
  readonly json: boolean;
  readonly skipManual: boolean;
}

const DEFAULT_CONFIG = 'devices.yaml';

export const MACHINE_USAGE = `    --config     which devices there are and where; default ${DEFAULT_CONFIG}
    --simulated  a whole simulated machine instead, started for this and ended with it`;

/** Reads the arguments. Throws `BadUsage`, also for a device there is none of. */
export function parseMachineOptions(args: readonly string[]): MachineOptions {
  const { values, positionals } = parse(args);
  const [device, ...rest] = positionals;
  if (rest.length > 0) throw new BadUsage(`one device is enough; "${rest.join(' ')}" is too much`);
  if (values.simulated && values.config !== undefined) throw new BadUsage('give --config, or --simulated, not both');
  return {
    device: device === undefined ? undefined : kindNamed(device),
    config: values.config ?? DEFAULT_CONFIG,
    simulated: values.simulated,
    json: values.json,
    skipManual: values['skip-manual'],
  };
}

function kindNamed(given: string): DeviceKindName {
  const names = deviceKinds.map(({ name }) => name);
  const known = names.find((name) => name === given);
  if (known !== undefined) return known;
  const meant = nearest(given, names);
  throw new BadUsage(
    `there is no device "${given}"; ${meant ? `did you mean ${meant}?` : `there are ${names.join(', ')}`}`,
  );
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        simulated: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'skip-manual': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new BadUsage(error instanceof Error ? error.message : String(error));
  }
}
