import { expect, it } from 'vitest';
import { maskPhone } from './toApplication.ts';

it.each([
  ['13812341234', '138****1234'],
  ['075512345678', '075****5678'],
  ['12345', '****45'],
])('masks %s as %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked);
});
