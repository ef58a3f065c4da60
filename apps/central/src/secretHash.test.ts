import { expect, it } from 'vitest';
import { hashSecret, matchesSecret } from './secretHash.ts';

it('knows the secret again, and no other', async () => {
  const stored = await hashSecret('correct horse');
  expect(stored).not.toContain('correct');
  expect(await matchesSecret('correct horse', stored)).toBe(true);
  expect(await matchesSecret('correct horsf', stored)).toBe(false);
  expect(await matchesSecret('', stored)).toBe(false);
});

it('hashes the same secret differently each time', async () => {
  expect(await hashSecret('a')).not.toBe(await hashSecret('a'));
});

it('does not take anything else for a hash', async () => {
  await expect(matchesSecret('a', 'a')).rejects.toThrow('scrypt$salt$hash');
});
