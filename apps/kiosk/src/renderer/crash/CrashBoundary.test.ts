import { expect, it } from 'vitest';
import { pageCrashSchema } from '../../contract/contract.ts';
import { nameOf } from './CrashBoundary.tsx';

class Named extends Error {
  override readonly name: string;
  constructor(name: string) {
    super('陆春晓 has no card');
    this.name = name;
  }
}

it.each<[unknown, string]>([
  [new TypeError('cannot read 陆春晓'), 'TypeError'],
  [new DOMException('陆春晓', 'NotFoundError'), 'NotFoundError'],
  [new Named('陆春晓'), 'Error'],
  [new Named('110105194912310021'), 'Error'],
  [new Named('x'.repeat(41)), 'Error'],
  ['陆春晓', 'string'],
  [undefined, 'undefined'],
])('tells of an error no more than its name', (error, name) => {
  expect(nameOf(error)).toBe(name);
  expect(pageCrashSchema.safeParse({ screen: 'receipt', error: nameOf(error) }).success).toBe(true);
});
