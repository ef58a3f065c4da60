import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { findIppEvePrinter } from './ippEvePrinter.ts';
import { createSimulatedPrinter, type SimulatedPrinter } from './simulator.ts';

/** One virtual printer for a file of tests, in good order before each; they are skipped where there can be none. */
export function useVirtualPrinter(): { readonly virtual: SimulatedPrinter; paper(): string[] } {
  const available = findIppEvePrinter().ok;
  let runDir: string | undefined;
  let virtual: SimulatedPrinter | undefined;
  const get = (): SimulatedPrinter => {
    if (!virtual) throw new Error('the virtual printer has not been started');
    return virtual;
  };

  beforeAll(async () => {
    if (!available) return;
    runDir = mkdtempSync(join(tmpdir(), 'renshe-printer-test-'));
    const created = await createSimulatedPrinter({ runDir });
    if (!created.ok) throw new Error(created.error.message);
    virtual = created.value;
  });
  beforeEach(({ skip }) => skip(!available, 'skipped: needs cups-ipp-utils'));
  afterEach(async () => {
    await virtual?.setSpeed('normal');
    await virtual?.setFault('none');
  });
  afterAll(async () => {
    await virtual?.close();
    if (runDir) rmSync(runDir, { recursive: true, force: true });
  });
  return {
    get virtual() {
      return get();
    },
    paper: () => readdirSync(get().spool).sort(),
  };
}
