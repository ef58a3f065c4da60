import { createCipheriv, createDecipheriv } from 'node:crypto';

/** What happens inside the pad, for the simulator: no driver reckons with a PIN. */

/**
 * ISO 9564 format 0: `0 | length | PIN | F…` XOR `0000 | twelve digits of the account`. Takes the digits in ASCII, and
 * zeroes what it makes of them.
 */
export function encryptedPinBlock(options: { digits: Uint8Array; account: string; key: Uint8Array }): Uint8Array {
  const block = clearPinBlock(options.digits, options.account);
  const encrypted = tripleDes(options.key, block);
  block.fill(0);
  return encrypted;
}

/** The block before it is encrypted; `account` is the twelve digits themselves. */
export function clearPinBlock(digits: Uint8Array, account: string): Uint8Array {
  const block = new Uint8Array(8).fill(0xff);
  block[0] = digits.length;
  digits.forEach((digit, index) => {
    const at = 1 + (index >> 1);
    const shift = index % 2 === 0 ? 4 : 0;
    block[at] = ((block[at] ?? 0) & ~(0x0f << shift)) | ((digit & 0x0f) << shift);
  });
  const bound = Buffer.from(`0000${account}`, 'hex');
  return block.map((byte, index) => byte ^ (bound[index] ?? 0));
}

export const tripleDes = (key: Uint8Array, data: Uint8Array): Uint8Array =>
  finish(createCipheriv(key.length === 16 ? 'des-ede' : 'des-ede3', key, null), data);

export const tripleDesBack = (key: Uint8Array, data: Uint8Array): Uint8Array =>
  finish(createDecipheriv(key.length === 16 ? 'des-ede' : 'des-ede3', key, null), data);

function finish(cipher: ReturnType<typeof createCipheriv> | ReturnType<typeof createDecipheriv>, data: Uint8Array) {
  cipher.setAutoPadding(false);
  return Uint8Array.from(Buffer.concat([cipher.update(data), cipher.final()]));
}

/** The first bytes of eight zeros under the key. */
export const checkValueOf = (key: Uint8Array): Uint8Array => tripleDes(key, new Uint8Array(8)).subarray(0, 4);
