import type { ScreenMessages } from './buildMessages.ts';

/**
 * Clips in Chinese Sign Language, one for a screen, as files beside the page. None has been filmed: a slot that is empty
 * shows nothing. How to fill one stands in the README of this package.
 */
export const signClips: Readonly<Partial<Record<keyof ScreenMessages, URL>>> = {};
