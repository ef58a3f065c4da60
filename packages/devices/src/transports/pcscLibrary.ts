import { createRequire } from 'node:module';
import type * as Koffi from 'koffi';

const require = createRequire(import.meta.url);

/**
 * The functions of PC/SC that are used here, as `libpcsclite` has them on Linux, one to one. Every call runs in a thread
 * of its own pool: a service that hangs must not hang the terminal. Nothing is decided here; `pcsc.ts` does that.
 */

/** What PC/SC calls return; what is not named here is shown as a number. */
export const SCARD = {
  success: 0,
  internalError: 0x8010_0001,
  invalidHandle: 0x8010_0003,
  insufficientBuffer: 0x8010_0008,
  unknownReader: 0x8010_0009,
  timeout: 0x8010_000a,
  sharingViolation: 0x8010_000b,
  noSmartcard: 0x8010_000c,
  protocolMismatch: 0x8010_000f,
  commError: 0x8010_0013,
  notTransacted: 0x8010_0016,
  readerUnavailable: 0x8010_0017,
  noService: 0x8010_001d,
  serviceStopped: 0x8010_001e,
  noReadersAvailable: 0x8010_002e,
  unsupportedCard: 0x8010_0065,
  unresponsiveCard: 0x8010_0066,
  unpoweredCard: 0x8010_0067,
  resetCard: 0x8010_0068,
  removedCard: 0x8010_0069,
  securityViolation: 0x8010_006a,
} as const;

/** What a reader says of its slot, in the low half of its event state; the high half counts cards in and out. */
export const SLOT = {
  unknown: 0x04,
  unavailable: 0x08,
  empty: 0x10,
  present: 0x20,
  exclusive: 0x80,
  mute: 0x200,
} as const;

export const PROTOCOL = { t0: 1, t1: 2 } as const;
export const SHARE = { exclusive: 1, shared: 2 } as const;
export const LEAVE = { asIs: 0, reset: 1, unpower: 2 } as const;

const SCOPE_SYSTEM = 2;
/** The longest answer: 65,536 bytes, the status word, and what a driver may put around them. */
const MAX_ANSWER = 65_548;
const MAX_ATR = 33;

/** A number the service gives out. 64 bits on paper; pcsc-lite's fit into 53. */
type Handle = number | bigint;

export interface SlotState {
  /** Bits of `SLOT`. */
  readonly flags: number;
  /** Goes up with every card that comes or goes. */
  readonly changes: number;
  readonly atr: Uint8Array;
}

export interface PcscLibrary {
  establishContext(): Promise<{ code: number; context: Handle }>;
  releaseContext(context: Handle): Promise<number>;
  listReaders(context: Handle): Promise<{ code: number; names: readonly string[] }>;
  /** How the slot stands now; does not wait. */
  slotState(context: Handle, reader: string): Promise<{ code: number; state: SlotState }>;
  connect(context: Handle, reader: string, share: number): Promise<{ code: number; card: Handle; protocol: number }>;
  disconnect(card: Handle, leave: number): Promise<number>;
  beginTransaction(card: Handle): Promise<number>;
  endTransaction(card: Handle, leave: number): Promise<number>;
  /** The command's bytes are handed over as they are and copied nowhere on this side of the service's socket. */
  transmit(card: Handle, protocol: number, command: Uint8Array): Promise<{ code: number; answer: Uint8Array }>;
}

type Types = (string | Koffi.TypeObject | ReturnType<typeof Koffi.out>)[];

let loaded: PcscLibrary | undefined;

/** Throws with the loader's own sentence where the library is not installed. */
export function loadPcscLibrary(): PcscLibrary {
  loaded ??= bind();
  return loaded;
}

function bind(): PcscLibrary {
  // Loaded here and not above: the terminal imports the drivers' names, and native code is the device host's alone.
  const koffi = require('koffi') as typeof Koffi;
  const library = koffi.load('libpcsclite.so.1');
  const readerState = koffi.struct({
    reader: 'const char *',
    userData: 'void *',
    currentState: 'unsigned long',
    eventState: 'unsigned long',
    atrLength: 'unsigned long',
    atr: koffi.array('uint8_t', MAX_ATR),
  });
  const ioRequest = koffi.struct({ protocol: 'unsigned long', length: 'unsigned long' });
  const [long, ulong, text, bytes] = ['long', 'unsigned long', 'const char *', 'void *'] as const;
  const outLong = koffi.out(koffi.pointer(long));
  const outUlong = koffi.out(koffi.pointer(ulong));
  const inoutUlong = koffi.inout(koffi.pointer(ulong));
  const bound = (name: string, types: Types) => promised(library.func(name, long, types));

  const establish = bound('SCardEstablishContext', [ulong, bytes, bytes, outLong]);
  const release = bound('SCardReleaseContext', [long]);
  const list = bound('SCardListReaders', [long, text, bytes, inoutUlong]);
  const statusChange = bound('SCardGetStatusChange', [long, ulong, koffi.inout(koffi.pointer(readerState)), ulong]);
  const connect = bound('SCardConnect', [long, text, ulong, ulong, outLong, outUlong]);
  const disconnect = bound('SCardDisconnect', [long, ulong]);
  const begin = bound('SCardBeginTransaction', [long]);
  const end = bound('SCardEndTransaction', [long, ulong]);
  const transmit = bound('SCardTransmit', [long, koffi.pointer(ioRequest), bytes, ulong, bytes, bytes, inoutUlong]);

  return {
    establishContext: async () => {
      const context = [0];
      const code = await establish(SCOPE_SYSTEM, null, null, context);
      return { code, context: context[0] ?? 0 };
    },
    releaseContext: (context) => release(context),
    listReaders: async (context) => {
      const length = [0];
      const first = await list(context, null, null, length);
      if (first !== SCARD.success) return { code: first, names: [] };
      // A reader that comes in between would not fit: then the next look sees it.
      const names = Buffer.alloc(length[0] ?? 0);
      const code = await list(context, null, names, length);
      const found = code === SCARD.success ? names.toString('utf8').split('\0').filter(Boolean) : [];
      return { code, names: found };
    },
    slotState: async (context, reader) => {
      const state = {
        reader,
        userData: null,
        currentState: 0,
        eventState: 0,
        atrLength: 0,
        atr: new Array<number>(MAX_ATR).fill(0),
      };
      const states = [state];
      const code = await statusChange(context, 0, states, 1);
      const { eventState = 0, atrLength = 0, atr = [] } = states[0] ?? {};
      return {
        code,
        state: {
          flags: eventState & 0xffff,
          changes: Math.floor(eventState / 0x1_0000),
          atr: Uint8Array.from(atr).subarray(0, Math.min(atrLength, MAX_ATR)),
        },
      };
    },
    connect: async (context, reader, share) => {
      const card = [0];
      const protocol = [0];
      const code = await connect(context, reader, share, PROTOCOL.t0 | PROTOCOL.t1, card, protocol);
      return { code, card: card[0] ?? 0, protocol: protocol[0] ?? 0 };
    },
    disconnect: (card, leave) => disconnect(card, leave),
    beginTransaction: (card) => begin(card),
    endTransaction: (card, leave) => end(card, leave),
    transmit: async (card, protocol, command) => {
      const answer = new Uint8Array(MAX_ANSWER);
      const length = [answer.length];
      const code = await transmit(
        card,
        { protocol, length: koffi.sizeof(ioRequest) },
        command,
        command.length,
        null,
        answer,
        length,
      );
      const whole = answer.slice(0, code === SCARD.success ? length[0] : 0);
      answer.fill(0, 0, length[0]);
      return { code, answer: whole };
    },
  };
}

/** A call in a thread of the library's; PC/SC's negative numbers come back as their manuals write them. */
function promised(call: { async: (...values: unknown[]) => void }): (...values: unknown[]) => Promise<number> {
  return (...values) =>
    new Promise((resolve, reject) => {
      call.async(...values, (error: unknown, code: number) => (error ? reject(error) : resolve(code >>> 0)));
    });
}
