import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench, whenState } from '../core/testing.ts';
import { SW3 } from './commands.ts';
import { createIdCardReader, type IdCardReaderOptions } from './driver.ts';
import { encodeAnswer } from './frame.ts';
import {
  baseAnswer,
  cards,
  newestAddress,
  photo,
  residentText,
  type ScriptedReader,
  type Scripts,
  samId,
  startScriptedReader,
} from './testing.ts';
import type { IdCardReader, ReadProgress } from './types.ts';

/** Readers that are not our simulator, each with one habit of the readers in the field. */
describe('the driver of an ID card reader', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  const connect = (options: Partial<IdCardReaderOptions> = {}): IdCardReader => {
    const reader = createIdCardReader({ port: bench.port, ...options });
    bench.afterwards(() => reader.close());
    return reader;
  };
  const script = async (scripts: Scripts = {}, options: { onlyAtBaud?: number } = {}): Promise<ScriptedReader> => {
    const peer = await startScriptedReader(bench.port, scripts, options);
    bench.afterwards(() => peer.unplug());
    return peer;
  };
  const bytewise = (frame: Uint8Array, pauseMs = 0) => ({
    bytes: [...frame].map((byte) => Uint8Array.of(byte)),
    pauseMs,
  });
  const failing = (sw3: number) => () => encodeAnswer(sw3);
  const spoilt = (frame: Uint8Array): Uint8Array => frame.map((byte, index) => (index === 30 ? byte ^ 1 : byte));
  const read = (options = {}) => connect().readCard({ timeoutMs: 5_000, ...options });

  it('reads a card', async () => {
    await script();
    const progress: ReadProgress[] = [];
    const reading = await read({ onProgress: (step: ReadProgress) => progress.push(step) });
    expect(reading).toMatchObject({ ok: true, value: { credential: cards[0]?.credential, samId: samId.text } });
    if (!reading.ok) return;
    expect(Buffer.from(reading.value.photo)).toEqual(Buffer.from(photo));
    expect('newestAddress' in reading.value).toBe(false);
    // Find, select and read with their answers, and nothing else.
    expect(reading.value.timings).toMatchObject({ baudRate: 115_200, bytes: 10 + 15 + 10 + 19 + 10 + 1295 });
    expect(progress).toEqual(['card-found', 'reading']);
  });

  it.each(cards)('reads the layout of a $credential.kind', async ({ credential, text }) => {
    await script({ '30 01': () => baseAnswer(text) });
    expect(await read()).toMatchObject({ ok: true, value: { credential } });
  });

  it.each<[string, Scripts]>([
    [
      'puts vendor bytes before the preamble',
      { '20 01': () => Buffer.concat([Uint8Array.of(1, 0xaa, 0xaa), encodeAnswer(SW3.found, new Uint8Array(4))]) },
    ],
    ['sends one byte at a time', { '30 01': () => bytewise(baseAnswer(residentText)) }],
    ['pauses in the middle of a frame', { '20 02': () => bytewise(encodeAnswer(SW3.ok, new Uint8Array(8)), 20) }],
    ['ignores the first command', { '11 FF': (times) => (times === 1 ? undefined : encodeAnswer(SW3.ok)) }],
    [
      'answers the status before late',
      { '20 01': () => Buffer.concat([encodeAnswer(SW3.ok), encodeAnswer(SW3.found, new Uint8Array(4))]) },
    ],
    [
      'answers find before late',
      {
        '20 02': () =>
          Buffer.concat([
            encodeAnswer(SW3.noCard),
            encodeAnswer(SW3.found, new Uint8Array(4)),
            encodeAnswer(SW3.ok, new Uint8Array(8)),
          ]),
      },
    ],
    ['answers select without a serial number', { '20 02': () => encodeAnswer(SW3.ok) }],
    [
      'answers select before late',
      { '30 01': () => Buffer.concat([encodeAnswer(SW3.ok, new Uint8Array(8)), baseAnswer(residentText)]) },
    ],
    [
      'fails to find a few times',
      { '20 01': (times) => (times < 3 ? encodeAnswer(SW3.noCard) : encodeAnswer(SW3.found, new Uint8Array(4))) },
    ],
    [
      'fails to select once',
      { '20 02': (times) => (times === 1 ? encodeAnswer(SW3.selectFailed) : encodeAnswer(SW3.ok, new Uint8Array(8))) },
    ],
    [
      'fails to read once',
      { '30 01': (times) => (times === 1 ? encodeAnswer(SW3.readFailed) : baseAnswer(residentText)) },
    ],
    [
      'spoils a read once',
      { '30 01': (times) => (times === 1 ? spoilt(baseAnswer(residentText)) : baseAnswer(residentText)) },
    ],
    [
      'cuts a read short once',
      { '30 01': (times) => (times === 1 ? baseAnswer(residentText).subarray(0, 700) : baseAnswer(residentText)) },
    ],
    [
      'received a spoilt frame once',
      { '20 02': (times) => (times === 1 ? encodeAnswer(SW3.hostChecksum) : encodeAnswer(SW3.ok, new Uint8Array(8))) },
    ],
    [
      'is silent once while waiting',
      { '20 01': (times) => (times === 1 ? undefined : encodeAnswer(SW3.found, new Uint8Array(4))) },
    ],
    [
      'adds the length of a fingerprint',
      { '30 01': () => encodeAnswer(SW3.ok, Buffer.concat([Uint8Array.of(1, 0, 4, 0, 0, 0), residentText, photo])) },
    ],
    ['refuses the additional address', { '30 03': failing(SW3.badCommand) }],
    ['does not know the additional address', { '30 03': failing(SW3.notRecognised) }],
    ['says nothing to the additional address', { '30 03': () => undefined }],
    ['spoils the additional address', { '30 03': () => spoilt(encodeAnswer(SW3.ok, new Uint8Array(70))) }],
  ])('reads at a reader that %s', async (_habit, scripts) => {
    await script(scripts);
    expect(await read()).toMatchObject({ ok: true, value: { credential: cards[0]?.credential, samId: samId.text } });
  });

  it.each<[string, Scripts]>([
    ['refuses', { '12 FF': failing(SW3.badCommand) }],
    ['says nothing to', { '12 FF': () => undefined }],
  ])('reads at a reader that %s the question for its SAM id', async (_habit, scripts) => {
    await script(scripts);
    expect(await read()).toMatchObject({ ok: true, value: { samId: '' } });
  });

  it('reads the additional address', async () => {
    await script({ '30 03': () => Buffer.from(newestAddress.answerHex, 'hex') });
    expect(await read()).toMatchObject({ ok: true, value: { newestAddress: newestAddress.text } });
  });

  it.each([57_600, 9_600])('finds a reader at %i baud', async (baudRate) => {
    await script({}, { onlyAtBaud: baudRate });
    expect(await read()).toMatchObject({ ok: true, value: { timings: { baudRate } } });
  });

  it.each<[string, string, object, Scripts]>([
    ['card-read-failed', 'fails to read', { sw3: '41' }, { '30 01': failing(SW3.readFailed) }],
    ['card-read-failed', 'fails to select', { sw3: '81' }, { '20 02': failing(SW3.selectFailed) }],
    ['card-rejected', 'does not accept the card', { sw3: '32' }, { '20 02': failing(SW3.moduleRejectsCard) }],
    ['wrong-card-type', 'finds something else', { sw3: '40' }, { '20 01': failing(SW3.unknownCardType) }],
    ['command-refused', 'answers what no table knows', { sw3: '77' }, { '20 02': failing(0x77) }],
    ['sam-not-authorised', 'has no licence', { sw3: '66' }, { '20 01': failing(SW3.notAuthorised) }],
    ['bad-frame', 'spoils every read', {}, { '30 01': () => spoilt(baseAnswer(residentText)) }],
    [
      'bad-frame',
      'claims impossible lengths',
      {},
      { '20 02': () => Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0xff, 0xff, 0) },
    ],
    [
      'bad-card-data',
      'reads a short text',
      { field: 'text' },
      { '30 01': () => baseAnswer(residentText.subarray(0, 200)) },
    ],
    [
      'bad-card-data',
      'reads no photo',
      { field: 'photo' },
      { '30 01': () => baseAnswer(residentText, new Uint8Array()) },
    ],
    [
      'bad-card-data',
      'announces other lengths than it sends',
      { field: 'text' },
      { '30 01': () => baseAnswer(residentText, photo, [256, 999]) },
    ],
    [
      'bad-card-data',
      'reads half a surrogate pair',
      { field: 'name' },
      { '30 01': () => baseAnswer(Buffer.concat([Uint8Array.of(0, 0xd8), residentText.subarray(2)])) },
    ],
  ])('says %s at a reader that %s, and can be used again', async (code, _habit, more, faults) => {
    const once: Scripts = Object.fromEntries(
      Object.entries(faults).map(([name, answer]) => [name, (times: number) => (healed ? GOOD[name] : answer(times))]),
    );
    let healed = false;
    await script(once);
    const reader = connect();
    expect(await reader.readCard({ timeoutMs: 5_000 })).toMatchObject({ ok: false, error: { code, ...more } });
    healed = true;
    expect(await reader.readCard({ timeoutMs: 5_000 })).toMatchObject({ ok: true });
  });

  it('gives up a reader that falls silent for ever, and finds it when it speaks again', async () => {
    let silent = false;
    const peer = await script({
      '11 FF': () => (silent ? undefined : encodeAnswer(SW3.ok)),
      '20 01': () => (silent ? undefined : encodeAnswer(SW3.noCard)),
    });
    const reader = connect({ baudRate: 115_200 });
    await whenState(reader, 'online');
    silent = true;
    expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'answer-timeout' } });
    expect(await whenState(reader, 'offline')).toMatchObject({ detail: expect.stringContaining('find') });
    silent = false;
    await whenState(reader, 'online');
    expect(peer.heard.filter((name) => name === '20 01')).toHaveLength(3);
  });

  it('says no-answer where nothing speaks SAM_V', async () => {
    await script({ '11 FF': () => undefined });
    expect(await read()).toMatchObject({ ok: false, error: { code: 'no-answer' } });
  });

  it('says that the port is missing, is no port, or is busy', async () => {
    const reader = connect();
    expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'port-missing' } });
    expect(reader.status.state).toBe('noDevice');
    writeFileSync(bench.path('file'), '');
    const wrong = connect({ port: bench.path('file') });
    expect(await wrong.readCard()).toMatchObject({ ok: false, error: { code: 'port-failed' } });
    await script();
    await whenState(reader, 'online');
    expect(await connect().readCard()).toMatchObject({ ok: false, error: { code: 'port-busy' } });
  });

  it('says no-card in time, and aborted at once', async () => {
    await script({ '20 01': failing(SW3.noCard) });
    const reader = connect();
    expect(await reader.readCard({ timeoutMs: 100 })).toMatchObject({ ok: false, error: { code: 'no-card' } });
    const abort = new AbortController();
    const waiting = reader.readCard({ signal: abort.signal });
    abort.abort();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'aborted' } });
    expect(await reader.readCard({ signal: abort.signal })).toMatchObject({ error: { code: 'aborted' } });
    expect(await reader.readCard({ timeoutMs: 100 })).toMatchObject({ error: { code: 'no-card' } });
  });

  it('survives an unplugging in the middle of a frame and finds the reader where the link points next', async () => {
    const peer = await script({ '30 01': () => ({ bytes: [baseAnswer(residentText).subarray(0, 600)], pauseMs: 0 }) });
    const reader = connect();
    const states: string[] = [];
    reader.onStatus(({ state }) => states.push(state));
    const reading = reader.readCard({
      onProgress: (progress) => {
        if (progress === 'reading') void peer.unplug();
      },
    });
    expect(await reading).toMatchObject({ ok: false, error: { code: 'unplugged' } });
    await whenState(reader, 'noDevice');
    await script();
    await whenState(reader, 'online');
    expect(await reader.readCard({ timeoutMs: 5_000 })).toMatchObject({ ok: true });
    expect(states.filter((state) => state === 'online')).toHaveLength(2);
    expect(states.filter((state, index) => state === states[index - 1] && state !== 'noDevice')).toEqual([]);
  });

  describe('watching a read card go', () => {
    const find = (seen: (times: number) => boolean): Scripts => ({
      '20 01': (times) => (seen(times) ? encodeAnswer(SW3.found, new Uint8Array(4)) : encodeAnswer(SW3.noCard)),
    });

    it('tells when it is gone, and not for one lost look', async () => {
      const peer = await script(find((times) => times <= 3 || times === 5));
      const reader = connect();
      expect(await reader.readCard()).toMatchObject({ ok: true });
      expect(await reader.waitForRemoval()).toEqual({ ok: true, value: 'removed' });
      expect(peer.heard.filter((name) => name === '20 01')).toHaveLength(7);
    });

    it('does not pretend to know at a reader that hides a read card', async () => {
      await script(find((times) => times === 1));
      const reader = connect();
      expect(await reader.readCard()).toMatchObject({ ok: true });
      expect(await reader.waitForRemoval()).toEqual({ ok: true, value: 'unknown' });
    });

    it('takes the configuration at its word', async () => {
      await script(find((times) => times === 1));
      const reader = connect({ removalDetection: 'find' });
      expect(await reader.readCard()).toMatchObject({ ok: true });
      expect(await reader.waitForRemoval()).toEqual({ ok: true, value: 'removed' });
      const blind = connect({ removalDetection: 'none', port: bench.path('nowhere') });
      expect(await blind.waitForRemoval()).toEqual({ ok: true, value: 'unknown' });
    });

    it('ends when it is told to', async () => {
      await script();
      const reader = connect();
      expect(await reader.readCard()).toMatchObject({ ok: true });
      expect(await reader.waitForRemoval({ timeoutMs: 50 })).toMatchObject({ error: { code: 'aborted' } });
      const waiting = reader.waitForRemoval();
      await reader.close();
      expect(await waiting).toMatchObject({ ok: false, error: { code: 'aborted' } });
    });
  });
});

const GOOD: Readonly<Record<string, Uint8Array>> = {
  '20 01': encodeAnswer(SW3.found, new Uint8Array(4)),
  '20 02': encodeAnswer(SW3.ok, new Uint8Array(8)),
  '30 01': baseAnswer(residentText),
};
