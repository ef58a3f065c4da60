import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './e2e/support/findChromium.ts';

const executablePath = findChromium();

/** The screens in the system's own Chromium, one at a time: two cores, and nobody downloads a browser. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  workers: 1,
  timeout: 60_000,
  outputDir: 'test-results/artifacts',
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    browserName: 'chromium',
    permissions: ['camera'],
    launchOptions: { args: chromiumArguments, ...(executablePath ? { executablePath } : {}) },
  },
});
