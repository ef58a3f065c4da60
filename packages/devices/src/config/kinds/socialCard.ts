import { z } from 'zod';
import { createSocialCardReader } from '../../social-card/driver.ts';
import { nextStepOf } from '../../social-card/errors.ts';
import type { SocialCardReader } from '../../social-card/types.ts';
import { connects, defineKind, describeSupplies, opened, type SelfTestStep } from '../deviceKind.ts';

/** Long enough to look for the card in one's bag. */
const CARD_MS = 30_000;

const schema = z.strictObject({
  interface: z.literal('pcsc'),
  /** A part of the reader's name; without it the first that is no slot for security modules. */
  reader: z.string().min(1).optional(),
  /** Socket of a PC/SC service that is not the machine's own: the simulated one is. */
  serviceSocket: z.string().startsWith('/').optional(),
});

/** Reads social security cards by their contacts. */
export const socialCard = defineKind({
  name: 'social-card',
  label: 'social security card reader',
  schema,
  open: ({ reader, serviceSocket }: z.output<typeof schema>) =>
    opened(
      createSocialCardReader({
        ...(reader === undefined ? {} : { reader }),
        ...(serviceSocket === undefined ? {} : { serviceSocket }),
      }),
    ),
  selfTest: (device) => [connects(device, nextStepOf('port-missing')), readsCard(device.driver)],
  describe: describeSupplies,
  // Nothing passes here but through the PC/SC service, and what passes there is a person's.
  frames: () => ({ push: () => [] }),
});

/** Reads, and asks for no PIN: a test must not cost anybody an attempt. */
function readsCard(reader: SocialCardReader): SelfTestStep {
  return {
    name: 'reads a card',
    needs: 'insert any social security card, chip first',
    run: async (signal) => {
      const card = await reader.waitForCard({ signal, timeoutMs: CARD_MS });
      const read = card.ok ? await reader.readCard({ signal }) : card;
      if (read.ok)
        return { ok: true, detail: `a card of the ${read.value.generation === 3 ? '3rd' : '2nd'} generation` };
      const { code, detail, next } = read.error;
      return { ok: false, code, detail, next };
    },
  };
}
