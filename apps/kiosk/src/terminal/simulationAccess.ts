import { z } from 'zod';
import type { SimulatedDevice } from '../contract/contract.ts';
import type { SimulationAccess } from './types.ts';

/** The sandbox is on this machine; a dock that is drawn every second must not wait for a hanging one. */
const SMS_ANSWER_MS = 2_000;

const smsSchema = z.array(z.object({ phone: z.string(), text: z.string(), sentAt: z.string() }));

interface Label {
  readonly zh: string;
  readonly en: string;
}

/**
 * What the dev dock needs of a connected simulation. Written out, because naming the simulation itself is for the
 * composition root alone.
 */
export interface SimulationPort {
  state(): Promise<{
    readonly devices: readonly {
      readonly name: string;
      readonly label: Label;
      readonly summary: Label;
      readonly actions: readonly {
        readonly name: string;
        readonly label: Label;
        readonly choices?: readonly { readonly value: string; readonly label: Label }[] | undefined;
        readonly possible: boolean;
      }[];
    }[];
  }>;
  act(
    device: string,
    action: string,
    args?: Record<string, unknown>,
  ): Promise<
    { readonly ok: true } | { readonly ok: false; readonly error: { readonly message: string; readonly next: string } }
  >;
}

/**
 * The dev dock's back end: the simulated devices as buttons, and the messages the central service's sandbox has "sent".
 * `centralUrl` is the service's own address, past the simulated network: a cut cable does not empty a telephone.
 */
export function createSimulationAccess(simulation: SimulationPort, centralUrl: string): SimulationAccess {
  const smsUrl = `${centralUrl.replace(/\/+$/, '')}/sandbox/sms`;
  return {
    state: async () => (await simulation.state()).devices.map(toDevice),
    act: async (device, action, choice) => {
      try {
        const result = await simulation.act(device, action, choice === undefined ? {} : { choice });
        return result.ok ? { ok: true } : { ok: false, message: `${result.error.message} ${result.error.next}` };
      } catch (error) {
        // The simulation has gone. The dock can say so; the terminal goes on with devices that are unplugged.
        return { ok: false, message: error instanceof Error ? error.message : String(error) };
      }
    },
    sms: async () => {
      try {
        const response = await fetch(smsUrl, { signal: AbortSignal.timeout(SMS_ANSWER_MS), redirect: 'error' });
        return response.ok ? smsSchema.parse(await response.json()) : [];
      } catch {
        // No sandbox, or none of ours: there are no messages to be seen, and the devices must stay in sight.
        return [];
      }
    },
  };
}

function toDevice(device: Awaited<ReturnType<SimulationPort['state']>>['devices'][number]): SimulatedDevice {
  return {
    name: device.name,
    label: inBoth(device.label),
    state: inBoth(device.summary),
    actions: device.actions.map(({ name, label, choices, possible }) => ({
      name,
      label: inBoth(label),
      possible,
      ...(choices ? { choices: choices.map((one) => ({ value: one.value, label: choiceLabel(one.label) })) } : {}),
    })),
  };
}

const inBoth = ({ zh, en }: Label) => `${zh} ${en}`;
/** Choices are often people, whose label is the same in both. */
const choiceLabel = (label: Label) => (label.zh === label.en ? label.zh : inBoth(label));
