import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench, whenState } from '../core/testing.ts';
import { crt591 } from './crt591Mover.ts';
import { createCardDispenser } from './driver.ts';
import { framed, type Saying, type ScriptedDevice, startScriptedDevice } from './testing.ts';
import type { CardDispenser } from './types.ts';

const ACK = '06';
const f2 = (text: string): string => framed('F2 00', text);
const ok = (text: string): Saying => [ACK, f2(text)];

/** Texts of commands, as the maker prints them. */
const [INIT, STATUS, TO_IC, TO_GATE, TO_BIN] = ['433033', '433130', '433231', '433230', '433233'];
const [COUNT, POWER_OFF] = ['43A530', '435131'];
/** Card where, stacker enough, bin not full. */
const [NONE, GATE, INNER] = ['303230', '313230', '323230'];

type Script = Readonly<Record<string, (times: number) => Saying>>;

/** Devices that are not our simulator, each with one habit that devices in the field may have. */
describe('the driver of a CRT-591', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.clear());

  /** A device that does what it is told, but for `script`. Where its card is, the last movement says. */
  const script = async (script: Script = {}, single?: (byte: string) => Saying): Promise<ScriptedDevice> => {
    let card = NONE;
    const moved = (to: string, text: string): Saying => {
      card = to;
      return ok(`50${text.slice(2)}${card}`);
    };
    const device = await startScriptedDevice(bench.port, {
      headBytes: 4,
      ...(single ? { single } : {}),
      script: (text, times) => {
        const own = script[text.slice(0, 6)];
        if (own) return own(times);
        switch (text.slice(0, 6)) {
          case INIT:
            return ok(`503033${card}4352542D3539312D4D303031`);
          case TO_IC:
            return moved(INNER, text);
          case TO_GATE:
            return moved(GATE, text);
          case TO_BIN:
            return moved(NONE, text);
          case COUNT:
            return ok(`50A530${card}303030`);
          default:
            return ok(`50${text.slice(2, 6)}${card}`);
        }
      },
    });
    bench.afterwards(() => device.unplug());
    return device;
  };
  const connect = (): CardDispenser => {
    const dispenser = createCardDispenser({ port: bench.port, dialect: crt591(), baudRate: 9_600 });
    bench.afterwards(() => dispenser.close());
    return dispenser;
  };
  const times = (device: ScriptedDevice, text: string): number =>
    device.heard.filter((heard) => heard.startsWith(text)).length;
  const bytewise = (hex: string): string[] => hex.match(/../g) ?? [];

  it('goes the whole way with printed frames', async () => {
    const device = await script();
    const dispenser = connect();
    expect(await dispenser.moveToChip({ from: 'stacker' })).toEqual({ ok: true, value: 'ic' });
    expect(await dispenser.present()).toEqual({ ok: true, value: 'gate' });
    expect(await dispenser.retain()).toEqual({ ok: true, value: 'retained' });
    expect(device.heard.filter((text) => text !== STATUS && text !== COUNT)).toEqual([INIT, TO_IC, TO_GATE, TO_BIN]);
  });

  it.each<[string, Script, ((byte: string) => Saying)?]>([
    ['never acknowledges', { [TO_IC]: () => [f2(`503231${INNER}`)] }],
    ['acknowledges twice', { [TO_IC]: () => [ACK, ACK, f2(`503231${INNER}`)] }],
    ['says both in one write', { [TO_IC]: () => [ACK + f2(`503231${INNER}`)] }],
    ['says its response byte by byte', { [TO_IC]: () => [ACK, 30, ...bytewise(f2(`503231${INNER}`))] }],
    ['puts noise before its response', { [TO_IC]: () => [ACK, `00FFF2${f2(`503231${INNER}`)}`] }],
    ['adds data no manual knows', { [TO_IC]: () => ok(`503231${INNER}0102030405`) }],
    ['acknowledges late', { [TO_IC]: () => [250, ACK, 500, f2(`503231${INNER}`)] }],
    ['finds the first command spoilt', { [TO_IC]: (n) => (n === 1 ? ['15'] : ok(`503231${INNER}`)) }],
    [
      'spoils its response once',
      { [TO_IC]: () => [ACK, f2(`503231${INNER}`).replace(/..$/, '00')] },
      (byte) => (byte === '15' ? [f2(`503231${INNER}`)] : undefined),
    ],
    ['tells no version', { [INIT]: () => ok(`503033${NONE}`) }],
    [
      'says the response to the command before first',
      { [TO_IC]: () => [f2(`503130${NONE}`), ACK, f2(`503231${INNER}`)] },
    ],
  ])('gets a card out of a device that %s', async (_habit, habits, single) => {
    const device = await script(habits, single);
    expect(await connect().moveToChip({ from: 'stacker' })).toEqual({ ok: true, value: 'ic' });
    expect(times(device, TO_IC)).toBe(habits[TO_IC]?.(1)?.[0] === '15' ? 2 : 1);
  });

  it.each(['4E', '45'])('initialises a device that refuses all else, with the head %s', async (head) => {
    let started = false;
    const device = await script({
      [STATUS]: () => (started ? ok(`503130${NONE}`) : ok(`${head}31304230`)),
      [INIT]: () => {
        started = true;
        return ok(`503033${NONE}`);
      },
    });
    const dispenser = connect();
    await whenState(dispenser, 'online');
    started = false;
    await whenState(dispenser, 'online');
    while (times(device, INIT) < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await dispenser.moveToChip({ from: 'stacker' })).toMatchObject({ ok: true });
  });

  it('sends a dispensing no second time to a device that says "no card" while it is moving one', async () => {
    let since: number | undefined;
    let toldInside = false;
    const secondAfterTold: boolean[] = [];
    await script({
      [TO_IC]: (n) => {
        if (n > 1) secondAfterTold.push(toldInside);
        since ??= performance.now();
        return n === 1 ? undefined : ok(`503231${INNER}`);
      },
      // It answers questions while it moves; the card is seen by a sensor only after a second and a half.
      [STATUS]: () => {
        toldInside = since !== undefined && performance.now() - since > 1_500;
        return ok(`503130${toldInside ? INNER : NONE}`);
      },
    });
    expect(await connect().moveToChip({ from: 'stacker' })).toEqual({ ok: true, value: 'ic' });
    // With the card inside it only brings that one further.
    expect(secondAfterTold).toEqual([true]);
  });

  it('sends a dispensing again that never arrived, once it is sure of it', async () => {
    const device = await script({ [TO_IC]: (n) => (n === 1 ? undefined : ok(`503231${INNER}`)) });
    const begin = performance.now();
    expect(await connect().moveToChip({ from: 'stacker' })).toEqual({ ok: true, value: 'ic' });
    expect(times(device, TO_IC)).toBe(2);
    expect(performance.now() - begin).toBeGreaterThan(2_000);
  });

  it.each([
    ['3130', 'card-jam', 'hardwareError'],
    ['3132', 'sensor-error', 'hardwareError'],
    ['3133', 'wrong-card-length', 'userError'],
    ['3433', 'contact-failed', 'userError'],
    ['3531', 'motor-error', 'hardwareError'],
    ['3032', 'command-refused', 'online'],
    ['3033', 'not-supported', 'online'],
    ['4130', 'stacker-empty', 'online'],
    ['3939', 'command-refused', 'online'],
  ])('says of the refusal %s: %s, and is %s', async (error, code, state) => {
    await script({ [TO_IC]: () => ok(`4E3231${error}`) });
    const dispenser = connect();
    const deviceCode = Buffer.from(error, 'hex').toString('latin1');
    expect(await dispenser.moveToChip({ from: 'stacker' })).toMatchObject({ error: { code, deviceCode } });
    expect(dispenser.status.state).toBe(state);
  });

  it('dispenses nothing while the device does not know where the card is', async () => {
    const device = await script({ [STATUS]: () => ok('503130393230') });
    expect(await connect().moveToChip({ from: 'stacker' })).toMatchObject({ error: { position: 'unknown' } });
    expect(times(device, TO_IC)).toBe(0);
  });

  describe('at the chip', () => {
    const ATR = '3B025353';
    const chip = async (more: Script): Promise<{ device: ScriptedDevice; dispenser: CardDispenser }> => {
      const device = await script({ '435130': () => ok(`505130${INNER}30${ATR}`), ...more });
      const dispenser = connect();
      await dispenser.moveToChip({ from: 'stacker' });
      return { device, dispenser };
    };
    const CHALLENGE = Uint8Array.of(0, 0x84, 0, 0, 8);

    it.each([
      ['30', 'T=0', '435133'],
      ['31', 'T=1', '435134'],
    ])('speaks to a chip of type %s by %s', async (type, protocol, command) => {
      const { device, dispenser } = await chip({
        '435130': () => ok(`505130${INNER}${type}${ATR}`),
        [command]: () => ok(`50${command.slice(2)}${INNER}01029000`),
      });
      expect(await dispenser.powerChip()).toEqual({
        ok: true,
        value: { atr: Uint8Array.from(Buffer.from(ATR, 'hex')), protocol },
      });
      expect(await dispenser.transmit(CHALLENGE)).toEqual({ ok: true, value: Uint8Array.of(1, 2, 0x90, 0) });
      expect(device.heard).toContain(`${command}0084000008`);
    });

    it('asks a chip that is not as EMV wants it by ISO 7816', async () => {
      let asked = 0;
      const { device, dispenser } = await chip({
        '435130': () => (++asked === 1 ? ok('4E51303639') : ok(`505130${INNER}30${ATR}`)),
      });
      expect(await dispenser.powerChip()).toMatchObject({ ok: true });
      expect(device.heard.filter((text) => text.startsWith('435130'))).toEqual(['43513030', '43513033']);
    });

    it('leaves the protocol to a device that refuses the one the chip told', async () => {
      const { dispenser } = await chip({
        '435133': () => ok('4E51333632'),
        '435139': () => ok(`505139${INNER}9000`),
      });
      await dispenser.powerChip();
      expect(await dispenser.transmit(CHALLENGE)).toEqual({ ok: true, value: Uint8Array.of(0x90, 0) });
    });

    it('never sends an APDU again whose response was lost: it may have been a PIN', async () => {
      const { device, dispenser } = await chip({ '435133': () => [ACK] });
      await dispenser.powerChip();
      expect(await dispenser.transmit(CHALLENGE)).toMatchObject({ error: { code: 'answer-timeout' } });
      expect(times(device, '435133')).toBe(1);
      expect(dispenser.status.state).toBe('online');
    });

    it.each([
      ['3631', 'chip-no-answer'],
      ['3630', 'chip-failed'],
      ['3635', 'chip-not-powered'],
      ['3636', 'chip-protocol'],
    ])('says of the refusal %s: %s, and stays online', async (error, code) => {
      const { dispenser } = await chip({ '435133': () => ok(`4E5133${error}`) });
      await dispenser.powerChip();
      expect(await dispenser.transmit(CHALLENGE)).toMatchObject({ error: { code } });
      expect(dispenser.status).toMatchObject({
        state: 'online',
        chip: code === 'chip-protocol' ? 'online' : 'poweredOff',
      });
    });

    it('switches the chip off before it moves the card', async () => {
      const { device, dispenser } = await chip({});
      await dispenser.powerChip();
      await dispenser.present();
      expect(device.heard.indexOf(POWER_OFF)).toBeGreaterThan(0);
      expect(device.heard.indexOf(POWER_OFF)).toBeLessThan(device.heard.indexOf(TO_GATE));
    });

    it.each(['505130323230', `505130${INNER}39${ATR}`, `505130${INNER}30`])(
      'does not take %s for an ATR',
      async (reply) => {
        const { dispenser } = await chip({ '435130': () => ok(reply) });
        expect(await dispenser.powerChip()).toMatchObject({ error: { code: 'bad-frame' } });
      },
    );
  });

  it('says that nothing answers, that the port is missing, and that it is busy', async () => {
    const missing = connect();
    expect(await missing.present()).toMatchObject({ error: { code: 'port-missing' } });
    expect(missing.status.state).toBe('noDevice');
    await missing.close();
    let silent = true;
    await script({ [STATUS]: () => (silent ? undefined : ok(`503130${NONE}`)) });
    const first = connect();
    expect(await first.present()).toMatchObject({ error: { code: 'no-answer' } });
    expect(first.status.state).toBe('offline');
    silent = false;
    await whenState(first, 'online');
    expect(await connect().present()).toMatchObject({ error: { code: 'port-busy' } });
  });

  it('says aborted at once, also from the queue, and after it was closed', async () => {
    await script();
    const dispenser = connect();
    await dispenser.moveToChip({ from: 'stacker' });
    await dispenser.present();
    const abort = new AbortController();
    const waiting = dispenser.waitForTaken({ timeoutMs: 60_000, signal: abort.signal });
    const queued = dispenser.retain({ timeoutMs: 50 });
    expect(await queued).toMatchObject({ error: { code: 'aborted' } });
    abort.abort();
    expect(await waiting).toMatchObject({ error: { code: 'aborted' } });
    await dispenser.close();
    expect(await dispenser.present()).toMatchObject({ error: { code: 'aborted' } });
  });
});
