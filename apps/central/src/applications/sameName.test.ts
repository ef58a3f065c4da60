import { expect, it } from 'vitest';
import { isSameName } from './sameName.ts';

it.each([
  ['陈建国', ' 陈建国 '],
  ['买买提·阿不都拉', '买买提•阿不都拉'],
  ['买买提·阿不都拉', '买买提 ・ 阿不都拉'],
  ['王㛃𬭎', '王㛃𬭎'],
  ['MARTIN, ANNE', 'Martin,  Anne'],
  ['José', 'Jose\u0301'],
])('%s is %s', (a, b) => {
  expect(isSameName(a, b)).toBe(true);
});

it.each([
  ['陈建国', '陈建围'],
  ['王㛃𬭎', '王㛃'],
  ['买买提·阿不都拉', '买买提阿不都拉'],
  ['José', 'Jose'],
])('%s is not %s', (a, b) => {
  expect(isSameName(a, b)).toBe(false);
});
