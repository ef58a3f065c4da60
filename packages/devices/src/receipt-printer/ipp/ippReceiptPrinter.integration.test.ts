import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createIppReceiptPrinter } from './ippReceiptPrinter.ts';
import { useVirtualPrinter } from './testing.ts';

/** A whole PDF of one empty page, written by hand; its text names it. */
function makePdf(title: string): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 226 400] >> % ${title}`,
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(
    `${body}xref\n0 4\n0000000000 65535 f \n${entries}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`,
  );
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('printing on a virtual IPP printer', () => {
  const bench = useVirtualPrinter();
  const printer = () => createIppReceiptPrinter({ uri: bench.virtual.uri, pollMs: 50 });
  const lastOnPaper = (): Buffer => readFileSync(join(bench.virtual.spool, bench.paper().at(-1) ?? ''));

  it('puts the document on paper byte for byte', async () => {
    const pdf = makePdf('凭条');
    expect(await printer().print(pdf, { jobName: '凭条 0001' })).toEqual({
      ok: true,
      value: { jobId: expect.any(Number) },
    });
    expect(hash(lastOnPaper())).toBe(hash(pdf));
  });

  it('says that it is ready and has paper', async () => {
    expect(await printer().status()).toEqual({ state: 'online', paper: 'full' });
  });

  it.each([
    ['paper-out', 'paper-out', 'out'],
    ['paper-jam', 'paper-jammed', 'jammed'],
    ['cover-open', 'cover-open', 'full'],
  ] as const)('refuses before sending anything: %s', async (fault, code, supply) => {
    expect(await bench.virtual.setFault(fault)).toMatchObject({ ok: true });
    const before = bench.paper();
    expect(await printer().status()).toMatchObject({ state: 'userError', paper: supply });
    expect(await printer().print(makePdf(fault), { jobName: fault })).toMatchObject({ ok: false, error: { code } });
    await bench.virtual.setFault('none');
    expect(await printer().print(makePdf('after'), { jobName: 'after' })).toMatchObject({ ok: true });
    expect(bench.paper()).toHaveLength(before.length + 1);
  });

  it('prints on the last of the paper', async () => {
    await bench.virtual.setFault('paper-low');
    expect(await printer().status()).toEqual({ state: 'online', paper: 'low' });
    expect(await printer().print(makePdf('low'), { jobName: 'low' })).toMatchObject({ ok: true });
  });

  it.each([
    ['paper-out', 'paper-out'],
    ['paper-jam', 'paper-jammed'],
    ['cover-open', 'cover-open'],
  ] as const)('takes the job back when this happens in the middle: %s', async (fault, code) => {
    const before = bench.paper();
    await bench.virtual.setSpeed('slow');
    const printing = printer().print(makePdf(`during-${fault}`), { jobName: fault });
    while ((await printer().status()).state !== 'busy') await wait(20);
    await bench.virtual.setFault(fault);
    expect(await printing).toMatchObject({ ok: false, error: { code } });

    // The next citizen's receipt, and not the one before, comes out when the attendant has put it right.
    await bench.virtual.setSpeed('normal');
    await bench.virtual.setFault('none');
    const next = makePdf('the next citizen');
    expect(await printer().print(next, { jobName: 'next' })).toMatchObject({ ok: true });
    expect(bench.paper()).toHaveLength(before.length + 1);
    expect(hash(lastOnPaper())).toBe(hash(next));
  });

  it('takes the job back when the caller gives up', async () => {
    const before = bench.paper();
    await bench.virtual.setSpeed('slow');
    const giveUp = new AbortController();
    const printing = printer().print(makePdf('given up'), { jobName: 'given up', signal: giveUp.signal });
    while ((await printer().status()).state !== 'busy') await wait(20);
    giveUp.abort();
    expect(await printing).toMatchObject({ ok: false, error: { code: 'aborted' } });
    await bench.virtual.setSpeed('normal');
    expect(await printer().print(makePdf('next'), { jobName: 'next' })).toMatchObject({ ok: true });
    expect(bench.paper()).toHaveLength(before.length + 1);
  });

  it('takes the job back when it takes too long', async () => {
    await bench.virtual.setSpeed('slow');
    const impatient = createIppReceiptPrinter({ uri: bench.virtual.uri, printMs: 600, pollMs: 50 });
    const before = bench.paper();
    const result = await impatient.print(makePdf('slow'), { jobName: 'slow' });
    expect(result).toMatchObject({ ok: false, error: { code: 'print-timeout' } });
    await bench.virtual.setSpeed('normal');
    await printer().print(makePdf('next'), { jobName: 'next' });
    expect(bench.paper()).toHaveLength(before.length + 1);
  });

  it('is unreachable while switched off, and prints again when it is back', async () => {
    expect(await bench.virtual.switchOff()).toMatchObject({ ok: true });
    expect(await printer().status()).toMatchObject({ state: 'offline', paper: 'unknown' });
    const refused = await printer().print(makePdf('off'), { jobName: 'off' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'printer-unreachable' } });
    expect(await bench.virtual.switchOff()).toMatchObject({ ok: false, error: { code: 'NOT_POSSIBLE' } });
    expect(await bench.virtual.switchOn()).toMatchObject({ ok: true });
    expect(await printer().print(makePdf('on'), { jobName: 'on' })).toMatchObject({ ok: true });
  });

  it('cannot say what came of a job when the power goes in the middle', async () => {
    await bench.virtual.setSpeed('slow');
    const hasty = createIppReceiptPrinter({ uri: bench.virtual.uri, answerMs: 500, pollMs: 50 });
    const printing = hasty.print(makePdf('power'), { jobName: 'power' });
    while ((await printer().status()).state !== 'busy') await wait(20);
    await bench.virtual.switchOff();
    expect(await printing).toMatchObject({ ok: false, error: { code: 'print-timeout' } });
    await bench.virtual.switchOn();
  });

  it('finds no queue of another name', async () => {
    const other = createIppReceiptPrinter({ uri: bench.virtual.uri.replace('/ipp/print', '/printers/none') });
    const result = await other.print(makePdf('lost'), { jobName: 'lost' });
    expect(result).toMatchObject({ ok: false, error: { code: 'printer-unreachable' } });
  });
});

describe('what is no printer', () => {
  const servers: Server[] = [];
  const listen = async (server: Server): Promise<string> => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`;
  };
  const printOn = (uri: string) =>
    createIppReceiptPrinter({ uri, answerMs: 300 }).print(makePdf('lost'), { jobName: 'lost' });

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });

  it('is unreachable in time when it accepts and says nothing', async () => {
    const uri = await listen(createServer((socket) => socket.on('error', () => {}).resume()));
    const began = performance.now();
    expect(await printOn(uri)).toMatchObject({ ok: false, error: { code: 'printer-unreachable' } });
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  it('is unreachable when it is a web server', async () => {
    const uri = await listen(createHttpServer((_request, response) => response.end('<html>')));
    expect(await printOn(uri)).toMatchObject({ ok: false, error: { code: 'printer-unreachable' } });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(64)],
    ['0xff', Buffer.alloc(64, 0xff)],
    ['a message that ends in the middle', Buffer.from('02000000000000010147001261747472', 'hex')],
    ['an attribute of negative length', Buffer.from('020000000000000104440001618000ffff03', 'hex')],
  ])('is unreachable when it calls this IPP: %s', async (_name, body) => {
    const uri = await listen(
      createHttpServer((_request, response) => {
        response.setHeader('content-type', 'application/ipp');
        response.end(body);
      }),
    );
    expect(await printOn(uri)).toMatchObject({ ok: false, error: { code: 'printer-unreachable' } });
  });

  it('is unreachable when nobody listens', async () => {
    const server = createServer();
    const uri = await listen(server);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await createIppReceiptPrinter({ uri }).status()).toMatchObject({ state: 'offline' });
    expect(await printOn(uri)).toMatchObject({ ok: false, error: { code: 'printer-unreachable' } });
  });

  it('is refused when its uri is none', () => {
    expect(() => createIppReceiptPrinter({ uri: 'usb://printer' })).toThrow(TypeError);
  });
});
