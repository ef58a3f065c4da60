import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildPhotoGateTable, PHOTO_GATE } from './photo-gate/table.ts';

it('the table of the photo gate is of today (otherwise: pnpm photo-gate)', async () => {
  const written = readFileSync(join(import.meta.dirname, '..', PHOTO_GATE), 'utf8');
  expect(written).toBe(await buildPhotoGateTable());
  expect(written.match(/^\| \d+ \|/gm)?.length).toBeGreaterThanOrEqual(20);
}, 120_000);
