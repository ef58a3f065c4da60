import { failure, type Result, success } from '../core/result.ts';
import type { DeviceName } from './control.ts';
import { catalogue } from './devices/catalogue.ts';

/** Reads `--devices`: names with commas between, or `all`; undefined when it was not given. Fails with a sentence. */
export function parseDevices(given: string | undefined): Result<readonly DeviceName[] | undefined, string> {
  if (given === undefined) return success(undefined);
  const known = catalogue.map(({ name }) => name);
  if (given === 'all') return success(known);
  const names = given.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !known.some((other) => other === name));
  if (unknown.length > 0) return failure(`--devices: no "${unknown.join('", "')}" among ${known.join(', ')}, all`);
  return success(known.filter((name) => names.includes(name)));
}
