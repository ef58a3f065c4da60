export { findBrowser as findChromium } from '../../src/hosts/chromium/browser.ts';

/** Root, as in a container, cannot have Chromium's sandbox. */
export const chromiumArguments = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-background-networking',
  '--autoplay-policy=no-user-gesture-required',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--font-render-hinting=none',
];
