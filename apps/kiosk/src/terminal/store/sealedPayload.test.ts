import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { seal, unseal } from './sealedPayload.ts';

const key = randomBytes(32);

test('what was sealed opens again, and never looks the same twice', () => {
  const first = seal(key, 'a', '王㛃𬭎');
  const second = seal(key, 'a', '王㛃𬭎');
  expect(unseal(key, 'a', first)).toBe('王㛃𬭎');
  expect(Buffer.from(first).equals(second)).toBe(false);
});

test('another key, another row and every single flipped bit are noticed', () => {
  const sealed = seal(key, 'a', 'text');
  expect(unseal(randomBytes(32), 'a', sealed)).toBeUndefined();
  expect(unseal(key, 'b', sealed)).toBeUndefined();
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const damaged = Uint8Array.from(sealed);
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(unseal(key, 'a', damaged)).toBeUndefined();
  }
});

test('a row cut short is noticed', () => {
  const sealed = seal(key, 'a', 'text');
  for (let length = 0; length < sealed.length; length++) {
    expect(unseal(key, 'a', sealed.subarray(0, length))).toBeUndefined();
  }
});
