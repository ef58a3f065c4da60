import { describe, expect, it } from 'vitest';
import { createIppClient } from './ippClient.ts';
import { createIppReceiptPrinter } from './ippReceiptPrinter.ts';
import { takeBackLeftJobs } from './takeBackLeftJobs.ts';
import { useVirtualPrinter } from './testing.ts';

const PDF = Buffer.from('%PDF-1.4\n% somebody else’s receipt\n');

describe('jobs left on the printer by a terminal that was killed', () => {
  const bench = useVirtualPrinter();

  /** Sends a job and forgets it, as a process does that is killed before the answer. */
  const leave = async (user: string): Promise<number> => {
    const sent = await createIppClient(bench.virtual.uri, user).send('Print-Job', {
      attributes: { 'job-name': 'left', 'document-format': 'application/pdf' },
      data: PDF,
      timeoutMs: 5_000,
    });
    const id = sent.ok ? sent.value.job['job-id']?.[0] : undefined;
    if (typeof id !== 'number') throw new Error('the job was not taken');
    return id;
  };

  it('are taken back before anything new is printed', async () => {
    await bench.virtual.setSpeed('slow');
    await leave('kiosk-A');
    expect(await takeBackLeftJobs(bench.virtual.uri, 'kiosk-A')).toEqual({ ok: true, value: { cancelled: 1 } });
    await bench.virtual.setSpeed('normal');
    const before = bench.paper().length;
    const next = await createIppReceiptPrinter({ uri: bench.virtual.uri, user: 'kiosk-A', pollMs: 50 }).print(PDF, {
      jobName: 'next',
    });
    expect(next).toMatchObject({ ok: true });
    expect(bench.paper()).toHaveLength(before + 1);
  });

  it('are taken back while paper is missing, so that they do not come out with the new roll', async () => {
    await bench.virtual.setSpeed('slow');
    await leave('kiosk-A');
    await bench.virtual.setFault('paper-jam');
    const before = bench.paper().length;
    expect(await takeBackLeftJobs(bench.virtual.uri, 'kiosk-A')).toEqual({ ok: true, value: { cancelled: 1 } });
    await bench.virtual.setSpeed('normal');
    await bench.virtual.setFault('none');
    const next = await createIppReceiptPrinter({ uri: bench.virtual.uri, pollMs: 50 }).print(PDF, { jobName: 'next' });
    expect(next).toMatchObject({ ok: true });
    expect(bench.paper()).toHaveLength(before + 1);
  });

  it('of another terminal at the same printer stay', async () => {
    await bench.virtual.setSpeed('slow');
    const other = await leave('kiosk-B');
    expect(await takeBackLeftJobs(bench.virtual.uri, 'kiosk-A')).toEqual({ ok: true, value: { cancelled: 0 } });
    const answer = await createIppClient(bench.virtual.uri).send('Get-Job-Attributes', {
      attributes: { 'job-id': other },
      timeoutMs: 5_000,
    });
    expect(answer).toMatchObject({
      value: { job: { 'job-state': [expect.stringMatching(/^(pending|processing)$/)] } },
    });
    expect(await takeBackLeftJobs(bench.virtual.uri, 'kiosk-B')).toEqual({ ok: true, value: { cancelled: 1 } });
  });

  it('cannot be looked for where no printer answers', async () => {
    expect(await takeBackLeftJobs('ipp://127.0.0.1:9/ipp/print', 'kiosk-A')).toMatchObject({
      ok: false,
      error: { code: 'printer-unreachable' },
    });
  });
});
