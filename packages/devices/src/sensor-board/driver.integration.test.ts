import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench, whenState } from '../core/testing.ts';
import { openPty, type Pty } from '../transports/pty.ts';
import { createSensorBoard, type SensorBoardOptions } from './driver.ts';
import { createSimulatedSensorBoard, type SimulatedSensorBoard } from './simulator.ts';
import type { SensorBoard, SensorBoardStatus } from './types.ts';

/** Resolves when the board's status is so, or is so already. */
function when(board: SensorBoard, so: (status: SensorBoardStatus) => boolean): Promise<SensorBoardStatus> {
  return new Promise((resolve) => {
    const stop = board.onStatus(look);
    function look(status: SensorBoardStatus): void {
      if (!so(status)) return;
      stop();
      resolve(status);
    }
    look(board.status);
  });
}
const known = (status: SensorBoardStatus): boolean => status.sensors.presence !== 'unknown';

describe('the driver of a sensor board', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  const connect = (options: Partial<SensorBoardOptions> = {}): SensorBoard => {
    const board = createSensorBoard({ port: bench.port, ...options });
    bench.afterwards(() => board.close());
    return board;
  };

  describe('above the simulated one', () => {
    const simulate = async (): Promise<SimulatedSensorBoard> => {
      const created = await createSimulatedSensorBoard({ link: bench.port });
      if (!created.ok) throw new Error(created.error.message);
      bench.afterwards(() => created.value.close());
      return created.value;
    };
    const lit = (simulator: SimulatedSensorBoard, so: (lit: readonly string[]) => boolean): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (so(simulator.state.lit)) resolve();
        };
        simulator.onState(look);
        look();
      });

    it('tells each sensor, once for each change', async () => {
      const simulator = await simulate();
      const board = connect();
      // From the first moment: nobody is told "unknown" who has waited for it to be online.
      expect(((await whenState(board, 'online')) as SensorBoardStatus).sensors).toEqual({
        frontDoor: 'closed',
        backDoor: 'closed',
        tamper: 'ok',
        presence: 'notPresent',
        callButton: 'released',
      });
      const seen: SensorBoardStatus['sensors'][] = [];
      board.onStatus(({ sensors }) => seen.push(sensors));
      simulator.set('frontDoor', true);
      await when(board, ({ sensors }) => sensors.frontDoor === 'open');
      simulator.set('presence', true);
      await when(board, ({ sensors }) => sensors.presence === 'present');
      simulator.set('callButton', true);
      await when(board, ({ sensors }) => sensors.callButton === 'pressed');
      expect(seen).toHaveLength(3);
      expect(board.status.state).toBe('online');
    });

    it('calls an open tamper loop a fraud attempt, until it is closed again', async () => {
      const simulator = await simulate();
      const board = connect();
      await when(board, known);
      simulator.set('tamper', true);
      expect(await whenState(board, 'fraudAttempt')).toMatchObject({ sensors: { tamper: 'tampered' } });
      simulator.set('tamper', false);
      await whenState(board, 'online');
    });

    it('says nothing of a contact that bounces', async () => {
      const simulator = await simulate();
      const board = connect();
      await when(board, known);
      const seen: unknown[] = [];
      board.onStatus((status) => seen.push(status));
      await simulator.bounce('frontDoor', 4);
      // Whatever the bouncing was taken for is known by the time something else is.
      simulator.set('presence', true);
      await when(board, ({ sensors }) => sensors.presence === 'present');
      expect(seen).toHaveLength(1);
    });

    it('lights, blinks and puts out', async () => {
      const simulator = await simulate();
      const board = connect();
      expect(await board.setLight('cardSlot', 'on')).toEqual({ ok: true, value: 'set' });
      expect(simulator.state.lit).toEqual(['cardSlot']);
      expect(board.status.lights.cardSlot).toBe('on');
      expect(await board.setLight('printer', 'quick')).toEqual({ ok: true, value: 'set' });
      for (let times = 0; times < 2; times += 1) {
        await lit(simulator, (lamps) => lamps.includes('printer'));
        await lit(simulator, (lamps) => !lamps.includes('printer'));
      }
      await board.setLight('cardSlot', 'off');
      await board.setLight('printer', 'off');
      expect(simulator.state.lit).toEqual([]);
    });

    it('lights again after the board was without power for a moment', async () => {
      const simulator = await simulate();
      const board = connect();
      await board.setLight('scanner', 'on');
      simulator.blink();
      expect(simulator.state.lit).toEqual([]);
      await lit(simulator, (lamps) => lamps.includes('scanner'));
    });

    it('unplugged: notices at once, knows nothing meanwhile, and lights again afterwards', async () => {
      const simulator = await simulate();
      const board = connect();
      await board.setLight('idReader', 'on');
      const pulled = performance.now();
      await simulator.unplug();
      expect((await whenState(board, 'noDevice')) as SensorBoardStatus).toMatchObject({
        sensors: { frontDoor: 'unknown' },
      });
      expect(performance.now() - pulled).toBeLessThan(1_000);
      expect(await board.setLight('fillLight', 'on')).toMatchObject({ ok: false, error: { code: 'port-missing' } });
      await simulator.plug();
      await lit(simulator, (lamps) => lamps.includes('idReader') && lamps.includes('fillLight'));
      await whenState(board, 'online');
    });

    it.each([
      ['silent', 'offline', /no answer/],
      ['garbled', 'offline', /no answer/],
      ['partial', 'offline', /no answer/],
      ['broken', 'hardwareError', /exception 4/],
    ] as const)('%s: is %s within a second and online again afterwards', async (fault, state, detail) => {
      const simulator = await simulate();
      const board = connect();
      await when(board, known);
      const begun = performance.now();
      simulator.setFault(fault);
      expect((await whenState(board, state)).detail).toMatch(detail);
      expect(performance.now() - begun).toBeLessThan(1_200);
      simulator.setFault('none');
      await whenState(board, 'online');
      expect(await board.setLight('printer', 'on')).toMatchObject({ ok: true });
    });

    it('slow: is as good as any other', async () => {
      const simulator = await simulate();
      const board = connect();
      await when(board, known);
      simulator.setFault('slow');
      expect(await board.setLight('printer', 'on')).toMatchObject({ ok: true });
      expect(board.status.state).toBe('online');
    });

    it('refuses what is so already', async () => {
      const simulator = await simulate();
      expect(simulator.set('tamper', false)).toMatchObject({ ok: false, error: { code: 'SO_ALREADY' } });
      expect(simulator.set('tamper', true)).toMatchObject({ ok: true, value: { active: ['tamper'] } });
      expect(await simulator.plug()).toMatchObject({ ok: false, error: { code: 'ALREADY_PLUGGED' } });
    });

    it('offers what is wired only', async () => {
      await simulate();
      const board = connect({
        wiring: { sensors: { presence: { input: 3, active: 'closed' } }, lights: { printer: 2 } },
      });
      expect(board.capabilities).toEqual({ sensors: ['presence'], lights: ['printer'] });
      expect(await board.setLight('scanner', 'on')).toMatchObject({ ok: false, error: { code: 'not-wired' } });
      expect((await when(board, known)).sensors).toMatchObject({ frontDoor: 'unknown', presence: 'notPresent' });
    });

    it('says so where the board has no such input or coil', async () => {
      await simulate();
      const far = connect({ wiring: { sensors: { presence: { input: 12, active: 'closed' } }, lights: {} } });
      expect((await whenState(far, 'hardwareError')).detail).toContain('exception 2');
      await far.close();
      const coil = connect({ wiring: { sensors: {}, lights: { printer: 12 } } });
      const told = await coil.setLight('printer', 'on');
      expect(told).toMatchObject({ ok: false, error: { code: 'board-refused', exception: 2 } });
      expect(coil.status.state).toBe('online');
    });
  });

  /** Frames as they stand in makers' manuals, and nothing of our codec. */
  describe('above a board of few lines', () => {
    const script = async (answer: (heard: string) => readonly string[]): Promise<{ pty: Pty; heard: string[] }> => {
      const heard: string[] = [];
      let rest = '';
      const made = await openPty({
        link: bench.port,
        baudRate: 9_600,
        onLost: () => {},
        onData: (bytes) => {
          rest += Buffer.from(bytes).toString('hex').toUpperCase();
          for (; rest.length >= 16; rest = rest.slice(16)) {
            heard.push(rest.slice(0, 16));
            if (made.ok) for (const piece of answer(rest.slice(0, 16))) made.value.write(Buffer.from(piece, 'hex'));
          }
        },
      });
      if (!made.ok) throw new Error(made.error.message);
      bench.afterwards(() => made.value.close());
      return { pty: made.value, heard };
    };
    const wiring = {
      sensors: { presence: { input: 0, active: 'closed' }, callButton: { input: 7, active: 'closed' } },
      lights: { idReader: 0 },
    } as const;
    const answers = (heard: string): string[] => {
      if (heard === 'FF02000000086C12') return ['FF02010151A0'];
      return heard.slice(2, 4) === '05' ? [heard] : [];
    };

    it('reads the one of LCTech at address 255', async () => {
      const { heard } = await script(answers);
      const board = connect({ address: 0xff, wiring });
      expect((await when(board, known)).sensors).toMatchObject({ presence: 'present', callButton: 'released' });
      expect(heard[0]).toBe('FF02000000086C12');
      expect(await board.setLight('idReader', 'on')).toMatchObject({ ok: true });
      expect(heard).toContain('FF050000FF0099E4');
    });

    it('reads answers in single bytes, behind noise and behind its own echo', async () => {
      await script((heard) => [heard, '00FF', ...(answers(heard)[0]?.match(/../g) ?? [])]);
      const board = connect({ address: 0xff, wiring });
      expect((await when(board, known)).sensors.presence).toBe('present');
    });

    it('aborts at once, and is never stuck', async () => {
      await script(() => []);
      const board = connect({ address: 0xff, wiring });
      const abort = new AbortController();
      const waiting = board.setLight('idReader', 'on', { signal: abort.signal });
      abort.abort();
      expect(await waiting).toMatchObject({ ok: false, error: { code: 'aborted' } });
      expect(await board.setLight('idReader', 'on')).toMatchObject({ ok: false, error: { code: 'no-answer' } });
    });
  });
});
