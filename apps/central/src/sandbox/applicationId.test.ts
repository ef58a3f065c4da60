import { expect, it } from 'vitest';
import { applicationIdOf } from './applicationId.ts';

it('gives an acceptance number the same version 5 UUID everywhere', () => {
  expect(applicationIdOf('SQ202611180001')).toBe('e64940c3-8fe7-5d9c-a117-e62e1481f60c');
  expect(applicationIdOf('SQ202611180002')).not.toBe(applicationIdOf('SQ202611180001'));
});
