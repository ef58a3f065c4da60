import { z } from 'zod';

/** What many devices say of their port, so that one mistake has one message. */

/** Device file of a serial port; the messages are for whoever wrote the file. */
export const serialPath = z
  .string()
  .regex(
    /^\/.+/,
    'a port is the whole path of a device file, best a stable one: /dev/serial/by-id/…; `pnpm devices list` shows them',
  );

/** A rate of this list. */
export function baudRateOf<const Rates extends readonly number[]>(...rates: Rates) {
  return z.literal(rates);
}

/** A USB id. YAML reads 0x0400 as the number it is. */
export const usbId = z.int('a USB id is a number like 0x0400').min(0).max(0xffff);
