import type { LightPattern } from './types.ts';

/**
 * How long a blinking light stays on, and as long off. XFS4IoT leaves the figures open. `quick` is below the three
 * flashes a second that may not be passed (WCAG 2.3.1).
 */
const HALF_MS = { slow: 1_000, medium: 500, quick: 250 } as const;

/** Whether a light with this pattern is on at this time. All lights of a pattern blink together. */
export function isLit(pattern: LightPattern, now: number): boolean {
  if (pattern === 'on' || pattern === 'off') return pattern === 'on';
  return Math.floor(now / HALF_MS[pattern]) % 2 === 0;
}
