import { deviceStates } from '@renshe/devices';
import { describe, expect, it } from 'vitest';
import type { Call, RemoteDevice } from './call.ts';
import { remoteDevices } from './deviceCalls.ts';

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
