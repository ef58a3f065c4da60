import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

/** electron-builder's own check, reached through the package that uses it. */
const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
const { validateConfiguration } = builder('app-builder-lib/out/util/config/config') as {
  validateConfiguration(config: unknown, debugLogger: unknown): Promise<void>;
};
const { DebugLogger } = builder('builder-util') as { DebugLogger: new (enabled: boolean) => unknown };

const config = parse(readFileSync(new URL('../../../electron-builder.yml', import.meta.url), 'utf8')) as object;
const check = (changes: object) => validateConfiguration({ ...config, ...changes }, new DebugLogger(false));

it('is a configuration electron-builder takes', async () => {
  await expect(check({})).resolves.toBeUndefined();
});

it('would not be one with a key that does not exist', async () => {
  await expect(check({ filez: [] })).rejects.toThrow(/filez/);
});
