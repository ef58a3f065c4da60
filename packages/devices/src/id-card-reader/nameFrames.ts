import { hexByte, SW3 } from './commands.ts';
import { type Answer, type Command, type DecodedFrame, FrameDecoder, parseAnswer, parseCommand } from './frame.ts';

/**
 * Names what passes between terminal and module, for a technician who watches the line. Nothing of a card is shown: of
 * its data, and of its serial number, only the length.
 */

const COMMANDS: Readonly<Record<string, string>> = {
  '11 FF': 'status',
  '12 FF': 'SAM id',
  '20 01': 'find',
  '20 02': 'select',
  '30 01': 'read',
  '30 03': 'additional address',
  '30 10': 'read with fingerprints',
};
const STATUSES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(SW3).map(([name, byte]) => [byte, name]),
);
/**
 * After these commands so many bytes of data are the module's own, and not a card's. Answers carry no command: a late one to
 * a reading may come behind any of them, and is longer.
 */
const OWN_DATA: Readonly<Record<string, number>> = { status: 0, 'SAM id': 16, find: 4 };

export function nameIdCardFrames(): {
  push(direction: '=>' | '<=', bytes: Uint8Array): { name: string; hex: string }[];
} {
  const commands = FrameDecoder.forCommands();
  const answers = FrameDecoder.forAnswers();
  let asked = '';
  const nameCommand = ({ command, parameter, data }: Command) => {
    const code = `${hexByte(command)} ${hexByte(parameter)}`;
    asked = COMMANDS[code] ?? code;
    return { name: asked, hex: withData(code, data, data.length > 0) };
  };
  const nameAnswer = ({ sw1, sw2, sw3, data }: Answer) => ({
    name: `${asked}: ${STATUSES[sw3] ?? 'unknown status'}`,
    hex: withData([sw1, sw2, sw3].map(hexByte).join(' '), data, data.length !== OWN_DATA[asked]),
  });
  return {
    push: (direction, bytes) => {
      const frames = (direction === '=>' ? commands : answers).push(bytes);
      return frames.map((frame: DecodedFrame) => {
        if (frame.kind === 'bad-frame') return { name: `no frame: ${frame.detail}`, hex: '' };
        const named =
          direction === '=>' ? nameCommand(parseCommand(frame.payload)) : nameAnswer(parseAnswer(frame.payload));
        frame.payload.fill(0);
        return named;
      });
    },
  };
}

function withData(head: string, data: Uint8Array, masked: boolean): string {
  if (data.length === 0) return head;
  return `${head} ${masked ? `[${data.length} bytes masked]` : [...data].map(hexByte).join(' ')}`;
}
