import { success } from '../core/result.ts';
import { type HidAddress, type OpenHid, openHid } from '../transports/hid.ts';
import type { BytePort, OpenPort } from '../transports/serialPort.ts';
import { createIdCardReader, type IdCardReaderOptions } from './driver.ts';
import { type HidEnvelope, REPORT_LENGTH, unwrapAnswer, wrapCommand } from './hidEnvelope.ts';
import type { IdCardReader } from './types.ts';

export interface HidIdCardReaderOptions extends Pick<IdCardReaderOptions, 'removalDetection' | 'clock'> {
  readonly address: HidAddress;
  readonly envelope: HidEnvelope;
  /** For tests. */
  readonly openHid?: OpenHid;
}

/**
 * One report of 64 bytes a millisecond, which is what an interrupt endpoint of a full-speed device carries, moves the
 * bytes of a serial line of this rate. There is no rate to find: only this one is "tried".
 */
const LIKE_BAUD = 640_000;

const NOISE = new Uint8Array(REPORT_LENGTH);

/** A reader with a SAM_A module behind HID: the driver of the serial one, above a port that wraps and unwraps. */
export function createHidIdCardReader(options: HidIdCardReaderOptions): IdCardReader {
  const { address, envelope, openHid: open = openHid, ...rest } = options;
  const name = 'path' in address ? address.path : 'the reader';
  return createIdCardReader({
    ...rest,
    port: name,
    baudRate: LIKE_BAUD,
    openPort: moduleBehindHid(address, envelope, open),
  });
}

function moduleBehindHid(address: HidAddress, envelope: HidEnvelope, open: OpenHid): OpenPort {
  return async () => {
    const opened = await open(address);
    if (!opened.ok) return opened;
    const hid = opened.value;
    /** Whether a part of the answer to the last command has come. */
    let begun = false;
    const port: BytePort = {
      write: (frame) => {
        begun = false;
        for (const report of wrapCommand(envelope, frame)) hid.write(report);
      },
      setBaudRate: async () => true,
      onData: (listener) =>
        hid.onReport((bytes) => {
          for (const report of reportsIn(bytes)) {
            const part = unwrapAnswer(envelope, report);
            if (part.kind === 'part') listener(part.bytes);
            // Without it the frame breaks off and is asked for again. Where none has begun, the exchange has to see
            // that something came, and that it was no frame.
            else if (!begun) listener(NOISE.slice());
            begun ||= part.kind === 'part';
          }
          // What was read may have been somebody's name.
          bytes.fill(0);
        }),
      onClose: (listener) => hid.onClose(listener),
      close: () => hid.close(),
    };
    return success(port);
  };
}

/** hidraw hands reports out one by one; where something between puts them together they are taken apart again. */
function* reportsIn(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += REPORT_LENGTH) yield bytes.subarray(at, at + REPORT_LENGTH);
}
