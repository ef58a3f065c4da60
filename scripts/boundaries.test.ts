import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** One file that must not be allowed to exist: where it would lie, what it would import, and a part of the refusal. */
const REFUSED: [from: string, imports: string, says: string][] = [
  ['apps/kiosk/src/renderer/screens/A.tsx', '@renshe/devices', 'ui and the contract only'],
  ['apps/kiosk/src/renderer/screens/B.tsx', '@renshe/central-api', 'ui and the contract only'],
  ['apps/kiosk/src/renderer/screens/C.tsx', '../../terminal/session.ts', 'ui and the contract only'],
  ['apps/kiosk/src/renderer/D.tsx', '../hosts/chromium/main.ts', 'ui and the contract only'],
  ['apps/kiosk/src/renderer/E.tsx', '../device-host/main.ts', 'ui and the contract only'],
  ['apps/kiosk/src/renderer/F.tsx', 'node:fs', 'no Node'],
  ['apps/kiosk/src/renderer/G.tsx', 'node:fs/promises', 'no Node'],
  ['apps/kiosk/src/hosts/chromium/a.ts', '../../renderer/App.tsx', 'built renderer'],
  ['apps/kiosk/src/hosts/chromium/b.ts', '@renshe/devices', 'only runs the terminal'],
  ['apps/kiosk/src/hosts/electron/c.ts', '@renshe/face', 'only runs the terminal'],
  ['apps/kiosk/src/terminal/a.ts', '../hosts/chromium/main.ts', 'neither its host nor its screens'],
  ['apps/kiosk/src/terminal/workflow/b.ts', '../../renderer/App.tsx', 'neither its host nor its screens'],
  ['apps/kiosk/src/terminal/c.ts', '@renshe/ui', 'terminal uses'],
  ['apps/kiosk/src/terminal/d.ts', '@renshe/central', 'terminal uses'],
  ['apps/kiosk/src/contract/a.ts', '../terminal/types.ts', 'both sides share'],
  ['apps/kiosk/src/contract/b.ts', '@renshe/devices', 'both sides share'],
  ['apps/kiosk/src/device-host/a.ts', '../terminal/session.ts', 'devices only'],
  ['apps/kiosk/src/device-host/b.ts', '@renshe/identity', 'devices only'],
  ['apps/central/src/a.ts', '@renshe/devices', 'central-api, identity and policy'],
  ['apps/central/src/b.ts', '@renshe/face', 'central-api, identity and policy'],
  ['packages/devices/src/a.ts', '@renshe/identity', 'stands alone'],
  ['packages/identity/src/a.ts', '@renshe/devices', 'stands alone'],
  ['packages/ui/src/a.tsx', '@renshe/identity', 'stands alone'],
  ['packages/central-api/src/a.ts', '@renshe/identity', 'stands alone'],
  ['packages/face/src/a.ts', '@renshe/devices', 'stands alone'],
  // Simulators
  ['apps/kiosk/src/terminal/e.ts', '@renshe/devices/simulation', 'chooses simulators'],
  ['apps/kiosk/src/terminal/f.ts', '@renshe/face/simulated', 'chooses simulators'],
  ['apps/kiosk/src/hosts/electron/d.ts', '@renshe/devices/simulation', 'chooses simulators'],
  ['apps/kiosk/src/device-host/c.ts', '@renshe/devices/simulation', 'chooses simulators'],
  ['apps/central/src/c.ts', './simulators/network.ts', 'chooses simulators'],
  ['packages/devices/src/id-card-reader/driver.ts', './simulator.ts', 'chooses simulators'],
  ['packages/devices/src/b.ts', './simulation/index.ts', 'nothing of the simulators'],
  ['packages/face/src/b.ts', './simulated.ts', 'chooses simulators'],
  ['packages/face/src/d.ts', './simulated/index.ts', 'chooses simulators'],
  // Electron
  ['apps/kiosk/src/hosts/chromium/e.ts', 'electron', 'Only hosts/electron'],
  ['apps/kiosk/src/terminal/g.test.ts', 'electron/main', 'Only hosts/electron'],
  ['packages/devices/src/c.ts', 'electron', 'Only hosts/electron'],
  ['scripts/a.ts', 'electron', 'Only hosts/electron'],
  // Reaching into a neighbour's folder
  ['packages/face/src/worker/c.ts', '../../../devices/src/result.ts', 'by its name'],
  ['apps/central/src/d.ts', '../../../packages/central-api/src/contract.ts', 'by its name'],
  ['apps/kiosk/src/terminal/store/h.ts', '../../../../central/src/server.ts', 'by its name'],
  ['apps/kiosk/e2e/a.ts', '../../../packages/identity/src/index.ts', 'by its name'],
  ['packages/ui/src/b.test.tsx', '../../identity/src/index.ts', 'by its name'],
];

const LAWFUL: [from: string, imports: string][] = [
  ['apps/kiosk/src/renderer/screens/Z.tsx', '@renshe/ui'],
  ['apps/kiosk/src/renderer/screens/Y.tsx', '@renshe/ui/voice'],
  ['apps/kiosk/src/renderer/screens/X.tsx', '../../contract/snapshot.ts'],
  ['apps/kiosk/src/hosts/chromium/z.ts', '../../terminal/terminal.ts'],
  ['apps/kiosk/src/hosts/electron/z.ts', 'electron'],
  ['apps/kiosk/src/terminal/workflow/z.ts', '@renshe/devices'],
  ['apps/kiosk/src/terminal/workflow/y.ts', '@renshe/identity'],
  ['apps/kiosk/src/terminal/workflow/x.ts', '@renshe/face'],
  ['apps/kiosk/src/terminal/sync/z.ts', '@renshe/central-api'],
  ['apps/kiosk/src/terminal/sync/y.ts', 'node:sqlite'],
  ['apps/kiosk/src/device-host/z.ts', '@renshe/devices'],
  ['apps/central/src/z.ts', '@renshe/identity'],
  ['packages/devices/src/simulation/z.ts', '../id-card-reader/simulator.ts'],
  ['packages/devices/src/id-card-reader/z.test.ts', './simulator.ts'],
  ['packages/face/src/z.ts', './worker/detect.ts'],
  ['scripts/z.ts', '../packages/devices/src/simulation/index.ts'],
];
const COMPOSITION_ROOT = 'apps/kiosk/src/terminal/terminal.ts';

interface LintReport {
  diagnostics: { message: string; category: string; location: { path: string } }[];
}

describe('import boundaries', () => {
  const folder = mkdtempSync(join(tmpdir(), 'renshe-boundaries-'));
  const refusals = new Map<string, string[]>();

  beforeAll(() => {
    const config = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8'));
    // The temporary folder is no git checkout.
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
    copyFileSync(join(ROOT, 'biome.boundaries.json'), join(folder, 'biome.boundaries.json'));
    const put = (path: string, code: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), code);
    };
    for (const [from, imports] of [...REFUSED, ...LAWFUL]) put(from, `export * from '${imports}';\n`);
    put('packages/identity/src/lazy.ts', `export const devices = () => import('@renshe/devices');\n`);
    put('packages/identity/src/typed.ts', `import type { A } from '@renshe/devices';\nexport type B = A;\n`);
    put(
      COMPOSITION_ROOT,
      `export * from '@renshe/devices/simulation';\nexport * from '@renshe/face/simulated';\nexport * from 'electron';\n`,
    );
    const biome = join(ROOT, 'node_modules', '.bin', 'biome');
    let output: string;
    try {
      output = execFileSync(
        biome,
        ['lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none', '.'],
        { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      );
    } catch (error) {
      // Biome exits 1 because it found what we planted; the report is on its standard output all the same.
      output = (error as { stdout: string }).stdout;
    }
    for (const { message, location } of (JSON.parse(output) as LintReport).diagnostics) {
      refusals.set(location.path, [...(refusals.get(location.path) ?? []), message]);
    }
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(REFUSED)('%s may not import %s', (from, _imports, says) => {
    expect(refusals.get(from)).toContainEqual(expect.stringContaining(says));
  });

  it.each(LAWFUL)('%s may import %s', (from) => {
    expect(refusals.get(from)).toBeUndefined();
  });

  it('sees lazy imports and imports of types', () => {
    expect(refusals.get('packages/identity/src/lazy.ts')).toHaveLength(1);
    expect(refusals.get('packages/identity/src/typed.ts')).toHaveLength(1);
  });

  it('lets the composition root choose simulators, and nothing more', () => {
    expect(refusals.get(COMPOSITION_ROOT)).toEqual([expect.stringContaining('Only hosts/electron')]);
  });
});
