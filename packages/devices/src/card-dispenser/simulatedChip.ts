/** What is on the contacts of a simulated card: any APDU responder can stand in. */
export interface SimulatedChip {
  readonly atr: Uint8Array;
  readonly protocol: 'T=0' | 'T=1';
  /** Power came on: whatever was selected or verified is forgotten. */
  reset(): void;
  transmit(command: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** A short ATR of a T=0 chip: direct convention, no interface bytes, two historical ones. */
const PLAIN_ATR = Uint8Array.of(0x3b, 0x02, 0x53, 0x53);
/** TD1 says T=1; with the check byte ISO 7816-3 then wants. */
const PLAIN_ATR_T1 = Uint8Array.of(0x3b, 0x82, 0x01, 0x53, 0x53, 0x83);

const SW = { ok: [0x90, 0x00], noFile: [0x6a, 0x82], noRecord: [0x6a, 0x83], badLength: [0x67, 0x00] };
const SW_NO_SELECTION = [0x69, 0x85];
const SW_NO_INSTRUCTION = [0x6d, 0x00];

/**
 * The simplest chip that is of use: one file with a few records, found by SELECT and read by READ RECORD, GET CHALLENGE
 * beside it. Not a social security card; that one is a responder of its own.
 */
export function plainChip(options: {
  readonly file: Uint8Array;
  readonly records: readonly Uint8Array[];
  readonly protocol?: 'T=0' | 'T=1';
}): SimulatedChip {
  const { file, records, protocol = 'T=0' } = options;
  let selected = false;
  const answer = (sw: readonly number[], data: Uint8Array = new Uint8Array()): Uint8Array =>
    Uint8Array.of(...data, ...sw);

  return {
    atr: protocol === 'T=0' ? PLAIN_ATR : PLAIN_ATR_T1,
    protocol,
    reset: () => {
      selected = false;
    },
    transmit: (command) => {
      const [, instruction, p1 = 0, , length = 0] = command;
      switch (instruction) {
        case 0xa4: {
          selected = Buffer.from(command.subarray(5, 5 + length)).equals(file);
          return answer(selected ? SW.ok : SW.noFile);
        }
        case 0xb2: {
          const record = records[p1 - 1];
          if (!selected) return answer(SW_NO_SELECTION);
          return record ? answer(SW.ok, record) : answer(SW.noRecord);
        }
        case 0x84:
          return command.length === 5 ? answer(SW.ok, new Uint8Array(length).fill(0x5a)) : answer(SW.badLength);
        default:
          return answer(SW_NO_INSTRUCTION);
      }
    },
  };
}
