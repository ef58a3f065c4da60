import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { socialCard as kind } from '../../config/kinds/socialCard.ts';
import { createSocialCardReader } from '../../social-card/driver.ts';
import { missingPackages } from '../../social-card/simulatedService.ts';
import type { SocialCardReader } from '../../social-card/types.ts';
import type { ActArgs, ActResult } from '../control.ts';
import { prepareAction, type Started } from './deviceModel.ts';
import { socialCard } from './socialCard.ts';

const missing = missingPackages().join(', ');
const credential = {
  kind: 'resident-id-card',
  name: '陈建国',
  sex: '1',
  ethnicGroupCode: '01',
  birthDate: '1979-03-12',
  idNumber: '110105197903120017',
};
const people = {
  cardHolders: [{ value: 'chen-jianguo', label: { zh: '陈建国', en: '陈建国' } }],
  credentialOf: (id: string) => (id === 'chen-jianguo' ? credential : undefined),
} as never;

/** The production driver above the simulator's process, as the control surface drives it. */
describe.skipIf(missing)(
  `the social card on the control surface${missing ? ` (skipped: needs ${missing})` : ''}`,
  () => {
    const runDir = mkdtempSync(join(tmpdir(), 'renshe-social-card-'));
    let device: Started<{ serviceSocket: string }>;
    let reader: SocialCardReader;
    const act = async (name: string, args: ActArgs = {}): Promise<ActResult> => {
      const prepared = prepareAction(socialCard.model(people), name, args);
      return prepared.ok ? device.controlled.act(name, prepared.value) : prepared;
    };
    const ask = (pin: string): Uint8Array => new TextEncoder().encode(pin);

    beforeAll(async () => {
      const started = await socialCard.start({ runDir, people, line: {}, onState: () => {} });
      if (!started.ok) throw new Error(started.error.message);
      device = started.value;
      reader = createSocialCardReader({ serviceSocket: device.endpoint.serviceSocket });
    });
    afterAll(async () => {
      await reader?.close();
      await device?.controlled.stop();
      rmSync(runDir, { recursive: true, force: true });
    });

    it('is where devices.yaml would find it, and passes its own self-test', async () => {
      const settings = socialCard.settings?.(device.endpoint);
      expect(kind.schema.parse(settings)).toEqual({ interface: 'pcsc', ...device.endpoint });
      expect(await act('insert', { choice: 'chen-jianguo' })).toMatchObject({ ok: true, state: { generation: 2 } });
      const opened = {
        driver: reader,
        status: reader.status,
        onStatus: reader.onStatus.bind(reader),
        close: async () => {},
      };
      for (const step of kind.selfTest(opened)) {
        if (step.needs) expect(await step.run(new AbortController().signal)).toMatchObject({ ok: true });
      }
      expect(await reader.readCard()).toMatchObject({ ok: true, value: { holder: { name: credential.name } } });
    });

    it('refuses what is impossible or unknown, with what to do instead', async () => {
      expect(await act('insert', { choice: 'nobody' })).toMatchObject({
        ok: false,
        error: { code: 'UNKNOWN_CITIZEN' },
      });
      expect(await act('insert', { choice: 'chen-jianguo' })).toMatchObject({
        ok: false,
        error: { code: 'CARD_IN_ALREADY' },
      });
      expect(await act('insert-other', { choice: 'elephant' })).toMatchObject({
        ok: false,
        error: { code: 'BAD_ARGUMENTS' },
      });
      expect(await act('plug')).toMatchObject({
        ok: false,
        error: { code: 'ALREADY_PLUGGED', next: expect.any(String) },
      });
      expect(await act('pull-after', { choice: '0' })).toMatchObject({ ok: false, error: { code: 'BAD_NUMBER' } });
      expect(await act('slow', { choice: '3' })).toMatchObject({ ok: false, error: { code: 'BAD_ARGUMENTS' } });
    });

    it('plays its faults by name', async () => {
      expect(await act('lock', { choice: 'on' })).toMatchObject({ ok: true, state: { locked: true } });
      expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'card-locked' } });
      expect(await act('lock', { choice: 'off' })).toMatchObject({ ok: true });
      expect(await act('garble', { choice: 'on' })).toMatchObject({ ok: true, state: { garbled: true } });
      expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'bad-frame' } });
      expect(await act('garble', { choice: 'off' })).toMatchObject({ ok: true });
      expect(await act('slow', { choice: '2' })).toMatchObject({ ok: true, state: { slowFactor: 2 } });
      expect(await act('pull-after', { choice: '6' })).toMatchObject({ ok: true, state: { pullsIn: 6 } });
      expect(await reader.changePin(ask('123456'), ask('201201'))).toMatchObject({
        ok: true,
        value: { outcome: 'interrupted', cause: 'card-pulled', pin: 'unknown' },
      });
      expect(device.controlled.state).toMatchObject({ card: 'none' });
      expect(await act('pull')).toMatchObject({ ok: false, error: { code: 'NO_CARD_IN' } });
    });

    it('has its service killed, restarted, and its reader pulled', async () => {
      expect(await act('stop-service')).toMatchObject({ ok: true, state: { service: 'stopped' } });
      expect(await act('stop-service')).toMatchObject({ ok: false, error: { code: 'SERVICE_STOPPED' } });
      expect(await act('restart-service')).toMatchObject({ ok: true, state: { service: 'running' } });
      expect(await act('unplug')).toMatchObject({ ok: true, state: { reader: 'unplugged' } });
      expect(await act('plug')).toMatchObject({ ok: true, state: { reader: 'plugged' } });
      expect(await act('insert-other', { choice: 'bank-card' })).toMatchObject({
        ok: true,
        state: { card: 'bank-card' },
      });
      // The first command after a killed service may be the one that learns of it.
      await expect.poll(() => reader.status.media, { timeout: 10_000 }).toBe('present');
      await expect.poll(async () => (await reader.waitForCard()).ok, { timeout: 10_000 }).toBe(true);
      expect(await reader.readCard()).toMatchObject({ ok: false, error: { code: 'bank-card-only' } });
    });

    it('takes its service with it when it is killed', async () => {
      const script = join(import.meta.dirname, '../processes/socialCard.ts');
      const simulator = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
      const [first] = await once(createInterface({ input: simulator.stdout }), 'line');
      const folder = String(JSON.parse(first).serviceSocket).replace(/\/run\/.*/, '');
      const pid = Number.parseInt(readFileSync(`${folder}/run/pcscd/pcscd.pid`, 'utf8'), 10);
      expect(readFileSync(`/proc/${pid}/comm`, 'utf8').trim()).toBe('pcscd');
      simulator.kill('SIGKILL');
      await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 10_000 }).toBe(false);
      rmSync(folder, { recursive: true, force: true });
    });

    it('says in both languages how it is, whatever it is', () => {
      const { summarise } = socialCard.model(people);
      const states = [
        { service: 'stopped' },
        { reader: 'unplugged' },
        { card: 'none' },
        { card: 'mute-card' },
        { card: 'social-card', locked: true },
        { card: 'social-card', generation: 3, pinAttemptsLeft: 1 },
      ];
      const said = states.map(summarise);
      expect(new Set(said.map(({ en }) => en)).size).toBe(states.length);
      for (const { zh } of said) expect(zh).toMatch(/\p{Script=Han}/u);
    });
  },
);
