import { createTapGuard } from './tapGuard.ts';

/** The page's own guard; every button of the design system asks it. */
export const pageTapGuard = createTapGuard({
  now: () => performance.now(),
  pixelsPerMm: () => Number.parseFloat(document.documentElement.style.getPropertyValue('--mm')) || 4,
});
