import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { createExternalPhotoDecoder } from './externalPhotoDecoder.ts';
import { decodeSimulatedPhoto, encodeSimulatedPhoto } from './simulatedPhotoBlock.ts';

const folder = mkdtempSync(join(tmpdir(), 'renshe-photo-helper-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Plays the vendor's helper: its "WLT" is our simulated codec under the magic `WLf`. */
const HELPER = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { decodeSimulatedPhoto } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'simulatedPhotoBlock.ts')).href)};
const how = process.argv[2];
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const block = Buffer.concat(chunks);
if (block.length !== 1024 || block.toString('latin1', 0, 3) !== 'WLf') process.exit(3);
block.write('RSKP', 'latin1');
const { image: { width, height, data } } = await decodeSimulatedPhoto(block);
const bgr = (bottomUp, stride) => {
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const from = (y * width + x) * 3;
    rows.set([data[from + 2], data[from + 1], data[from]], (bottomUp ? height - 1 - y : y) * stride + x * 3);
  }
  return rows;
};
const header = Buffer.alloc(54);
header.write('BM', 'latin1');
header.writeUInt32LE(54, 10);
header.writeUInt32LE(40, 14);
header.writeInt32LE(width, 18);
header.writeInt32LE(height, 22);
header.writeUInt16LE(24, 28);
const out = (bytes) => process.stdout.write(bytes);
switch (how) {
  case 'raw': out(bgr(false, width * 3)); break;
  case 'raw-bottom-up': out(bgr(true, width * 3)); break;
  case 'bmp': out(Buffer.concat([header, bgr(true, 308)])); break;
  case 'crash': process.kill(process.pid, 'SIGSEGV'); setInterval(() => {}, 1000); break;
  case 'exit': process.exit(7);
  case 'hang': {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: ['ignore', 'inherit', 'ignore'] });
    writeFileSync(process.argv[3], JSON.stringify([process.pid, child.pid]));
    setInterval(() => {}, 1000);
    break;
  }
  case 'flood': setInterval(() => out(Buffer.alloc(65536)), 1); break;
  case 'text': out('no licence'); break;
}
`;
const script = join(folder, 'helper.mjs');
writeFileSync(script, HELPER);

function helper(how: string, options: { timeoutMs?: number; rawRows?: 'bottom-up' } = {}) {
  const args = [script, how, join(folder, 'pids.json')];
  return createExternalPhotoDecoder({ command: process.execPath, args, ...options });
}

async function makeBlock() {
  const data = new Uint8Array(102 * 126 * 3).map((_, at) => (Math.floor(at / 306) * 2 + (at % 306) / 6) % 256);
  const simulated = await encodeSimulatedPhoto({ width: 102, height: 126, data });
  const block = Buffer.from(simulated);
  // The helper gets its `WLf`, and puts the fourth letter back.
  block.write('WLf', 'latin1');
  return { block, expected: await decodeSimulatedPhoto(simulated) };
}

it.each([
  ['raw', {}],
  ['raw-bottom-up', { rawRows: 'bottom-up' }],
  ['bmp', {}],
] as const)('takes the picture a helper writes as %s', async (how, options) => {
  const { block, expected } = await makeBlock();
  const decoded = await helper(how, options).decode(block);
  expect(decoded.ok && expected.ok && Buffer.compare(decoded.image.data, expected.image.data)).toBe(0);
});

it.each([
  ['crash', 'helper-failed', /SIGSEGV/],
  ['exit', 'helper-failed', /code 7/],
  ['text', 'helper-bad-answer', /10 bytes/],
  ['flood', 'helper-bad-answer', /more than/],
] as const)('survives a helper that ends in %s', async (how, code, says) => {
  const { block } = await makeBlock();
  expect(await helper(how).decode(block)).toMatchObject({ ok: false, code, detail: expect.stringMatching(says) });
});

it('survives a helper that does not read, and one that says nothing', async () => {
  const { block } = await makeBlock();
  const silent = createExternalPhotoDecoder({ command: process.execPath, args: ['-e', 'process.exit(0)'] });
  expect(await silent.decode(block)).toMatchObject({ ok: false, code: 'helper-bad-answer' });
});

it('says that there is no such program', async () => {
  const missing = createExternalPhotoDecoder({ command: join(folder, 'not-installed') });
  expect(await missing.decode(Buffer.alloc(1024, 1))).toMatchObject({ ok: false, code: 'helper-missing' });
});

it('kills a helper that hangs, and what it has started', async () => {
  const { block } = await makeBlock();
  expect(await helper('hang', { timeoutMs: 3_000 }).decode(block)).toMatchObject({ ok: false, code: 'helper-timeout' });
  const pids: number[] = JSON.parse(readFileSync(join(folder, 'pids.json'), 'utf8'));
  expect(pids).toHaveLength(2);
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
});

it('does not bother the vendor with a simulated card', async () => {
  const decoder = createExternalPhotoDecoder({ command: join(folder, 'not-installed') });
  const block = Buffer.alloc(1024);
  block.write('RSKP', 'latin1');
  expect(await decoder.decode(block)).toMatchObject({ ok: false, code: 'unknown-format' });
});

/** A zombie that nobody has waited for yet is dead enough. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
