import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEscPosPrinter } from '@renshe/devices';
import { connectSimulation, startSimulatedMachine } from '@renshe/devices/simulation';
import { expect, test } from 'vitest';
import { buildReceipt } from './receiptModel.ts';
import { renderReceiptBlocks } from './renderReceiptBlocks.ts';
import { makeOfflineInput, makeReceiptInput } from './testing.ts';

const withoutBreaks = (text: string): string => text.replace(/\s/g, '');

test.each([48, 32] as const)(
  'every word of each receipt is on thermal paper of %i columns, and a rare name drawn',
  async (columns) => {
    const folder = mkdtempSync(join(tmpdir(), 'renshe-strip-test-'));
    const runDir = join(folder, 'run');
    // Nobody prints: a machine wants to know who could.
    mkdirSync(join(folder, 'people'));
    const nobody = { source: 'fixtures', citizens: [], stranger: 'none.mjpeg', nobody: 'none.mjpeg' };
    writeFileSync(join(folder, 'people', 'index.json'), JSON.stringify(nobody));
    const started = await startSimulatedMachine({
      runDir,
      peopleDir: join(folder, 'people'),
      centralUrl: 'http://127.0.0.1:9',
      devices: ['thermal-printer'],
    });
    if (!started.ok) throw new Error(started.error.message);
    const simulation = await connectSimulation(runDir);
    const { port, spool } = simulation.endpoint('thermal-printer');
    const printer = createEscPosPrinter({ port, baudRate: 115_200, columns });
    try {
      const inputs = [makeReceiptInput(), makeOfflineInput(), makeReceiptInput({ outcome: 'needs-review' })];
      const models = inputs.map(buildReceipt);
      for (const model of models) {
        const receipt = await renderReceiptBlocks(model);
        expect(await printer.print(receipt, { jobName: model.receiptNumber })).toMatchObject({ ok: true });
      }
      const texts = () => readdirSync(spool).filter((file) => file.endsWith('.txt'));
      await expect.poll(() => texts().length, { timeout: 10_000 }).toBe(models.length);
      for (const [index, model] of models.entries()) {
        const text = withoutBreaks(readFileSync(join(spool, texts().sort()[index] ?? ''), 'utf8'));
        for (const wanted of [model.title, model.statement, model.qrText, ...model.nextSteps]) {
          expect(text).toContain(withoutBreaks(wanted));
        }
        for (const { label, value } of model.rows.filter(({ label }) => label !== '姓名')) {
          expect(text).toContain(label);
          expect(text).toContain(withoutBreaks(value));
        }
        expect(text).toContain('[picture');
      }
    } finally {
      await printer.device.close();
      simulation.close();
      await started.value.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
