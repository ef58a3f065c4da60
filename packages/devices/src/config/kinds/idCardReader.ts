import { z } from 'zod';
import { createIdCardReader } from '../../id-card-reader/driver.ts';
import { unwrapAnswer, unwrapCommand } from '../../id-card-reader/hidEnvelope.ts';
import { createHidIdCardReader } from '../../id-card-reader/hidPort.ts';
import { nameIdCardFrames } from '../../id-card-reader/nameFrames.ts';
import { nextStepOf } from '../../id-card-reader/nextSteps.ts';
import { BAUD_RATES } from '../../id-card-reader/probe.ts';
import type { IdCardReader } from '../../id-card-reader/types.ts';
import { connects, defineKind, describeSupplies, type FrameNamer, opened, type SelfTestStep } from '../deviceKind.ts';
import { baudRateOf, serialPath, usbId } from '../settings.ts';

/** Long enough to look for the card in one's bag. */
const CARD_MS = 30_000;

const removalDetection = z.enum(['auto', 'find', 'none']).optional();
const schema = z.discriminatedUnion('interface', [
  z.strictObject({
    interface: z.literal('serial'),
    port: serialPath,
    baudRate: baudRateOf(...BAUD_RATES).optional(),
    removalDetection,
  }),
  z.strictObject({
    interface: z.literal('hid'),
    vendorId: usbId,
    productId: usbId,
    serialNumber: z.string().min(1).optional(),
    envelope: z.enum(['plain', 'miaxis']),
    removalDetection,
  }),
]);
type Settings = z.output<typeof schema>;

export const idCardReader = defineKind({
  name: 'id-card-reader',
  label: 'ID card reader',
  schema,
  open: (settings: Settings, { openPort, openHid } = {}) => {
    const { removalDetection } = settings;
    const detection = removalDetection === undefined ? {} : { removalDetection };
    if (settings.interface === 'hid') {
      const { vendorId, productId, serialNumber, envelope } = settings;
      const address = { vendorId, productId, ...(serialNumber === undefined ? {} : { serialNumber }) };
      return opened(createHidIdCardReader({ address, envelope, ...detection, ...(openHid ? { openHid } : {}) }));
    }
    const { port, baudRate } = settings;
    const rate = baudRate === undefined ? {} : { baudRate };
    return opened(createIdCardReader({ port, ...rate, ...detection, ...(openPort ? { openPort } : {}) }));
  },
  selfTest: (device) => [connects(device, nextStepOf('no-answer')), readsCard(device.driver)],
  describe: describeSupplies,
  portOf: (settings) => (settings.interface === 'serial' ? settings.port : undefined),
  frames: (settings) => (settings.interface === 'serial' ? nameIdCardFrames() : nameHidReports(settings.envelope)),
});

/** The frames inside the reports of a HID reader. */
function nameHidReports(envelope: Extract<Settings, { interface: 'hid' }>['envelope']): FrameNamer {
  const frames = nameIdCardFrames();
  return {
    push: (direction, report) => {
      const part = (direction === '=>' ? unwrapCommand : unwrapAnswer)(envelope, report);
      return part.kind === 'part'
        ? frames.push(direction, part.bytes)
        : [{ name: 'no report of this envelope', hex: '' }];
    },
  };
}

function readsCard(reader: IdCardReader): SelfTestStep {
  return {
    name: 'reads a card',
    needs: 'lay any ID card on the reader',
    run: async (signal) => {
      const reading = await reader.readCard({ signal, timeoutMs: CARD_MS });
      if (!reading.ok) {
        const { code, detail } = reading.error;
        return { ok: false, code, detail, next: nextStepOf(code) };
      }
      const { photo, timings } = reading.value;
      photo.fill(0);
      return {
        ok: true,
        detail: `${timings.bytes} bytes in ${Math.round(timings.totalMs)} ms at ${timings.baudRate} baud`,
      };
    },
  };
}
