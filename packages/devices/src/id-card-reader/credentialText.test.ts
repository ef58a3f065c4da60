import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import answers from '../../../../fixtures/id-card-reader/answers.json' with { type: 'json' };
import people from '../../../../fixtures/people/citizens.json' with { type: 'json' };
import { decodeCredentialText, encodeCredentialText } from './credentialText.ts';
import { encodeAnswer } from './frame.ts';
import type { Credential } from './types.ts';

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const credentials = [...answers.cards, ...people.citizens].map(({ credential }) => credential as Credential);

const find = (kind: Credential['kind']): Credential => {
  const found = credentials.find((credential) => credential.kind === kind);
  if (!found) throw new Error(`no ${kind} among the fixtures`);
  return found;
};

/** A good text block with something else at one place. */
function blockWith(kind: Credential['kind'], offset: number, text: string | Uint8Array): Uint8Array {
  const block = encodeCredentialText(find(kind));
  block.set(typeof text === 'string' ? Buffer.from(text, 'utf16le') : text, offset);
  return block;
}

describe('the text block', () => {
  it.each(answers.cards)('says who $credential.idNumber is ($credential.kind)', (card) => {
    const text = bytesOf(card.textHex);
    expect(decodeCredentialText(text)).toEqual({ ok: true, value: card.credential });
    expect(Buffer.from(encodeCredentialText(card.credential as Credential))).toEqual(Buffer.from(text));
  });

  it.each(answers.cards)('makes the answer implementers print ($credential.kind)', (card) => {
    const lengths = Uint8Array.of(1, 0, 4, 0);
    const answer = encodeAnswer(0x90, Buffer.concat([lengths, bytesOf(card.textHex), new Uint8Array(1024)]));
    expect(answer).toHaveLength(card.answerLength);
    expect(Buffer.from(answer.subarray(0, 14)).toString('hex').toUpperCase()).toBe(card.answerHeadHex);
    expect(answer.at(-1)).toBe(Number.parseInt(card.answerCheckHex, 16));
  });

  it.each(credentials.map((credential) => [credential.kind, credential] as const))(
    'comes back as it went: %s',
    (_kind, credential) => {
      expect(decodeCredentialText(encodeCredentialText(credential))).toEqual({ ok: true, value: credential });
    },
  );

  it('comes back as it went with any name a person can have', () => {
    const name = fc.string({
      unit: fc.constantFrom('王', '㛃', '𬭎', '·', 'Ā', '\uE863', 'A'),
      minLength: 1,
      maxLength: 7,
    });
    const date = fc
      .date({ min: new Date('1850-01-01'), max: new Date('2150-12-31'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.constantFrom(...credentials), name, date, (credential, someName, birthDate) => {
        const changed: Credential = { ...credential, name: someName, birthDate };
        expect(decodeCredentialText(encodeCredentialText(changed))).toEqual({ ok: true, value: changed });
      }),
    );
  });

  it('never throws, and never names what it read in an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 256, maxLength: 256 }), (block) => {
        const decoded = decodeCredentialText(block);
        if (!decoded.ok) expect(decoded.error.detail).toMatch(/^[\w ,]+$/);
      }),
    );
  });

  it('takes a small x, and a surname at the very end of its place', () => {
    expect(decodeCredentialText(blockWith('resident-id-card', 122 + 34, 'x'))).toMatchObject({
      value: { idNumber: '11010519491231002X' },
    });
    const name = '一'.repeat(15);
    expect(decodeCredentialText(blockWith('resident-id-card', 0, name))).toMatchObject({ value: { name } });
  });

  it('leaves blank what may be blank', () => {
    const address = blockWith('resident-id-card', 52, ' '.repeat(35));
    expect(decodeCredentialText(address)).toMatchObject({ ok: true, value: { address: '' } });
    const chineseName = blockWith('foreign-permanent-resident-2017', 158, ' '.repeat(15));
    expect(decodeCredentialText(chineseName)).toMatchObject({ ok: true, value: { name: '' } });
    const noFormer = decodeCredentialText(blockWith('foreign-permanent-resident-2023', 250, '   '));
    expect(noFormer.ok && 'formerNumber' in noFormer.value).toBe(false);
  });

  it('joins the two halves of a long English name', () => {
    const englishName = 'WOLFESCHLEGELSTEINHAUSENBERGER, ADOLPH BLAINE';
    const long = { ...find('foreign-permanent-resident-2023'), englishName } as Credential;
    expect(decodeCredentialText(encodeCredentialText(long))).toEqual({ ok: true, value: long });
  });

  it("reads a card with an unknown mark as a resident's", () => {
    expect(decodeCredentialText(blockWith('resident-id-card', 248, 'Z'))).toMatchObject({
      value: { kind: 'resident-id-card' },
    });
    expect(decodeCredentialText(blockWith('resident-id-card', 220, Uint8Array.of(0, 0, 0, 0xd8)))).toMatchObject({
      ok: true,
    });
  });

  it.each([
    ['resident-id-card', 0, ' '.repeat(15), 'name', 'blank'],
    ['resident-id-card', 2, Uint8Array.of(0x00, 0xd8), 'name', 'half of a surrogate pair'],
    ['resident-id-card', 2, Uint8Array.of(0x01, 0xdc), 'name', 'half of a surrogate pair'],
    ['resident-id-card', 28, Uint8Array.of(0x61, 0xd8), 'name', 'half of a surrogate pair'],
    ['resident-id-card', 4, '\u0000', 'name', 'a control character'],
    ['resident-id-card', 60, '\u0007', 'address', 'a control character'],
    ['resident-id-card', 60, '\uffff', 'address', 'a code point that is no character'],
    ['resident-id-card', 30, '3', 'sex', 'not 0, 1, 2 or 9'],
    ['resident-id-card', 32, '汉 ', 'ethnicGroupCode', 'not two digits'],
    ['resident-id-card', 36, '20230230', 'birthDate', 'a date that does not exist'],
    ['resident-id-card', 36, '19490001', 'birthDate', 'a date that does not exist'],
    ['resident-id-card', 36, '00000101', 'birthDate', 'a date that does not exist'],
    ['resident-id-card', 36, '1949123 ', 'birthDate', 'not eight digits'],
    ['resident-id-card', 36, '１９４９１２３１', 'birthDate', 'not eight digits'],
    ['resident-id-card', 122, 'A', 'idNumber', 'not 17 digits and a digit or X'],
    ['resident-id-card', 122, ' '.repeat(18), 'idNumber', 'not 17 digits and a digit or X'],
    ['resident-id-card', 188, ' '.repeat(8), 'validFrom', 'not eight digits'],
    ['resident-id-card', 204, '长久      ', 'validUntil', 'not eight digits'],
    ['resident-id-card', 204, '20191231', 'validUntil', 'before the first day of validity'],
    ['hk-mo-tw-residence-permit', 220, Uint8Array.of(0, 0xdc), 'travelPermitNumber', 'half of a surrogate pair'],
    ['foreign-permanent-resident-2017', 122, 'C4N', 'idNumber', 'not three letters and twelve digits'],
    ['foreign-permanent-resident-2017', 152, 'CA ', 'nationality', 'not three letters'],
    ['foreign-permanent-resident-2023', 204, '20231130', 'validUntil', 'before the first day of validity'],
  ] as const)('refuses %s with something else at %i: %j', (kind, offset, text, field, detail) => {
    expect(decodeCredentialText(blockWith(kind, offset, text))).toEqual({ ok: false, error: { field, detail } });
  });

  it.each([0, 255, 257, 512])('refuses %i bytes', (length) => {
    expect(decodeCredentialText(new Uint8Array(length))).toMatchObject({ ok: false, error: { field: 'text' } });
  });

  it.each([
    [{ name: '一'.repeat(16) }, 'name has room for 15 characters'],
    [{ birthDate: '2023-02-30' }, 'birthDate is no ISO date'],
    [{ formerNumber: 'CAN110149123107' }, 'formerNumber does not belong'],
  ])('writes no card with %j', (wrong, says) => {
    const credential = { ...find('foreign-permanent-resident-2023'), ...wrong } as Credential;
    expect(() => encodeCredentialText(credential)).toThrow(says);
  });
});
