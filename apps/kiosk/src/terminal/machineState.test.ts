import type { SensorBoardStatus, UpsStatus } from '@renshe/devices';
import { describe, expect, it, vi } from 'vitest';
import type { Screen } from '../contract/snapshot.ts';
import { GuideLights } from './guideLights.ts';
import { isUrgent, watchMachine } from './machineState.ts';
import { callButtonFrom, presenceFrom } from './sensors.ts';

/** A device of which the test is the driver. */
class Told<Status> {
  status: Status;
  readonly #listeners = new Set<(status: Status) => void>();

  constructor(first: Status) {
    this.status = first;
  }

  onStatus(listener: (status: Status) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(change: Partial<Status>): void {
    this.status = { ...this.status, ...change };
    for (const listener of this.#listeners) listener(this.status);
  }
}

const calm: SensorBoardStatus['sensors'] = {
  frontDoor: 'closed',
  backDoor: 'closed',
  tamper: 'ok',
  presence: 'notPresent',
  callButton: 'released',
};
const lights: SensorBoardStatus['lights'] = {
  idReader: 'off',
  cardSlot: 'off',
  printer: 'off',
  scanner: 'off',
  fillLight: 'off',
};
const newBoard = () => new Told<SensorBoardStatus>({ state: 'online', sensors: calm, lights });
const newUps = () => new Told<UpsStatus>({ state: 'online', power: 'mains', battery: 'ok', shutdown: 'none' });

describe('what the machine says of itself', () => {
  it.each([
    [{ frontDoor: 'open' }, 'cabinet-open'],
    [{ backDoor: 'open' }, 'cabinet-open'],
    [{ tamper: 'tampered' }, 'cabinet-open'],
    [{ frontDoor: 'unknown', backDoor: 'unknown', tamper: 'unknown' }, undefined],
    [{}, undefined],
  ] as const)('%j is %s', (sensors, hindrance) => {
    const board = newBoard();
    board.tell({ sensors: { ...calm, ...sensors } });
    expect(watchMachine({ board }).hindrance).toBe(hindrance);
  });

  it.each([
    [{ power: 'battery', battery: 'ok' }, 'mains-failed', false],
    [{ power: 'battery', battery: 'low' }, 'battery-low', true],
    // It charges: there is time enough.
    [{ power: 'mains', battery: 'low' }, undefined, false],
    [{ power: 'unknown', battery: 'unknown' }, undefined, false],
  ] as const)('%j is %s, urgent: %s', (change, hindrance, urgent) => {
    const ups = newUps();
    ups.tell(change);
    expect(watchMachine({ ups }).hindrance).toBe(hindrance);
    expect(isUrgent(hindrance)).toBe(urgent);
  });

  it('is told once for each change, and no more after it was asked not to', () => {
    const board = newBoard();
    const ups = newUps();
    const machine = watchMachine({ board, ups });
    const heard = vi.fn();
    const stop = machine.onChange(heard);
    ups.tell({ power: 'battery' });
    ups.tell({ shutdown: 'pending' });
    board.tell({ sensors: { ...calm, presence: 'present' } });
    expect(heard).toHaveBeenCalledTimes(1);
    board.tell({ sensors: { ...calm, tamper: 'tampered' } });
    expect(heard).toHaveBeenCalledTimes(2);
    stop();
    board.tell({ sensors: calm });
    expect(heard).toHaveBeenCalledTimes(2);
  });
});

describe('sensors of the board', () => {
  it('know whether somebody is there, or that they do not', () => {
    const board = newBoard();
    const sensor = presenceFrom(board);
    expect(sensor.present).toBe(false);
    board.tell({ sensors: { ...calm, presence: 'present' } });
    expect(sensor.present).toBe(true);
    board.tell({ sensors: { ...calm, presence: 'unknown' } });
    expect(sensor.present).toBeUndefined();
  });

  it('call once for each press of the button, and not because the board was away', () => {
    const board = newBoard();
    const press = vi.fn();
    callButtonFrom(board).onPress(press);
    for (const callButton of ['pressed', 'pressed', 'released', 'pressed', 'unknown', 'pressed'] as const) {
      board.tell({ sensors: { ...calm, callButton } });
    }
    expect(press).toHaveBeenCalledTimes(2);
  });
});

describe('guide lights', () => {
  const placeCard: Screen = { screen: 'place-card' };
  const reading: Screen = { screen: 'reading-card', progress: 'found' };
  const receipt: Screen = {
    screen: 'receipt',
    outcome: 'verified',
    receipt: { receiptNumber: '', title: '', statement: '', rows: [], nextSteps: [], qrText: '' },
    print: 'printed',
  };
  const follow = () => {
    const board = newBoard();
    const told: string[] = [];
    const lamps = new GuideLights(
      Object.assign(board, {
        setLight: async (light: string, pattern: string) => {
          told.push(`${light} ${pattern}`);
          return { ok: true, value: 'set' } as const;
        },
      }),
    );
    return { board, lamps, told };
  };

  it('follow the screen, one at a time', () => {
    const { lamps, told } = follow();
    for (const view of [placeCard, placeCard, reading, receipt, { screen: 'services', notices: [] } satisfies Screen]) {
      lamps.show(view);
    }
    expect(told).toEqual(['idReader medium', 'idReader on', 'idReader off', 'printer medium', 'printer off']);
  });

  it('blink faster when the card is forgotten', () => {
    const { lamps, told } = follow();
    for (const alarm of [0, 1, 2] as const) lamps.show({ screen: 'take-card', alarm, watched: true, served: true });
    expect(told).toEqual(['idReader medium', 'idReader quick']);
  });

  it('are told again when whoever drives them begins anew', () => {
    const { board, lamps, told } = follow();
    lamps.show(reading);
    board.tell({ state: 'starting' });
    board.tell({ state: 'online' });
    expect(told).toEqual(['idReader on', 'idReader on']);
    lamps.stop();
    board.tell({ state: 'starting' });
    board.tell({ state: 'online' });
    expect(told).toHaveLength(2);
  });
});
