import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import {
  attemptsIn,
  type Command,
  decodeAnswer,
  decodeCommand,
  describeWord,
  encodeAnswer,
  encodeCommand,
} from './apdu.ts';
import { parseAtr, resetInformationOf } from './atr.ts';
import { buildDolData, maskAccountNumber, recordsOf } from './bankApplication.ts';
import { chipOf, asBytes as hex } from './fakeChip.ts';
import { decodeSocialCard } from './fields.ts';
import { formatBasicData } from './nationalDriverText.ts';
import { readSocialCard } from './reading.ts';
import { type Items, RECORDS, readFile, TAG } from './records.ts';
import { encodeBer, encodeRecordItem, findBer, readBer, readDol, readRecordItems } from './tlv.ts';

const RUNS = { numRuns: 1_000 };
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const soup = fc.uint8Array({ maxLength: 300 });
const byte = fc.nat(255);
const itemsOf = (...records: readonly Uint8Array[]): Items => {
  const items: Items = new Map();
  for (const record of records) readRecordItems(record, items);
  return items;
};

describe('commands and answers', () => {
  const command: fc.Arbitrary<Command> = fc
    .record({ cla: byte, ins: byte, p1: byte, p2: byte, data: fc.uint8Array({ minLength: 1, maxLength: 255 }) })
    .chain((full) => {
      const { data: _data, ...head } = full;
      const le = fc.integer({ min: 1, max: 256 });
      return fc.oneof(
        fc.constant(head),
        fc.constant(full),
        le.map((length) => ({ ...head, le: length })),
      );
    });

  it('commands come back as they went', () => {
    fc.assert(
      fc.property(command, (given) => {
        expect(decodeCommand(encodeCommand(given))).toEqual(given);
      }),
      RUNS,
    );
  });

  it('answers come back as they went', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0x60, max: 0x6f }), byte, soup, (sw1, sw2, data) => {
        const sw = (sw1 << 8) | sw2;
        expect(decodeAnswer(encodeAnswer(sw, data))).toEqual({ sw, data });
      }),
      RUNS,
    );
  });

  it('no soup throws, and only words of 6 or 9 are answers', () => {
    fc.assert(
      fc.property(soup, (bytes) => {
        decodeCommand(bytes);
        const answer = decodeAnswer(bytes);
        if (answer) expect([6, 9]).toContain(answer.sw >> 12);
      }),
      RUNS,
    );
  });

  it('expect an answer over T=1, and fetch it over T=0', () => {
    const select = { cla: 0, ins: 0xa4, p1: 4, p2: 0, data: Uint8Array.of(1), le: 256 };
    expect(toHex(encodeCommand(select, 't0'))).toBe('00A404000101');
    expect(toHex(encodeCommand(select, 't1'))).toBe('00A40400010100');
  });

  it('refuse what no short command can say', () => {
    const head = { cla: 0, ins: 0, p1: 0, p2: 0 };
    expect(() => encodeCommand({ ...head, data: new Uint8Array(256) })).toThrow(RangeError);
    expect(() => encodeCommand({ ...head, le: 257 })).toThrow(RangeError);
  });

  it('words are explained', () => {
    expect(describeWord(0x6a82)).toBe('6A82: file not found');
    expect(describeWord(0x63c2)).toBe('63C2: wrong PIN or key, 2 attempts left');
    expect(describeWord(0x6f01)).toBe('6F01');
    expect([attemptsIn(0x63c0), attemptsIn(0x63c7), attemptsIn(0x6983)]).toEqual([0, 7, undefined]);
  });
});

describe('records and items', () => {
  const tag = fc.integer({ min: 1, max: 0xfe });
  const records = fc.uniqueArray(fc.tuple(tag, fc.uint8Array({ maxLength: 60 })), { selector: ([each]) => each });
  const cut = (bytes: Uint8Array, at: number): Uint8Array => bytes.subarray(0, at % (bytes.length + 1));

  it('are found by their tags in any order, whatever they are filled up with', () => {
    fc.assert(
      fc.property(records, fc.array(fc.constantFrom(0x00, 0xff), { maxLength: 5 }), (given, filling) => {
        const items = itemsOf(
          Buffer.concat(given.flatMap(([each, value]) => [encodeRecordItem(each, value), Uint8Array.from(filling)])),
        );
        expect([...items]).toEqual(given);
      }),
      RUNS,
    );
  });

  it('a soup never throws, never makes more than there was, and the next good record is still found', () => {
    fc.assert(
      fc.property(soup, fc.nat(), (bytes, at) => {
        const items: Items = new Map();
        readRecordItems(bytes, items);
        readRecordItems(cut(bytes, at), items);
        const size = [...items.values()].reduce((sum, value) => sum + value.length, 0);
        expect(size).toBeLessThanOrEqual(bytes.length * 2);
        items.delete(TAG.cardNumber);
        readRecordItems(encodeRecordItem(TAG.cardNumber, Uint8Array.of(1, 2)), items);
        expect(items.get(TAG.cardNumber)).toEqual(Uint8Array.of(1, 2));
      }),
      RUNS,
    );
  });

  it('keep nothing of what they were read from, so that it can be wiped', () => {
    const bytes = Buffer.from([TAG.sex, 1, 0x31]);
    const items = itemsOf(bytes);
    bytes.fill(0);
    expect(items.get(TAG.sex)).toEqual(Uint8Array.of(0x31));
  });

  it('BER items come back as they went, at any depth', () => {
    const simple = fc.constantFrom(0x5a, 0x57, 0x9f38, 0x5f24, 0x94);
    fc.assert(
      fc.property(simple, fc.uint8Array({ maxLength: 400 }), fc.nat(4), (each, value, depth) => {
        let bytes: Uint8Array = encodeBer(each, value);
        for (let level = 0; level < depth; level += 1) bytes = encodeBer(0x70, bytes);
        expect(findBer(bytes, each)).toEqual(value);
      }),
      RUNS,
    );
  });

  it('no soup makes BER throw or hang', () => {
    fc.assert(
      fc.property(soup, (bytes) => {
        expect(readBer(bytes).reduce((sum, { value }) => sum + value.length, 0)).toBeLessThanOrEqual(bytes.length);
        findBer(bytes, 0x5a);
        expect(readDol(bytes).length).toBeLessThanOrEqual(bytes.length);
        expect(buildDolData(bytes).length).toBeLessThanOrEqual(252);
        expect(recordsOf(bytes).length).toBeLessThanOrEqual(32);
      }),
      RUNS,
    );
  });
});

describe('the answer to reset', () => {
  it('gives 13 historical bytes', () => {
    const atr = hex('3B 6D 00 00 00 81 54 31 00 86 60 11 08 16 00 00 01');
    expect(resetInformationOf(atr)).toBe('00815431008660110816000001');
  });

  it.each([
    ['of a card on the antenna', '3B 84 80 01 4B 5A 54 31 81', true],
    ['of a card of T=1', '3B F2 18 00 00 81 31 FE 45 AA BB 00', false],
  ])('%s is told apart', (_what, atr, contactless) => {
    expect(parseAtr(hex(atr))?.contactless).toBe(contactless);
  });

  it('of any soup is one or none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const parts = parseAtr(Uint8Array.from([0x3b, ...bytes]));
        if (parts) expect(parts.historical.length).toBeLessThanOrEqual(15);
        parseAtr(bytes);
      }),
      RUNS,
    );
  });
});

describe('a card', () => {
  const NUMBER = hex('07 09 41 31 32 33 34 35 36 37 38');
  const PERSON = hex('08 12 31 31 30 31 30 35 31 39 34 39 31 32 33 31 30 30 32 58');
  const NAME = hex(`09 1E B2 E2 CA D4 BC D7 ${'00'.repeat(24)}`);
  const whole = (...more: readonly string[]): Items => itemsOf(...more.map(hex), NUMBER, PERSON, NAME);
  const read = (items: Items) => {
    const card = decodeSocialCard(items);
    if (!card.ok) throw new Error(card.error.detail);
    return card.value;
  };

  it('of the published trace is read', () => {
    const ef05 = `01 10 43 02 99 D1 56 00 00 05 00 00 00 12 34 56 78 9A 02 01 33 03 04 32 2E 30 00
      04 0C 91 56 00 00 02 43 02 00 43 01 00 D5 05 04 32 30 31 32 06 04 32 30 32 32`.replaceAll(/\s/g, '');
    expect(read(whole(ef05, `4E14${'00'.repeat(20)}`, '0A0131', '0B0101', '0C03110105', '0D0419491231'))).toEqual({
      cardNumber: 'A12345678',
      generation: 2,
      version: '2.0',
      identificationCode: '430299D156000005000000123456789A',
      regionCode: '430299',
      cardClass: '3',
      initialisingOrganisation: '9156000002430200430100D5',
      issuedOn: '2012',
      validUntil: '2022',
      holder: {
        citizenNumber: '11010519491231002X',
        name: '测试甲',
        sex: '1',
        ethnicGroupCode: '01',
        birthPlaceCode: '110105',
        birthDate: '1949-12-31',
      },
    });
  });

  it('of the third generation ends its identification code in F', () => {
    expect(read(whole('0110330300D15600000599000001FFFFFFFF', '0304332E3030', '050420200101'))).toMatchObject({
      generation: 3,
      version: '3.00',
      identificationCode: '330300D15600000599000001FFFFFFFF',
      issuedOn: '2020-01-01',
    });
    expect(read(whole('0110330300D15600000599000001FFFFFFFF')).generation).toBe(3);
  });

  it('with nothing but number, person and name is read', () => {
    expect(read(whole())).toEqual({
      cardNumber: 'A12345678',
      generation: 2,
      holder: { citizenNumber: '11010519491231002X', name: '测试甲' },
    });
  });

  it.each<[string, string, object]>([
    [
      'a number of 15 digits',
      `0812${Buffer.from('110105491231002').toString('hex')}000000`,
      { citizenNumber: '110105491231002' },
    ],
    ['a name filled up with blanks', `091EB2E2CAD4BCD7${'20'.repeat(24)}`, { name: '测试甲' }],
    ['text that begins with zeros', `091E0000B2E2CAD4BCD7${'00'.repeat(22)}`, { name: '测试甲' }],
    ['a name of 10 bytes', '090AB2E2CAD4BCD700000000', { name: '测试甲' }],
  ])('with %s is read', (_what, record, expected) => {
    const items = itemsOf(hex(record), NUMBER, PERSON, NAME);
    expect(read(items).holder).toMatchObject(expected);
  });

  it('with a name too long for its field is read whole, also where a character is cut in two', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'测试甲乙丙丁·㛃𬭎'), { minLength: 1, maxLength: 20 }), (chars) => {
        const name = chars.join('');
        const bytes = iconv.encode(name, 'gb18030');
        fc.pre(bytes.length <= 50);
        const field = (value: Uint8Array, length: number): Uint8Array => {
          const filled = new Uint8Array(length);
          filled.set(value);
          return filled;
        };
        const items = itemsOf(
          NUMBER,
          PERSON,
          encodeRecordItem(TAG.name, field(bytes.subarray(0, 30), 30)),
          encodeRecordItem(TAG.nameContinued, field(bytes.subarray(30), 20)),
        );
        expect(read(items).holder.name).toBe(name);
      }),
      RUNS,
    );
  });

  it.each([
    ['no day of the calendar', '0D0420230230'],
    ['all zeros', '0D0400000000'],
    ['a year only', '0D0431393439'],
  ])('a date of birth that is %s is left out', (_what, record) => {
    expect('birthDate' in read(whole(record)).holder).toBe(false);
  });

  it.each([
    ['cardNumber', itemsOf(PERSON, NAME)],
    ['citizenNumber', itemsOf(NUMBER, NAME)],
    ['citizenNumber', itemsOf(NUMBER, NAME, hex('08033132 33'))],
    ['name', itemsOf(NUMBER, PERSON)],
    ['name', itemsOf(NUMBER, PERSON, hex('0902FFFE'))],
  ])('without a usable %s is bad, and the error holds nothing of it', (field, items) => {
    const card = decodeSocialCard(items);
    expect(card).toMatchObject({ ok: false, error: { code: 'bad-card-data', field, next: expect.any(String) } });
    expect(JSON.stringify(card)).not.toMatch(/11010519|A1234/);
  });

  it('of any items is read or refused, and never throws', () => {
    const anyItem = fc.tuple(fc.constantFrom(...Object.values(TAG)), fc.uint8Array({ maxLength: 40 }));
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 14 }), (given) => {
        const card = decodeSocialCard(new Map(given));
        if (card.ok) expect(card.value.holder.name).not.toBe('');
      }),
      RUNS,
    );
  });

  it('that answers anything to anything is read or refused, and never keeps the terminal', async () => {
    const answer = fc.oneof(
      soup,
      fc
        .tuple(fc.constantFrom(0x90, 0x61, 0x6c, 0x62, 0x6a, 0x63), byte, soup)
        .map(([sw1, sw2, data]) => Uint8Array.from([...data, sw1, sw2])),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 40 }), async (answers) => {
        let commands = 0;
        const chip = chipOf(() => Uint8Array.from(answers[commands++ % answers.length] ?? []));
        const { signal } = new AbortController();
        await readSocialCard(chip, { bankAccount: true, authentication: undefined, signal });
        expect(commands).toBeLessThan(2_500);
      }),
      { numRuns: 500 },
    );
  });

  it('is written as the national driver API writes it', () => {
    const card = read(whole('0110330300D15600000599000001FFFFFFFF', '0304332E3030', '050420200101', '060420300101'));
    expect(
      formatBasicData(
        { ...card, resetInformation: '00815431008660110816000001' },
        { number: '000000000001', device: '000000000001' },
      ),
    ).toBe(
      '330300|11010519491231002X|A12345678|330300D15600000599000001FFFFFFFF|测试甲|00815431008660110816000001|3.00|20200101|20300101|000000000001|000000000001|',
    );
    expect(formatBasicData(read(whole()))).toBe('|11010519491231002X|A12345678||测试甲|||||||');
  });
});

describe('account numbers', () => {
  it('are shown by their first six and last four digits', () => {
    expect(maskAccountNumber(hex('62280000123456789 0 1F'))).toBe('622800*********8901');
    expect(maskAccountNumber(hex('123456'))).toBeUndefined();
    expect(maskAccountNumber(undefined)).toBeUndefined();
  });

  it('never show more', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (packed) => {
        const shown = maskAccountNumber(packed);
        if (shown !== undefined) expect(shown).toMatch(/^\d{6}\*{2,9}\d{4}$/);
      }),
      RUNS,
    );
  });

  it('are looked for in the files the card names, in both formats', () => {
    const list = hex('08010200 10010400');
    const expected = [
      { number: 1, sfi: 1 },
      { number: 2, sfi: 1 },
      { number: 1, sfi: 2 },
      { number: 2, sfi: 2 },
      { number: 3, sfi: 2 },
      { number: 4, sfi: 2 },
    ];
    expect(recordsOf(hex(`800A7C00${toHex(list)}`))).toEqual(expected);
    expect(recordsOf(encodeBer(0x77, Uint8Array.from([...hex('82027C00'), ...encodeBer(0x94, list)])))).toEqual(
      expected,
    );
  });

  it('are asked for with what the card wants to know', () => {
    // As one program sends it: amount zero, currency 0156, and one byte of cash support.
    expect(toHex(buildDolData(hex('9F7A01 9F0206 5F2A02')))).toBe('000000000000000156');
  });
});

describe('reading files', () => {
  it.each(Object.keys(RECORDS).map(Number))('%i asks for each record with its own length', async (file) => {
    const heard: string[] = [];
    const chip = chipOf((command) => {
      heard.push(toHex(command));
      return command[1] === 0xb2 ? hex('6A83') : hex('9000');
    });
    await readFile(chip, file === 0xef05 ? 0xef05 : 0xef06, new Map());
    const records = file === 0xef05 ? RECORDS[0xef05] : RECORDS[0xef06];
    const byNumber = records.map(({ length }, index) => toHex(Uint8Array.of(0, 0xb2, index + 1, 4, length + 2)));
    for (const command of byNumber) expect(heard).toContain(command);
    expect(heard.at(-1)).toBe('00B20105FF');
  });
});
