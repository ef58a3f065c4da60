import { defineConfig } from 'vitest/config';

/**
 * Two kinds of test, told apart by name:
 * `*.test.ts(x)` is pure and fast; `*.integration.test.ts` talks to a real pty, printer, socket or browser and runs
 * one file at a time, because two of them would fight over the same two cores.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{apps,packages}/*/src/**/*.integration.test.ts', 'scripts/**/*.integration.test.ts'],
          exclude: ['**/node_modules/**'],
          fileParallelism: false,
          // Ten times what the slowest needs on an idle machine: a busy one shall be slow and not red.
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
