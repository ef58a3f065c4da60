import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Contact, DEBOUNCE_MS } from './contact.ts';
import { isLit } from './lights.ts';

describe('a contact', () => {
  it('is taken for what it was seen as twice, 50 ms apart', () => {
    const contact = new Contact();
    contact.see(true, 0);
    expect([contact.taken, contact.doubtful]).toEqual([undefined, true]);
    contact.see(true, DEBOUNCE_MS - 1);
    expect(contact.taken).toBeUndefined();
    contact.see(true, DEBOUNCE_MS);
    expect([contact.taken, contact.doubtful]).toEqual([true, false]);
  });

  it('is not taken for what was seen once only, however long ago', () => {
    const contact = new Contact();
    contact.see(true, 0);
    contact.see(true, 100);
    contact.see(false, 200);
    contact.see(true, 5_000);
    expect(contact.taken).toBe(true);
  });

  it('knows nothing after it was forgotten', () => {
    const contact = new Contact();
    contact.see(true, 0);
    contact.see(true, 100);
    contact.forget();
    expect(contact.taken).toBeUndefined();
    contact.see(true, 110);
    expect(contact.taken).toBeUndefined();
  });

  it('never changes for anything shorter than 50 ms', () => {
    const samples = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 120 })), { maxLength: 40 });
    fc.assert(
      fc.property(samples, (seen) => {
        const contact = new Contact();
        let now = 0;
        let since = 0;
        let last: boolean | undefined;
        for (const [closed, later] of seen) {
          now += later;
          if (closed !== last) since = now;
          last = closed;
          const before = contact.taken;
          contact.see(closed, now);
          if (contact.taken !== before) expect(now - since).toBeGreaterThanOrEqual(DEBOUNCE_MS);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a light', () => {
  it.each([
    ['slow', 0.5],
    ['medium', 1],
    ['quick', 2],
  ] as const)('blinks %s at %d Hz, below three flashes a second', (pattern, hertz) => {
    const samples = Array.from({ length: 100 }, (_, index) => isLit(pattern, index * 100));
    const flashes = samples.filter((lit, index) => lit && !samples[index - 1]).length;
    expect(flashes).toBe(10 * hertz);
  });

  it('is on or off', () => {
    expect([isLit('on', 1_234), isLit('off', 1_234)]).toEqual([true, false]);
  });
});
