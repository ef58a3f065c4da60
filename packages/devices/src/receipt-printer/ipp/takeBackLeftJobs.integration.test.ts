import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIppClient } from './ippClient.ts';
import { findIppEvePrinter } from './ippEvePrinter.ts';
import { createIppReceiptPrinter } from './ippReceiptPrinter.ts';
import { createSimulatedPrinter, type SimulatedPrinter } from './simulator.ts';
import { takeBackLeftJobs } from './takeBackLeftJobs.ts';

const PDF = Buffer.from('%PDF-1.4\n% somebody else’s receipt\n');

describe('jobs left on the printer by a terminal that was killed', () => {
  const available = findIppEvePrinter().ok;
  let runDir: string;
  let virtual: SimulatedPrinter;

  beforeAll(async () => {
    if (!available) return;
    runDir = mkdtempSync(join(tmpdir(), 'renshe-left-jobs-test-'));
    const created = await createSimulatedPrinter({ runDir });
    if (!created.ok) throw new Error(created.error.message);
    virtual = created.value;
  });
  beforeEach(({ skip }) => skip(!available, 'skipped: needs cups-ipp-utils'));
  afterEach(async () => {
    if (!available) return;
    await virtual.setSpeed('normal');
    await virtual.setFault('none');
  });
  afterAll(async () => {
    await virtual?.close();
    if (runDir) rmSync(runDir, { recursive: true, force: true });
  });

  /** Sends a job and forgets it, as a process does that is killed before the answer. */
  const leave = async (user: string): Promise<number> => {
    const sent = await createIppClient(virtual.uri, user).send('Print-Job', {
      attributes: { 'job-name': 'left', 'document-format': 'application/pdf' },
      data: PDF,
      timeoutMs: 5_000,
    });
    const id = sent.ok ? sent.value.job['job-id']?.[0] : undefined;
    if (typeof id !== 'number') throw new Error('the job was not taken');
    return id;
  };
  const paper = (): string[] => readdirSync(virtual.spool);

  it('are taken back before anything new is printed', async () => {
    await virtual.setSpeed('slow');
    await leave('kiosk-A');
    expect(await takeBackLeftJobs(virtual.uri, 'kiosk-A')).toEqual({ ok: true, value: { cancelled: 1 } });
    await virtual.setSpeed('normal');
    const before = paper().length;
    const next = await createIppReceiptPrinter({ uri: virtual.uri, user: 'kiosk-A', pollMs: 50 }).print(PDF, {
      jobName: 'next',
    });
    expect(next).toMatchObject({ ok: true });
    expect(paper()).toHaveLength(before + 1);
  });

  it('are taken back while paper is missing, so that they do not come out with the new roll', async () => {
    await virtual.setSpeed('slow');
    await leave('kiosk-A');
    await virtual.setFault('paper-jam');
    const before = paper().length;
    expect(await takeBackLeftJobs(virtual.uri, 'kiosk-A')).toEqual({ ok: true, value: { cancelled: 1 } });
    await virtual.setSpeed('normal');
    await virtual.setFault('none');
    const next = await createIppReceiptPrinter({ uri: virtual.uri, pollMs: 50 }).print(PDF, { jobName: 'next' });
    expect(next).toMatchObject({ ok: true });
    expect(paper()).toHaveLength(before + 1);
  });

  it('of another terminal at the same printer stay', async () => {
    await virtual.setSpeed('slow');
    const other = await leave('kiosk-B');
    expect(await takeBackLeftJobs(virtual.uri, 'kiosk-A')).toEqual({ ok: true, value: { cancelled: 0 } });
    const answer = await createIppClient(virtual.uri).send('Get-Job-Attributes', {
      attributes: { 'job-id': other },
      timeoutMs: 5_000,
    });
    expect(answer).toMatchObject({
      value: { job: { 'job-state': [expect.stringMatching(/^(pending|processing)$/)] } },
    });
    expect(await takeBackLeftJobs(virtual.uri, 'kiosk-B')).toEqual({ ok: true, value: { cancelled: 1 } });
  });

  it('cannot be looked for where no printer answers', async () => {
    expect(await takeBackLeftJobs('ipp://127.0.0.1:9/ipp/print', 'kiosk-A')).toMatchObject({
      ok: false,
      error: { code: 'printer-unreachable' },
    });
  });
});
