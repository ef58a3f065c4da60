import { rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';

/**
 * `ippeveprinter` announces its printer by DNS-SD through the system's Avahi, and refuses to run without. Neither is
 * wanted here: a simulated printer must not turn up in the printer lists of the whole office, and a test must not need
 * root and two system services. This is the other end of what it expects, on a private socket: just enough D-Bus to
 * answer its calls as a running Avahi would, and announce nothing.
 *
 * Formats: D-Bus specification 0.41 (authentication, marshalling), Avahi's `org.freedesktop.Avahi.Server` interface.
 */
export interface QuietDnsSd {
  /** Value for `DBUS_SYSTEM_BUS_ADDRESS` of the program that shall stay quiet. */
  readonly busAddress: string;
  close(): Promise<void>;
}

const METHOD_CALL = 1;
const METHOD_RETURN = 2;
/** The caller wants no reply (flag of the header). */
const NO_REPLY_EXPECTED = 0x1;
/** Codes of the header fields used here. */
const FIELD = { member: 3, replySerial: 5, signature: 8 } as const;
/** `AVAHI_SERVER_RUNNING` of avahi-common/defs.h. */
const AVAHI_SERVER_RUNNING = 2;
/** D-Bus API version of Avahi 0.8; clients refuse older ones. */
const AVAHI_API_VERSION = 515;

/** Answers the calls of every client of `socketPath`, which must be short enough for a Unix socket (107 bytes). */
export async function startQuietDnsSd(socketPath: string): Promise<QuietDnsSd> {
  await rm(socketPath, { force: true });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  return {
    busAddress: `unix:path=${socketPath}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(socket: Socket): void {
  let pending = Buffer.alloc(0);
  let authenticated = false;
  let serial = 0;

  socket.on('data', (data) => {
    pending = Buffer.concat([pending, data]);
    if (!authenticated) authenticate();
    if (!authenticated) return;
    for (let length = messageLength(pending); length <= pending.length; length = messageLength(pending)) {
      const call = parseCall(pending.subarray(0, length));
      pending = pending.subarray(length);
      if (call) socket.write(encodeReply(call, ++serial));
    }
  });

  /** The SASL handshake: lines until BEGIN. Everybody who can reach the socket may come in. */
  const authenticate = (): void => {
    for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
      const line = pending.subarray(0, end).toString('latin1').replace('\0', '');
      pending = pending.subarray(end + 2);
      if (line === 'BEGIN') {
        authenticated = true;
        return;
      }
      socket.write(line.startsWith('AUTH EXTERNAL') ? `OK ${'0'.repeat(32)}\r\n` : 'ERROR\r\n');
    }
  };
}

interface Call {
  readonly serial: number;
  readonly member: string;
}

/** Length of the first message in `data`, or infinity while its header is not all there. */
function messageLength(data: Buffer): number {
  if (data.length < 16) return Number.POSITIVE_INFINITY;
  const read = (at: number): number => (isLittleEndian(data) ? data.readUInt32LE(at) : data.readUInt32BE(at));
  return align(16 + read(12), 8) + read(4);
}

const isLittleEndian = (message: Buffer): boolean => message[0] === 'l'.charCodeAt(0);
const align = (position: number, to: number): number => Math.ceil(position / to) * to;

/** A method call that waits for an answer, or undefined for every other message. */
function parseCall(message: Buffer): Call | undefined {
  if (message[1] !== METHOD_CALL || ((message[2] ?? 0) & NO_REPLY_EXPECTED) !== 0) return undefined;
  const read = (at: number): number => (isLittleEndian(message) ? message.readUInt32LE(at) : message.readUInt32BE(at));
  const end = 16 + read(12);
  let member = '';
  for (let at = 16; at < end; ) {
    at = align(at, 8);
    const code = message[at];
    const type = String.fromCharCode(message[at + 2] ?? 0);
    const valueAt = at + 4;
    switch (type) {
      case 's':
      case 'o': {
        const start = align(valueAt, 4);
        const length = read(start);
        if (code === FIELD.member) member = message.toString('utf8', start + 4, start + 4 + length);
        at = start + 4 + length + 1;
        break;
      }
      case 'g':
        at = valueAt + 1 + (message[valueAt] ?? 0) + 1;
        break;
      case 'u':
        at = align(valueAt, 4) + 4;
        break;
      default:
        return undefined;
    }
  }
  return { serial: read(8), member };
}

/** What a bus with a running Avahi on it says to each call; to those not named here, that it is done. */
function answerTo(member: string): { signature: string; body: Buffer } | undefined {
  switch (member) {
    case 'Hello':
    case 'GetNameOwner':
      return { signature: 's', body: encodeString(':1.1') };
    case 'NameHasOwner':
      return { signature: 'b', body: encodeUInt32(1) };
    case 'GetVersionString':
    case 'GetHostName':
    case 'GetHostNameFqdn':
    case 'GetDomainName':
      return { signature: 's', body: encodeString('localhost') };
    case 'GetAPIVersion':
      return { signature: 'u', body: encodeUInt32(AVAHI_API_VERSION) };
    case 'GetState':
      return { signature: 'i', body: encodeUInt32(AVAHI_SERVER_RUNNING) };
    case 'EntryGroupNew':
      return { signature: 'o', body: encodeString('/quiet/group') };
    default:
      return undefined;
  }
}

function encodeReply(call: Call, serial: number): Buffer {
  const answer = answerTo(call.member);
  const fields = [encodeField(FIELD.replySerial, 'u', encodeUInt32(call.serial))];
  if (answer) fields.push(encodeField(FIELD.signature, 'g', encodeSignature(answer.signature)));
  const fieldBytes = Buffer.concat(fields.map((field, index) => (index < fields.length - 1 ? pad(field) : field)));
  const body = answer?.body ?? Buffer.alloc(0);
  const head = Buffer.from(['l'.charCodeAt(0), METHOD_RETURN, NO_REPLY_EXPECTED, 1]);
  const header = Buffer.concat([
    head,
    encodeUInt32(body.length),
    encodeUInt32(serial),
    encodeUInt32(fieldBytes.length),
    fieldBytes,
  ]);
  return Buffer.concat([pad(header), body]);
}

function encodeField(code: number, type: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([code]), encodeSignature(type), value]);
}

function encodeSignature(signature: string): Buffer {
  return Buffer.from([signature.length, ...Buffer.from(signature), 0]);
}

function encodeString(text: string): Buffer {
  return Buffer.concat([encodeUInt32(Buffer.byteLength(text)), Buffer.from(text), Buffer.alloc(1)]);
}

function encodeUInt32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Fills up to a multiple of eight bytes. */
function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(align(bytes.length, 8) - bytes.length)]);
}
