import { describe, expect, it } from 'vitest';
import { FakeClock } from '../core/fakeClock.ts';
import { chooseReader, pcscReaders } from './pcsc.ts';
import { type PcscLibrary, SCARD, SLOT } from './pcscLibrary.ts';

/** A service that does as it is told, with one reader and one card. */
function fakeService() {
  const now = {
    flags: SLOT.present as number,
    changes: 1,
    looks: SCARD.success as number,
    establish: SCARD.success as number,
    connect: SCARD.success as number,
    begin: SCARD.success as number,
    transmit: SCARD.success as number,
    answer: [0x90, 0x00] as readonly number[] | undefined,
    names: ['Reader SAM 00 00', 'Reader 00 01'],
    contexts: 0,
    released: 0,
    ended: 0,
    disconnected: [] as number[],
  };
  let answerLate: (() => void) | undefined;
  const library: PcscLibrary = {
    establishContext: async () => {
      if (now.establish === SCARD.success) now.contexts += 1;
      return { code: now.establish, context: now.contexts };
    },
    releaseContext: async () => {
      now.released += 1;
      return SCARD.success;
    },
    listReaders: async () => ({
      code: now.names.length > 0 ? SCARD.success : SCARD.noReadersAvailable,
      names: now.names,
    }),
    slotState: async () => ({
      code: now.looks,
      state: { flags: now.flags, changes: now.changes, atr: Uint8Array.of(0x3b, 0x00) },
    }),
    connect: async () => ({ code: now.connect, card: 7, protocol: 1 }),
    disconnect: async (_card, leave) => {
      now.disconnected.push(leave);
      return SCARD.success;
    },
    beginTransaction: async () => now.begin,
    endTransaction: async () => {
      now.ended += 1;
      return SCARD.success;
    },
    transmit: async () => {
      if (now.answer === undefined) await new Promise<void>((resolve) => (answerLate = resolve));
      return { code: now.transmit, answer: Uint8Array.from(now.answer ?? [0x90, 0x00]) };
    },
  };
  return { now, library, answerLate: () => answerLate?.() };
}

async function openFake(answerMs = 1_000) {
  const service = fakeService();
  const clock = new FakeClock();
  const open = pcscReaders({ clock, library: service.library, answerMs });
  const opened = await open(undefined);
  if (!opened.ok) throw new Error(opened.error.detail);
  const link = await opened.value.connect('shared');
  if (!link.ok) throw new Error(link.error.detail);
  return { ...service, clock, open, port: opened.value, link: link.value };
}

describe('choosing a reader', () => {
  const names = ['ACS ACR1281 1S Dual Reader SAM 00 02', 'ACS ACR1281 1S Dual Reader 00 00', 'Other 00 00'];
  it.each([
    [undefined, names[1]],
    ['other', names[2]],
    ['dual reader sam', names[0]],
    ['gemalto', undefined],
  ])('%s', (wanted, expected) => {
    expect(chooseReader(names, wanted)).toBe(expected);
  });
});

describe('a reader over PC/SC', () => {
  it.each([
    [SCARD.noService, 'port-failed'],
    [SCARD.serviceStopped, 'port-failed'],
    [SCARD.internalError, 'port-failed'],
  ])('opening: %i is %s', async (code, expected) => {
    const { now, library } = fakeService();
    now.establish = code;
    expect(await pcscReaders({ clock: new FakeClock(), library })(undefined)).toMatchObject({
      ok: false,
      error: { code: expected },
    });
  });

  it('opening without readers fails and keeps no context', async () => {
    const { now, library } = fakeService();
    now.names = [];
    const opened = await pcscReaders({ clock: new FakeClock(), library })(undefined);
    expect(opened).toMatchObject({ ok: false, error: { code: 'port-missing' } });
    expect(now.released).toBe(now.contexts);
  });

  it('tells of cards that come, go, are swapped between two looks, or are mute; and of changes only', async () => {
    const { now, clock, port } = await openFake();
    const seen: string[] = [];
    port.onSlot(({ card, changes }) => seen.push(`${card} ${changes}`));
    const look = async (flags: number, changes: number): Promise<void> => {
      Object.assign(now, { flags, changes });
      await clock.advance(200);
      await clock.advance(200);
    };
    await look(SLOT.empty, 2);
    await look(SLOT.present | SLOT.mute, 3);
    await look(SLOT.present, 5);
    expect(seen).toEqual(['none 2', 'mute 3', 'present 5']);
  });

  it.each([
    ['unplugged', { flags: SLOT.unavailable }, 'unplugged'],
    ['unknown to the service', { looks: SCARD.unknownReader }, 'unplugged'],
    ['without its service', { looks: SCARD.commError }, 'unplugged'],
    ['whose service says what nobody knows', { looks: 0x8010_0099 }, 'unplugged'],
  ])('%s closes with why, within a second', async (_what, change, expected) => {
    const { now, clock, port } = await openFake();
    const closed: string[] = [];
    port.onClose(({ code }) => closed.push(code));
    Object.assign(now, change);
    await clock.advance(1_000);
    expect(closed).toEqual([expected]);
    // The monitor's; the card's is released with its link.
    expect(now.released).toBe(1);
  });

  it.each([
    [SCARD.removedCard, 'card-pulled'],
    [SCARD.noSmartcard, 'no-card'],
    [SCARD.resetCard, 'card-reset'],
    [SCARD.unresponsiveCard, 'card-mute'],
    [SCARD.unpoweredCard, 'card-mute'],
    [SCARD.protocolMismatch, 'card-mute'],
    [SCARD.readerUnavailable, 'unplugged'],
    [SCARD.sharingViolation, 'port-busy'],
    [SCARD.commError, 'unplugged'],
    [SCARD.noService, 'unplugged'],
  ])('a command that ends with %i is %s', async (code, expected) => {
    const { now, link } = await openFake();
    now.transmit = code;
    expect(await link.transmit(Uint8Array.of(0))).toMatchObject({ ok: false, error: { code: expected } });
  });

  it.each([
    ['an empty answer', SCARD.success, []],
    ['one byte', SCARD.success, [0x90]],
    ['a spoilt one', SCARD.notTransacted, [0x90, 0x00]],
  ])('%s is a bad frame while the card stays, and a pulled card when it has gone', async (_what, code, answer) => {
    const { now, clock, link } = await openFake();
    Object.assign(now, { transmit: code, answer });
    const stays = link.transmit(Uint8Array.of(0));
    await clock.advance(2_000);
    expect(await stays).toMatchObject({ ok: false, error: { code: 'bad-frame' } });
    const pulled = link.transmit(Uint8Array.of(0));
    now.flags = SLOT.empty;
    now.changes = 2;
    await clock.advance(400);
    expect(await pulled).toMatchObject({ ok: false, error: { code: 'card-pulled' } });
  });

  it('gives a card up that never answers, and opens nothing more until that call is back', async () => {
    const { now, clock, link, open, answerLate } = await openFake();
    now.answer = undefined;
    const asked = link.transmit(Uint8Array.of(0));
    await clock.advance(1_000);
    expect(await asked).toMatchObject({ ok: false, error: { code: 'answer-timeout' } });
    expect(await open(undefined)).toMatchObject({ ok: false, error: { code: 'answer-timeout' } });
    // Closing must not wait for it either.
    await link.close('reset');
    expect(now.disconnected).toEqual([]);
    answerLate();
    await clock.advance(0);
    expect(await open(undefined)).toMatchObject({ ok: true });
  });

  it('ends a transaction whatever happens in it', async () => {
    const { now, link } = await openFake();
    expect(await link.transaction(async () => 1)).toEqual({ ok: true, value: 1 });
    await expect(link.transaction(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    expect(now.ended).toBe(2);
    now.begin = SCARD.resetCard;
    expect(await link.transaction(async () => 1)).toMatchObject({ ok: false, error: { code: 'card-reset' } });
    expect(now.ended).toBe(2);
  });

  it('lets go of everything', async () => {
    const { now, port, link } = await openFake();
    await link.close('reset');
    await link.close('reset');
    await port.close();
    await port.close();
    expect(now.disconnected).toEqual([1]);
    expect(now.released).toBe(now.contexts);
    expect(await link.transmit(Uint8Array.of(0))).toMatchObject({ ok: false, error: { code: 'card-pulled' } });
  });
});
