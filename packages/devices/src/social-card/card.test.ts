import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failure, success } from '../core/result.ts';
import { authenticate, formatStep1 } from './authentication.ts';
import { readBankAccount } from './bankApplication.ts';
import { interruptedBy } from './cardPulledDuringPinChange.ts';
import { cardFailure } from './errors.ts';
import { ATR, chipOf, fakeChip, asBytes as hex } from './fakeChip.ts';
import { PinSecret, sendPinChange, verifyPin } from './pin.ts';
import { readSocialCard } from './reading.ts';
import { type Items, readFile, TAG } from './records.ts';
import { selectSocialApplication } from './selection.ts';
import { bankCard, socialCard } from './simulatedCards.ts';
import { encipher, SimulatedChip } from './simulatedChip.ts';
import { digits, holder } from './testing.ts';

const SELECT = '00A404000F7378312E73682EC9E7BBE1B1A3D5CF';
const OLD = '00A4000002DDF1';
const PSE = '00A404000E315041592E5359532E4444463031';
const take = (pin: string): PinSecret => {
  const taken = PinSecret.take(digits(pin));
  if (!taken.ok) throw new Error(taken.error.detail);
  return taken.value;
};

describe('what T=0 leaves to us', () => {
  const ask = { cla: 0, ins: 0xb2, p1: 1, p2: 4, le: 0x12 };

  it('61xx fetches, 6Cxx asks again', async () => {
    const { chip, heard } = fakeChip({
      '00B2010412': '6C04',
      '00B2010404': '6102',
      '00C0000002': '6C03',
      '00C0000003': '0102039000',
    });
    expect(await chip.send(ask)).toEqual({ ok: true, value: { data: Buffer.from([1, 2, 3]), sw: 0x9000 } });
    expect(heard).toEqual(['00B2010412', '00B2010404', '00C0000002', '00C0000003']);
  });

  it('61 without end is given up', async () => {
    const { chip, heard } = fakeChip({ '00B2010412': '6101', '00C0000001': 'AA6101' });
    expect(await chip.send(ask)).toMatchObject({ ok: false, error: { code: 'bad-frame' } });
    expect(heard.length).toBeLessThan(20);
  });

  it('6C without end is a refusal', async () => {
    const { chip } = fakeChip({ '00B2010412': '6C04', '00B2010404': '6C05' });
    expect(await chip.send(ask)).toMatchObject({ ok: true, value: { sw: 0x6c05 } });
  });
});

describe('selecting', () => {
  it.each<[string, Record<string, string>, string]>([
    ['by its name', { [SELECT]: '9000' }, 'ok'],
    ['by the old directory', { [SELECT]: '6A82', [OLD]: '9000' }, 'ok'],
    ['a bank card', { [SELECT]: '6A82', [OLD]: '6A82', [PSE]: '9000' }, 'bank-card-only'],
    ['something else', { [SELECT]: '6A82' }, 'not-social-card'],
    ['a chip that knows no command', {}, 'not-social-card'],
    ['an application that was invalidated', { [SELECT]: '6283' }, 'card-locked'],
    ['a locked card', { [SELECT]: '6A81' }, 'card-locked'],
    ['a card locked for ever', { [SELECT]: '9303' }, 'card-locked'],
    ['a card that refuses otherwise', { [SELECT]: '6985' }, 'card-refused'],
  ])('%s', async (_what, script, expected) => {
    const selected = await selectSocialApplication(fakeChip(script).chip);
    expect(selected.ok ? 'ok' : selected.error.code).toBe(expected);
    if (!selected.ok) expect(selected.error.next).not.toBe('');
  });

  it('nothing is sent to a card on the antenna', async () => {
    const { chip, heard } = fakeChip({}, hex('3B 84 80 01 4B 5A 54 31 81'));
    expect(await selectSocialApplication(chip)).toMatchObject({ ok: false, error: { code: 'contactless-card' } });
    expect(heard).toEqual([]);
  });
});

describe('the ways cards want to be asked for records', () => {
  const EF05 = '00A4000002EF05';
  const NUMBER = '0709413132333435363738';
  const VERSION = '0304322E3030';
  it.each<[string, Record<string, string>]>([
    ['by number', { [EF05]: '9000', '00B2030406': `${VERSION}9000`, '00B207040B': `${NUMBER}9000` }],
    [
      'by tag after 6A83',
      {
        [EF05]: '9000',
        '00B2010412': '6A83',
        '00B2030406': '6A83',
        '00B207040B': '6A83',
        '00B2030006': `${VERSION}9000`,
        '00B207000B': `${NUMBER}9000`,
      },
    ],
    [
      'by tag after 6B00',
      {
        [EF05]: '9000',
        '00B2030406': '6B00',
        '00B207040B': '6B00',
        '00B2030006': `${VERSION}9000`,
        '00B207000B': `${NUMBER}9000`,
      },
    ],
    [
      'by tag after 6A86',
      {
        [EF05]: '9000',
        '00B2030406': '6A86',
        '00B207040B': '6A86',
        '00B2030006': `${VERSION}9000`,
        '00B207000B': `${NUMBER}9000`,
      },
    ],
    ['all at once', { [EF05]: '9000', '00B20105FF': `${VERSION}${NUMBER}9000` }],
    [
      'all at once with the right length',
      { [EF05]: '9000', '00B20105FF': '6C11', '00B2010511': `${VERSION}${NUMBER}9000` },
    ],
    ['at other numbers', { [EF05]: '9000', '00B2010412': `${NUMBER}9000`, '00B2020403': `${VERSION}9000` }],
    [
      'in the file selected otherwise',
      { [EF05]: '6A86', '00A4020002EF05': '9000', '00B2030406': `${VERSION}9000`, '00B207040B': `${NUMBER}9000` },
    ],
  ])('%s', async (_form, script) => {
    const items: Items = new Map();
    expect(await readFile(fakeChip(script).chip, 0xef05, items)).toEqual({ ok: true, value: 'read' });
    expect(items.get(TAG.cardNumber)).toEqual(hex('413132333435363738'));
    expect(items.get(TAG.version)).toEqual(hex('322E3030'));
  });

  it('a card that gives nothing is refused with its own word', async () => {
    const script = { [EF05]: '9000', '00B20105FF': '6A81' };
    expect(await readFile(fakeChip(script).chip, 0xef05, new Map())).toMatchObject({
      ok: false,
      error: { code: 'card-refused', sw: '6A81' },
    });
  });

  it('a card that wants the back office first says so', async () => {
    const script = { [EF05]: '9000', '00B2010412': '6982' };
    expect(await readFile(fakeChip(script).chip, 0xef05, new Map())).toMatchObject({
      ok: false,
      error: { code: 'needs-authentication', sw: '6982' },
    });
  });
});

describe('PINs', () => {
  it('are packed and sent as published, and wiped everywhere', async () => {
    const { chip, heard, buffers } = fakeChip({ '0020000003123456': '9000', '805E010007123456FF201201': '9000' });
    const typed = digits('123456');
    const taken = PinSecret.take(typed);
    if (!taken.ok) throw new Error('no PIN');
    const next = take('201201');
    expect([...typed]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await verifyPin(chip, taken.value)).toEqual({ ok: true, value: { outcome: 'ok' } });
    expect(await sendPinChange(chip, taken.value, next)).toEqual({ ok: true, value: { outcome: 'ok' } });
    expect(heard).toEqual(['0020000003123456', '805E010007123456FF201201']);
    // The very buffers that were sent.
    for (const buffer of buffers) expect([...buffer]).toEqual(new Array(buffer.length).fill(0));
    taken.value.wipe();
    expect([...taken.value.packed]).toEqual([0, 0, 0]);
  });

  it.each(['', '12345', '1234567', '12345a', '１２３４５６'])(
    '"%s" is none, is zeroed all the same, and never sent',
    (pin) => {
      const typed = digits(pin);
      expect(PinSecret.take(typed)).toMatchObject({ ok: false, error: { code: 'bad-pin' } });
      expect([...typed].every((byte) => byte === 0)).toBe(true);
    },
  );

  it.each([
    ['63C2', { outcome: 'wrong', attemptsLeft: 2 }],
    ['63C0', { outcome: 'blocked' }],
    ['6983', { outcome: 'blocked' }],
  ])('%s', async (sw, expected) => {
    expect(await verifyPin(fakeChip({ '0020000003123456': sw }).chip, take('123456'))).toEqual({
      ok: true,
      value: expected,
    });
  });

  it('a change that the card refuses is no interruption; one that nobody answered is', () => {
    expect(interruptedBy(cardFailure('card-refused', ''), 'unknown').ok).toBe(false);
    for (const code of ['card-pulled', 'no-card', 'unplugged', 'answer-timeout', 'bad-frame'] as const) {
      expect(interruptedBy(cardFailure(code, ''), 'unknown')).toMatchObject({ ok: true, value: { pin: 'unknown' } });
    }
  });
});

describe('authentication by the back office', () => {
  const settings = { algorithm: 'sm4', externalKey: 0x0a, internalKey: 0x02 } as const;
  const { signal } = new AbortController();
  const read = (chip: SimulatedChip, external: number, internal = settings.internalKey as number) =>
    readSocialCard(
      chipOf((command) => chip.answer(command), chip.content.atr),
      {
        bankAccount: false,
        signal,
        authentication: {
          settings,
          authenticator: {
            encipher: async (factors) =>
              success({
                external: encipher(external, factors.external.factor, factors.external.original),
                internal: encipher(internal, factors.internal?.factor ?? ATR, factors.internal?.original ?? ATR),
              }),
          },
        },
      },
    );
  const third = () =>
    new SimulatedChip(socialCard(holder, { generation: 3, authentication: 'demanded', withBankAccount: false }));

  it('opens the card', async () => {
    expect(await read(third(), 0x0a)).toMatchObject({ ok: true, value: { generation: 3, holder } });
  });

  it('fails when the back office, or the card, is not genuine', async () => {
    expect(await read(third(), 0x0b)).toMatchObject({
      ok: false,
      error: { code: 'authentication-failed', sw: '63C2' },
    });
    expect(await read(third(), 0x0a, 0x03)).toMatchObject({ ok: false, error: { code: 'authentication-failed' } });
  });

  it('fails with what the back office said', async () => {
    const { chip } = fakeChip({ '0084000008': '01020304050607089000' });
    const authenticator = { encipher: async () => failure({ detail: 'not reachable' }) };
    const asked = authenticate(chip, {
      authenticator,
      settings: { algorithm: '3des', externalKey: 4 },
      identificationCode: '43'.repeat(16),
      signal,
    });
    expect(await asked).toMatchObject({
      ok: false,
      error: { code: 'authentication-failed', detail: 'the back office: not reachable' },
    });
  });

  it('is written as the national driver API writes step 1', () => {
    const factors = {
      regionCode: '330300',
      resetInformation: '00815431008660110816000001',
      algorithm: '03',
      identificationCode: '330300D15600000599000001FFFFFFFF',
      external: { factor: hex('0102030405060708'), original: hex('1112131415161718') },
    } as const;
    expect(formatStep1(factors)).toBe(
      '330300|00815431008660110816000001|03|330300D15600000599000001FFFFFFFF|||0102030405060708|1112131415161718|',
    );
  });
});

describe('the bank application', () => {
  it('gives a masked number, and nothing of track 2', async () => {
    const chip = new SimulatedChip(bankCard());
    const account = await readBankAccount(chipOf((command) => chip.answer(command)));
    expect(account).toMatchObject({ ok: true, value: { kind: 'debit', expires: '2031-06' } });
    expect(JSON.stringify(account)).toMatch(/"622800\*{9}\d{4}"/);
    expect(JSON.stringify(account)).not.toMatch(/\d{7}/);
  });

  it('is no failure where there is none', async () => {
    expect(await readBankAccount(fakeChip({}).chip)).toEqual({ ok: true, value: undefined });
  });
});

/** The vectors of the protocol notes, where they lie beside the repository. */
const vectors = (() => {
  try {
    const file = new URL('../../../../../shared/reference/vectors-devices.json', import.meta.url);
    return JSON.parse(readFileSync(file, 'utf8')).sscardApdu as [string, string][];
  } catch {
    return undefined;
  }
})();

describe.skipIf(!vectors)('the trace of the protocol notes', () => {
  it('is read', async () => {
    const { chip } = fakeChip(Object.fromEntries(vectors ?? []));
    const { signal } = new AbortController();
    expect(await readSocialCard(chip, { bankAccount: false, authentication: undefined, signal })).toMatchObject({
      ok: true,
      value: {
        cardNumber: 'A12345678',
        version: '2.0',
        issuedOn: '2012',
        holder: { name: '测试甲', birthDate: '1949-12-31' },
      },
    });
  });
});
