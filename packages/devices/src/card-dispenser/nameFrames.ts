import { FrameScanner, type Heard } from './checkedFrame.ts';
import { CRT310, CRT310_FRAME, parseReply310 } from './crt310Codec.ts';
import { CRT591, CRT591_FRAME, parseCommand, parseReply } from './crt591Codec.ts';

/**
 * Names what passes between terminal and mechanism, for a technician who watches the line. What goes to a chip, and
 * what it says, is a person's: only its length is shown.
 */

interface Named {
  readonly name: string;
  readonly hex: string;
}

const NAMES_591 = namesOf(CRT591);
const NAMES_310 = namesOf(CRT310);
/** CM of the chip commands: their data is masked. */
const CHIP_591 = 0x51;
const CHIP_310 = 0x37;

export function nameDispenserFrames(dialect: 'crt591' | 'crt310'): {
  push(direction: '=>' | '<=', bytes: Uint8Array): Named[];
} {
  const shape = dialect === 'crt591' ? CRT591_FRAME : CRT310_FRAME;
  const scanners = { '=>': new FrameScanner(shape), '<=': new FrameScanner(shape) };
  const names = dialect === 'crt591' ? { '=>': command591, '<=': reply591 } : { '=>': command310, '<=': reply310 };
  return {
    push: (direction, bytes) => scanners[direction].push(bytes).map((heard) => name(heard, names[direction])),
  };
}

function name(heard: Heard, nameText: (text: Uint8Array) => Named): Named {
  if (heard.kind === 'bad-frame') return { name: `no frame: ${heard.detail}`, hex: '' };
  if (heard.kind === 'control') return { name: heard.control.toUpperCase(), hex: '' };
  const named = nameText(heard.text);
  heard.text.fill(0);
  return named;
}

function command591(text: Uint8Array): Named {
  const command = parseCommand(text);
  if (!command) return { name: 'no command', hex: '' };
  const { cm, pm, data } = command;
  return { name: NAMES_591(cm, pm), hex: withData(text.subarray(0, 3), data, cm === CHIP_591) };
}

function reply591(text: Uint8Array): Named {
  const reply = parseReply(text);
  if (!reply) return { name: 'no reply', hex: '' };
  const { cm, pm } = reply;
  if (reply.kind === 'refused') return { name: `${NAMES_591(cm, pm)}: refused ${reply.error}`, hex: hexOf(text) };
  const st = reply.st.join('');
  return { name: `${NAMES_591(cm, pm)}: done ${st}`, hex: withData(text.subarray(0, 6), reply.data, cm === CHIP_591) };
}

function command310(text: Uint8Array): Named {
  const [cm = 0, pm = 0] = text;
  return { name: NAMES_310(cm, pm), hex: withData(text.subarray(0, 2), text.subarray(2), cm === CHIP_310) };
}

function reply310(text: Uint8Array): Named {
  const reply = parseReply310(text);
  if (!reply) return { name: 'no reply', hex: '' };
  if (reply.kind === 'refused') return { name: `refused ${reply.error}`, hex: hexOf(text) };
  const { cm, pm, data } = reply;
  return { name: `${NAMES_310(cm, pm)}: reply`, hex: withData(text.subarray(0, 2), data, cm === CHIP_310) };
}

function namesOf(commands: Readonly<Record<string, readonly [number, number]>>): (cm: number, pm: number) => string {
  const names = new Map(Object.entries(commands).map(([key, [cm, pm]]) => [`${cm} ${pm}`, inWords(key)]));
  return (cm, pm) => names.get(`${cm} ${pm}`) ?? `command ${hexOf(Uint8Array.of(cm, pm))}`;
}

/** `moveToIc` as "move to ic". */
function inWords(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function withData(head: Uint8Array, data: Uint8Array, masked: boolean): string {
  if (data.length === 0) return hexOf(head);
  return `${hexOf(head)} ${masked ? `[${data.length} bytes masked]` : hexOf(data)}`;
}

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ');
