import type { PrintableReceipt } from '../types.ts';
import { emptyBitmap, setDot } from './bitmap.ts';

/** For tests: a receipt with everything in it, of a person who does not exist. */
export function sampleReceipt(number = 'HALL-01-20261124-0007-K7QMC', name = '王小明'): PrintableReceipt {
  return {
    blocks: [
      { kind: 'text', text: '人社自助服务', align: 'centre' },
      { kind: 'heading', text: '社保卡申请 核验凭条' },
      { kind: 'rule' },
      { kind: 'text', text: '社保中心已收到并记下您的核验。本人核验这一步办完了，卡还没有做好。', bold: true },
      { kind: 'rule' },
      {
        kind: 'pairs',
        rows: [
          { label: '凭条编号', value: number },
          { label: '姓名', value: name },
          { label: '领卡方式', value: '到网点领取：测试银行股份有限公司北京朝阳示范支行营业部' },
        ],
      },
      { kind: 'qr', text: `社保卡申请凭条\n编号 ${number}\n结果 社保中心已记录` },
      { kind: 'text', mark: '1. ', text: '制卡一般要 7 到 15 个工作日，各地快慢不同。' },
      { kind: 'text', mark: '2. ', text: '领卡时，请带上身份证和这张凭条。' },
      { kind: 'feed', lines: 1 },
    ],
  };
}

/** A box with a cross for each of these characters: any glyph will do, as long as it is recognised. */
export function crossedBoxes(characters: readonly string[]): NonNullable<PrintableReceipt['glyphs']> {
  const box = emptyBitmap(24, 24);
  for (let at = 0; at < 22; at += 1) {
    for (const [x, y] of [
      [at, 0],
      [at, 21],
      [0, at],
      [21, at],
      [at, at],
      [21 - at, at],
    ] as const)
      setDot(box, x, y);
  }
  return Object.fromEntries(characters.map((character) => [character, box]));
}
