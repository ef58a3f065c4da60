import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { PairsError, pairFolder, readPairs } from './pairs.ts';

const folder = mkdtempSync(join(tmpdir(), 'renshe-face-pairs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'x'));
for (const name of ['x/1.jpg', '1.jpg', '2.jpg', '1', '2', '3', '4']) writeFileSync(join(folder, name), '');
const csv = (text: string) => {
  const file = join(folder, 'pairs.csv');
  writeFileSync(file, text);
  return file;
};
const short = ({ live, photo, same }: { live: string; photo: string; same: boolean }) =>
  `${basename(live)} ${basename(photo)} ${same ? 'same' : 'other'}`;

it('takes paths from where the file lies', () => {
  const { pairs, pictures } = readPairs(csv('a,b,same\nx/1.jpg,2.jpg,1\n1.jpg,2.jpg,0\n'), { allImpostors: false });
  expect([...pairs][0]).toEqual({ live: join(folder, 'x/1.jpg'), photo: join(folder, '2.jpg'), same: true });
  expect([...pairs].map(short)).toEqual(['1.jpg 2.jpg same', '1.jpg 2.jpg other']);
  expect(pictures).toHaveLength(3);
});

it('makes every impostor there is, in both roles, and none of two pictures of one person', () => {
  const { pairs } = readPairs(csv('a,b,same\n1,2,1\n2,3,1\n4,4,1\n'), { allImpostors: true });
  expect([...pairs].filter(({ same }) => !same).map(short)).toEqual([
    '1 4 other',
    '2 4 other',
    '3 4 other',
    '4 1 other',
    '4 2 other',
    '4 3 other',
  ]);
});

it('reads people off the names of a folder', () => {
  for (const name of ['ann_1.jpg', 'ann_2.jpg', 'bob_1.png', 'SOURCES.md']) writeFileSync(join(folder, 'x', name), '');
  const { pairs, pictures } = pairFolder(join(folder, 'x'), { allImpostors: true });
  expect(pictures).toHaveLength(3);
  expect([...pairs].filter(({ same }) => same).map(short)).toEqual([
    'ann_1.jpg ann_2.jpg same',
    'ann_2.jpg ann_1.jpg same',
  ]);
  expect([...pairs]).toHaveLength(6);
});

it('says what is wrong, and where', () => {
  const read = (text: string) => () => readPairs(csv(text), { allImpostors: false });
  expect(read('a,b\n1,2\n')).toThrow(/row 1.*same/);
  expect(read('a,b,same\n1,2,perhaps\n')).toThrow(PairsError);
  expect(read('a,b,same\n')).toThrow(/no rows/);
  expect(read('a,b,same\n1,9.jpg,1\n')).toThrow(/9\.jpg, which is not there/);
  expect(() => readPairs(join(folder, 'nowhere.csv'), { allImpostors: false })).toThrow(/nowhere\.csv cannot be read/);
});
