import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Bench } from '../core/testing.ts';
import type { PcscService } from './simulatedService.ts';
import {
  type CardScript,
  connectReader,
  digits,
  insertScriptedCard,
  type ScriptedCard,
  skipped,
  startService,
} from './testing.ts';
import type { SocialCardReader } from './types.ts';

const SELECT = '00A404000F7378312E73682EC9E7BBE1B1A3D5CF';
const ZEROS = (bytes: number): string => '00'.repeat(bytes);

/** A card of the second generation, as the published trace has it: all of EF05 at once, EF06 by number. */
const TRACE: CardScript = {
  [SELECT]: '6F16840F7378312E73682EC9E7BBE1B1A3D5CFA50388011E9000',
  '00A4000002EF05': '9000',
  '00B20105FF':
    '0110430299D156000005000000123456789A0201330304322E3000040C9156000002430200430100D5050432303132060432303232070941313233343536373' +
    '89000',
  '00A4000002EF06': '9000',
  '00B2010414': '08123131303130353139343931323331303032589000',
  '00B2020420': `091EB2E2CAD4BCD7${ZEROS(24)}9000`,
  '00B2030416': `4E14${ZEROS(20)}9000`,
  '00B2040403': '0A01319000',
  '00B2050403': '0B01019000',
  '00B2060405': '0C031101059000',
  '00B2070406': '0D04194912319000',
  '0020000003123456': '9000',
};

/** Cards that are not our simulator, each with a habit seen in the field, behind the real service. */
describe.skipIf(skipped)(`the driver of a social security card${skipped ? ` (skipped: ${skipped})` : ''}`, () => {
  let service: PcscService;
  let bench: Bench;
  let card: ScriptedCard;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service?.close());
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(async () => {
    card.pull();
    await bench.clear();
  });
  const withCard = async (script: CardScript = {}, atr?: string): Promise<SocialCardReader> => {
    card = insertScriptedCard(bench, service.port, { ...TRACE, ...script }, atr);
    const reader = connectReader(bench, service.socket);
    expect(await reader.waitForCard({ timeoutMs: 10_000 })).toEqual({ ok: true, value: 'card' });
    return reader;
  };
  const whole = {
    cardNumber: 'A12345678',
    generation: 2,
    version: '2.0',
    issuedOn: '2012',
    resetInformation: '00815431008660110816000001',
    holder: { citizenNumber: '11010519491231002X', name: '测试甲', sex: '1', birthDate: '1949-12-31' },
  };

  it.each<[string, CardScript]>([
    ['gives all of EF05 at once', {}],
    ['announces the answer to its selection', { [SELECT]: '6118', '00C0000018': String(TRACE[SELECT]) }],
    [
      'corrects the length of a record',
      { '00B2010414': ['6C14', String(TRACE['00B2010414'])], '00B2040403': ['6C03', '0A01319000'] },
    ],
    ['refuses the first form of selecting a file', { '00A4000002EF06': '6A86', '00A4020002EF06': '9000' }],
    ['is selected by its old directory', { [SELECT]: '6A82', '00A4000002DDF1': '9000' }],
    [
      'gives records by their tags',
      {
        '00B2010414': '6A83',
        '00B2020420': '6A83',
        '00B2040403': '6A83',
        '00B2070406': '6A83',
        '00B2080014': String(TRACE['00B2010414']),
        '00B2090020': String(TRACE['00B2020420']),
        '00B20A0003': String(TRACE['00B2040403']),
        '00B20D0006': String(TRACE['00B2070406']),
      },
    ],
  ])('reads a card that %s', async (_habit, script) => {
    expect(await (await withCard(script)).readCard()).toMatchObject({ ok: true, value: whole });
  });

  it('reads a card without most of its records', async () => {
    const missing = ['00B2030416', '00B2040403', '00B2050403', '00B2060405', '00B2070406'];
    const read = await (await withCard(Object.fromEntries(missing.map((each) => [each, '6A83'])))).readCard();
    expect(read).toMatchObject({ ok: true, value: { holder: { name: '测试甲' } } });
    expect(read.ok && 'sex' in read.value.holder).toBe(false);
  });

  it.each<[string, CardScript, string]>([
    ['an application that is locked', { [SELECT]: '6283' }, 'card-locked'],
    ['a lock for ever', { [SELECT]: '9303' }, 'card-locked'],
    ['records behind an authentication', { '00B2010414': '6982' }, 'needs-authentication'],
    ['nothing in EF06', { '00A4000002EF06': '6A82', '00A4020002EF06': '6A82' }, 'card-refused'],
    ['an answer of one byte', { '00A4000002EF05': '90' }, 'bad-frame'],
    ['a word that is none', { '00A4000002EF05': '1234' }, 'bad-frame'],
    ['a number that is none', { '00B2010414': `0812${ZEROS(18)}9000` }, 'bad-card-data'],
  ])('refuses a card with %s', async (_what, script, code) => {
    const read = await (await withCard(script)).readCard();
    expect(read).toMatchObject({ ok: false, error: { code, next: expect.any(String) } });
    expect(JSON.stringify(read)).not.toMatch(/测试甲|11010519/);
  });

  it('sends a PIN as published, once, and zeroes it', async () => {
    const reader = await withCard({ '0020000003123456': ['63C2', '9000'] });
    const pin = digits('123456');
    expect(await reader.verifyPin(pin)).toEqual({ ok: true, value: { outcome: 'wrong', attemptsLeft: 2 } });
    expect([...pin]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(card.heard.filter((each) => each.startsWith('0020'))).toEqual(['0020000003123456']);
  });

  it.each<[string, CardScript, object]>([
    ['changes', { '805E010007123456FF201201': '9000' }, { outcome: 'changed' }],
    [
      'is pulled',
      { '805E010007123456FF201201': 'pull' },
      { outcome: 'interrupted', cause: 'card-pulled', pin: 'unknown' },
    ],
    [
      'answers half a word',
      { '805E010007123456FF201201': '90' },
      { outcome: 'interrupted', cause: 'bad-answer', pin: 'unknown' },
    ],
    ['has no such PIN', { '0020000003123456': '63C1' }, { outcome: 'wrong', attemptsLeft: 1 }],
    ['is blocked', { '0020000003123456': '6983' }, { outcome: 'blocked' }],
    [
      'is pulled before',
      { '0020000003123456': 'pull' },
      { outcome: 'interrupted', cause: 'card-pulled', pin: 'unchanged' },
    ],
  ])('tells of a PIN change that %s', async (_what, script, outcome) => {
    const reader = await withCard(script);
    const [from, to] = [digits('123456'), digits('201201')];
    expect(await reader.changePin(from, to)).toMatchObject({ ok: true, value: outcome });
    expect([...from, ...to]).toEqual(new Array(12).fill(0));
    // Whatever happened: never sent twice.
    expect(card.heard.filter((each) => each.startsWith('805E')).length).toBeLessThanOrEqual(1);
  });
});
