import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildPhotoGateTable, PHOTO_GATE } from './photo-gate/table.ts';

/** `pnpm photo-gate`: writes what the photo gate says of each kind of picture into `docs/`. */
const ROOT = resolve(import.meta.dirname, '..');
writeFileSync(join(ROOT, PHOTO_GATE), await buildPhotoGateTable());
console.log(`${PHOTO_GATE} written`);
