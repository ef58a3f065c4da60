import { describe, expect, it } from 'vitest';
import { createTapGuard } from './tapGuard.ts';

function guardAt() {
  const clock = { now: 0 };
  return { clock, guard: createTapGuard({ now: () => clock.now, pixelsPerMm: () => 4 }) };
}

describe('createTapGuard', () => {
  it('ignores the second tap on the same control within 300 ms and takes the one after', () => {
    const { clock, guard } = guardAt();
    expect(guard.accepts({ control: 'confirm' })).toBe(true);
    clock.now = 299;
    expect(guard.accepts({ control: 'confirm' })).toBe(false);
    clock.now = 300;
    expect(guard.accepts({ control: 'confirm' })).toBe(true);
  });

  it('ignores a second tap that lands on the next screen under the same finger', () => {
    const { clock, guard } = guardAt();
    guard.accepts({ control: 'choose-service', x: 500, y: 900 });
    clock.now = 120;
    expect(guard.accepts({ control: 'consent-face', x: 512, y: 905 })).toBe(false);
  });

  it('takes two quick taps on different places', () => {
    const { clock, guard } = guardAt();
    guard.accepts({ control: 'key-1', x: 100, y: 100 });
    clock.now = 120;
    expect(guard.accepts({ control: 'key-2', x: 300, y: 100 })).toBe(true);
  });
});
