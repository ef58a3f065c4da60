import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicyPack } from './pack.ts';
import { type PackFiles, readPack } from './readPack.ts';

const POLICIES = join(import.meta.dirname, '../../../policies');

/** The files of a region of this repository. */
export function regionFiles(region: string): PackFiles {
  const folder = join(POLICIES, region);
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

export const regionNames: readonly string[] = readdirSync(POLICIES);

export function regionPack(region: string): PolicyPack {
  const pack = readPack(regionFiles(region));
  if (!pack.ok) throw new Error(`${region}/${pack.error.file}:${pack.error.line}: ${pack.error.reason}`);
  return pack.value;
}
