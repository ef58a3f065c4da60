import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askProcessId, FORGET } from './commands.ts';
import { encodeReceipt } from './encodeReceipt.ts';
import { nameEscPosFrames } from './nameFrames.ts';
import { crossedBoxes, sampleReceipt } from './sampleReceipt.ts';

it('names a whole receipt, and shows nothing of it', () => {
  const receipt = { ...sampleReceipt('A-1', '王㛃'), glyphs: crossedBoxes([...'姓名王㛃']) };
  const encoded = encodeReceipt(receipt, { columns: 48, dots: 576 });
  if (!encoded.ok) throw new Error(encoded.error.detail);
  const namer = nameEscPosFrames();
  const named = encoded.value.segments.flatMap((segment) => namer.push('=>', segment));
  expect(new Set(named.map(({ name }) => name))).toEqual(
    new Set([
      ...['initialise', 'Chinese mode', 'character set', 'line spacing', 'text', 'line feed', 'bold', 'size'],
      ...['size of Chinese characters', 'feed dots', 'picture', 'alignment', 'code', 'feed lines', 'feed and cut'],
    ]),
  );
  // 凭条编号 in GBK.
  expect(JSON.stringify(named)).not.toContain('C6 BE');
});

it('names questions and answers', () => {
  const namer = nameEscPosFrames();
  const asked = Buffer.concat([Uint8Array.of(0x10, 4, 1), FORGET, askProcessId('0001')]);
  expect(namer.push('=>', asked).map(({ name }) => name)).toEqual([
    'ask status',
    'forget what is not printed',
    'recover',
    'ask to be told when printed',
  ]);
  const heard = Uint8Array.of(0x12, 0x00, 0x13, 0x11, 0x37, 0x25, 0, 0x37, 0x22, 0x30, 0x30, 0x30, 0x31, 0, 0xff);
  expect(namer.push('<=', heard).map(({ name }) => name)).toEqual([
    'status',
    'paper sensor, in turn',
    'stop (XOFF)',
    'go on (XON)',
    'buffers are empty',
    'printed',
    'no answer',
  ]);
});

it('survives anything, cut anywhere', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.uint8Array({ maxLength: 400 }))), (chunks) => {
      const namer = nameEscPosFrames();
      for (const [out, bytes] of chunks) {
        expect(namer.push(out ? '=>' : '<=', bytes).length).toBeLessThanOrEqual(2 * bytes.length);
      }
    }),
  );
});
