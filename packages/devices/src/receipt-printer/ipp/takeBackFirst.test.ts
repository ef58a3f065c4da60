import { expect, it } from 'vitest';
import { failure, type Result, success } from '../../core/result.ts';
import type { PrintError, ReceiptPrinter } from '../types.ts';
import { takeBackFirst } from './takeBackFirst.ts';

function start(...attempts: Result<unknown, PrintError>[]) {
  const log: string[] = [];
  const printer: ReceiptPrinter = {
    accepts: 'pdf',
    status: async () => ({ state: 'online', paper: 'full' }),
    print: async () => {
      log.push('printed');
      return success({ jobId: 1 });
    },
  };
  const swept = takeBackFirst(printer, async () => {
    log.push('took back');
    await Promise.resolve();
    return attempts.shift() ?? success(0);
  });
  return { swept, log };
}
const unreachable = failure<PrintError>({ code: 'printer-unreachable', detail: 'off' });

it('takes back once, before the first receipt and never after it', async () => {
  const { swept, log } = start();
  await Promise.all([swept.print(new Uint8Array(), { jobName: 'a' }), swept.print(new Uint8Array(), { jobName: 'b' })]);
  await swept.status();
  expect(log).toEqual(['took back', 'printed', 'printed']);
});

it('prints nothing while it could not look, and tries again with every question', async () => {
  const { swept, log } = start(unreachable, unreachable);
  expect(await swept.print(new Uint8Array(), { jobName: 'a' })).toEqual(unreachable);
  await swept.status();
  await swept.status();
  expect(await swept.print(new Uint8Array(), { jobName: 'b' })).toMatchObject({ ok: true });
  expect(log).toEqual(['took back', 'took back', 'took back', 'printed']);
});
