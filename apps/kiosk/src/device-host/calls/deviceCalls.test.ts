import { deviceStates } from '@renshe/devices';
import { describe, expect, it } from 'vitest';
import type { Call, RemoteDevice } from './call.ts';
import { remoteDevices } from './deviceCalls.ts';
import { socialCard } from './socialCard.ts';

const devices: readonly RemoteDevice[] = remoteDevices;
const calls = devices.flatMap(({ name, calls }) =>
  Object.entries(calls).map(([method, call]): [string, Call] => [`${name} ${method}`, call]),
);
const codeOf = (value: unknown): string =>
  JSON.parse(JSON.stringify(value)).error?.code ?? JSON.parse(JSON.stringify(value)).state;

describe('what a call comes to when the host is lost', () => {
  it.each(calls)('is an answer %s may give, for each way of losing it', (_name, { answer, loss }) => {
    for (const value of [loss.aborted(), loss.away('is being restarted'), loss.lost('ended with SIGSEGV')]) {
      expect(answer.safeParse(value)).toMatchObject({ success: true });
    }
  });

  it('tells nothing sent from outcome unknown, for everything that moves, prints or switches', () => {
    const table = Object.fromEntries(
      calls.map(([name, { loss }]) => [name, [codeOf(loss.away('x')), codeOf(loss.lost('x'))]]),
    );
    expect(table).toMatchObject({
      'receipt-printer print': ['printer-unreachable', 'print-timeout'],
      'card-dispenser moveToChip': ['port-failed', 'outcome-unknown'],
      'card-dispenser present': ['port-failed', 'outcome-unknown'],
      'card-dispenser retain': ['port-failed', 'outcome-unknown'],
      'card-dispenser transmit': ['port-failed', 'unplugged'],
      'id-card-reader readCard': ['port-failed', 'unplugged'],
      'ups shutdown': ['port-failed', 'unplugged'],
    });
    expect(calls.find(([name]) => name === 'social-card changePin')?.[1].loss.lost('x')).toMatchObject({
      value: { outcome: 'interrupted', pin: 'unknown' },
    });
    // No method says the same of both: the one may be done again without a thought, the other not.
    const same = Object.entries(table).filter(([, [away, lost]]) => away === lost);
    expect(same.map(([name]) => name)).toEqual(['receipt-printer status']);
  });
});

describe('the status of a device of which nothing is known', () => {
  it.each(devices.map((device): [string, RemoteDevice] => [device.name, device]))('is one of %s', (_name, device) => {
    for (const state of deviceStates) {
      expect(device.status.safeParse(device.unknownStatus({ state, detail: 'why' }))).toMatchObject({ success: true });
    }
  });
});

describe('a PIN on its way to the host', () => {
  it('is wiped where it was given, at once', () => {
    const sent: unknown[] = [];
    const reader = socialCard.standIn(
      {
        status: socialCard.unknownStatus({ state: 'online' }),
        capabilities: undefined,
        onStatus: () => () => {},
        // As between processes: what is sent is a copy.
        call: (_method, args) => {
          sent.push(structuredClone(args));
          return new Promise(() => {});
        },
      },
      undefined,
    );
    const pin = Uint8Array.of(49, 50, 51, 52, 53, 54);
    const [oldPin, newPin] = [pin.slice(), pin.slice()];
    void reader.verifyPin(pin);
    void reader.changePin(oldPin, newPin);
    expect([pin, oldPin, newPin].every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
    expect(sent[0]).toEqual({ pin: Uint8Array.of(49, 50, 51, 52, 53, 54) });
  });
});
