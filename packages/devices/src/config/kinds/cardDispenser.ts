import { z } from 'zod';
import { crt310 } from '../../card-dispenser/crt310Mover.ts';
import { crt591 } from '../../card-dispenser/crt591Mover.ts';
import { createCardDispenser } from '../../card-dispenser/driver.ts';
import { nameDispenserFrames } from '../../card-dispenser/nameFrames.ts';
import { nextStepOf } from '../../card-dispenser/nextSteps.ts';
import type { CardDispenser, ChipErrorCode, MoveErrorCode } from '../../card-dispenser/types.ts';
import type { DeviceError } from '../../core/device.ts';
import { connects, defineKind, describeSupplies, opened, type SelfTestStep, type StepOutcome } from '../deviceKind.ts';
import { baudRateOf, serialPath } from '../settings.ts';

/** Long enough to look for a card. */
const CARD_MS = 30_000;

const schema = z.discriminatedUnion('dialect', [
  z.strictObject({
    interface: z.literal('serial'),
    dialect: z.literal('crt591'),
    port: serialPath,
    baudRate: baudRateOf(9_600, 19_200, 38_400, 57_600).optional(),
    /** As set by its DIP switch. */
    address: z.int().min(0).max(15).optional(),
    retractCounter: z.boolean().optional(),
  }),
  z.strictObject({
    interface: z.literal('serial'),
    dialect: z.literal('crt310'),
    port: serialPath,
    baudRate: baudRateOf(1_200, 2_400, 4_800, 9_600, 19_200, 38_400).optional(),
  }),
]);
type Settings = z.output<typeof schema>;

export const cardDispenser = defineKind({
  name: 'card-dispenser',
  label: 'card dispenser',
  schema,
  open: (settings: Settings, { openPort } = {}) =>
    opened(
      createCardDispenser({
        port: settings.port,
        dialect: dialectOf(settings),
        ...(settings.baudRate === undefined ? {} : { baudRate: settings.baudRate }),
        ...(openPort ? { openPort } : {}),
      }),
    ),
  selfTest: (device) => [connects(device, nextStepOf('no-answer')), movesCard(device.driver)],
  describe: describeSupplies,
  portOf: ({ port }) => port,
  frames: ({ dialect }) => nameDispenserFrames(dialect),
});

function dialectOf(settings: Settings) {
  if (settings.dialect === 'crt310') return crt310();
  const { address, retractCounter } = settings;
  return crt591({
    ...(address === undefined ? {} : { address }),
    ...(retractCounter === undefined ? {} : { retractCounter }),
  });
}

/** The whole way of a card but for the hand: to the chip, its answer, and out again or into the bin. */
function movesCard(dispenser: CardDispenser): SelfTestStep {
  const { hasStacker } = dispenser.capabilities;
  return {
    name: 'moves a card and powers its chip',
    needs: hasStacker
      ? 'put a test card into the stacker; it ends in the bin'
      : 'put a card with a chip in at the gate',
    run: async (signal) => {
      if (!hasStacker) {
        const accepted = await dispenser.acceptCard({ signal, timeoutMs: CARD_MS });
        if (!accepted.ok) return failed(accepted.error);
      }
      const moved = await dispenser.moveToChip({ from: hasStacker ? 'stacker' : 'inside', signal });
      if (!moved.ok) return failed(moved.error);
      const powered = await dispenser.powerChip({ signal });
      // Whatever the chip says: the card does not stay inside.
      const away = hasStacker ? await dispenser.retain() : await dispenser.eject();
      if (!powered.ok) return failed(powered.error);
      if (!away.ok) return failed(away.error);
      const { atr, protocol } = powered.value;
      return { ok: true, detail: `chip speaks ${protocol}, answer to reset of ${atr.length} bytes` };
    },
  };
}

function failed({ code, detail }: DeviceError<MoveErrorCode | ChipErrorCode>): StepOutcome {
  return { ok: false, code, detail, next: nextStepOf(code) };
}
