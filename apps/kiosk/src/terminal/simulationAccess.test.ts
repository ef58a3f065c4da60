import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { simulatedDeviceSchema } from '../contract/contract.ts';
import { createSimulationAccess, type SimulationPort } from './simulationAccess.ts';

/** Nobody listens on port 1 of the loopback. */
const NOBODY = 'http://127.0.0.1:1';

class FakeSimulation implements SimulationPort {
  readonly done: unknown[] = [];
  refusal: { message: string; next: string } | undefined;
  gone = false;

  async state(): ReturnType<SimulationPort['state']> {
    if (this.gone) throw new Error('the simulation does not answer');
    return {
      devices: [
        {
          name: 'id-card-reader',
          label: { zh: '身份证阅读器', en: 'ID card reader' },
          summary: { zh: '读卡区无卡', en: 'no card' },
          actions: [
            {
              name: 'place',
              label: { zh: '放上身份证', en: 'Lay a card down' },
              choices: [{ value: 'chen-jianguo', label: { zh: '陈建国', en: '陈建国' } }],
              possible: true,
            },
            { name: 'take', label: { zh: '拿走', en: 'Take' }, possible: false },
          ],
        },
      ],
    };
  }

  async act(...call: unknown[]): ReturnType<SimulationPort['act']> {
    if (this.gone) throw new Error('the simulation does not answer');
    this.done.push(call);
    return this.refusal ? { ok: false, error: this.refusal } : { ok: true };
  }
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A central service that gives this answer to everything; resolves with its address and what it was asked. */
async function serve(status: number, body: string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

describe('devices', () => {
  it('are drawn from data, in both languages, as the contract has them', async () => {
    const [reader] = await createSimulationAccess(new FakeSimulation(), NOBODY).state();
    expect(simulatedDeviceSchema.strict().parse(reader)).toEqual({
      name: 'id-card-reader',
      label: '身份证阅读器 ID card reader',
      state: '读卡区无卡 no card',
      actions: [
        {
          name: 'place',
          label: '放上身份证 Lay a card down',
          choices: [{ value: 'chen-jianguo', label: '陈建国' }],
          possible: true,
        },
        { name: 'take', label: '拿走 Take', possible: false },
      ],
    });
  });

  it('are acted on with the choice, where there is one', async () => {
    const simulation = new FakeSimulation();
    const access = createSimulationAccess(simulation, NOBODY);
    expect(await access.act('id-card-reader', 'place', 'chen-jianguo')).toEqual({ ok: true });
    expect(await access.act('id-card-reader', 'take')).toEqual({ ok: true });
    expect(simulation.done).toEqual([
      ['id-card-reader', 'place', { choice: 'chen-jianguo' }],
      ['id-card-reader', 'take', {}],
    ]);
  });

  it('tell what to do instead of the impossible, and that the simulation has gone', async () => {
    const simulation = new FakeSimulation();
    const access = createSimulationAccess(simulation, NOBODY);
    simulation.refusal = { message: 'no card lies there', next: 'Lay one down first.' };
    expect(await access.act('id-card-reader', 'take')).toEqual({
      ok: false,
      message: 'no card lies there Lay one down first.',
    });
    simulation.gone = true;
    expect(await access.act('id-card-reader', 'take')).toEqual({
      ok: false,
      message: 'the simulation does not answer',
    });
    await expect(access.state()).rejects.toThrow('does not answer');
  });
});

describe('messages', () => {
  const sms = { phone: '13800000001', text: '验证码 123456', sentAt: '2026-11-24T02:00:00.000Z' };

  it('come from the sandbox, without what the contract does not know, also below a path', async () => {
    const central = await serve(200, JSON.stringify([{ ...sms, code: '123456' }]));
    const access = createSimulationAccess(new FakeSimulation(), `${central.url}/renshe/`);
    expect(await access.sms()).toEqual([sms]);
    expect(central.asked).toEqual(['/renshe/sandbox/sms']);
  });

  it.each([
    [404, '{"code":"NOT_FOUND"}'],
    [403, '{"code":"LOOPBACK_ONLY"}'],
    [200, '<p>not ours</p>'],
    [200, '{"messages":[]}'],
  ])('are none where there is no sandbox (%i %s)', async (status, body) => {
    const central = await serve(status, body);
    expect(await createSimulationAccess(new FakeSimulation(), central.url).sms()).toEqual([]);
  });

  it('are none while nobody answers', async () => {
    expect(await createSimulationAccess(new FakeSimulation(), NOBODY).sms()).toEqual([]);
  });
});
