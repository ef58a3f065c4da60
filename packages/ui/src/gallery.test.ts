// @vitest-environment jsdom
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { galleryEntries } from '../gallery/entries.ts';
import { entryId } from '../gallery/galleryEntry.ts';
import { slotActions } from './illustrations/SlotIllustration.tsx';

/** Parts that are only ever seen within another: the entry that shows each of them. */
const SHOWN_WITHIN: Readonly<Record<string, string>> = {
  Hills: 'KioskFrame--at-work',
  Seal: 'KioskFrame--at-work',
  IdCard: 'LayCard--reading',
  Words: 'TroublePanel--card-expired',
  SocialCard: 'SlotIllustration--insert-social-card',
  CardMouth: 'SlotIllustration--insert-social-card',
  TakeReceipt: 'SlotIllustration--take-receipt',
  ScanQr: 'SlotIllustration--scan-qr',
  LookAtCamera: 'SlotIllustration--look-at-camera',
  PutDocument: 'SlotIllustration--put-document',
  PlugHeadset: 'SlotIllustration--plug-headset',
};

const components = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.tsx') && !/^testing|\.(gallery|test)\.tsx$/.test(file))
  .map((file) => file.replace(/^.*\//, '').replace('.tsx', ''))
  .sort();

describe('the gallery', () => {
  it('finds the components', () => {
    expect(components.length).toBeGreaterThan(30);
  });

  it.each(components)('shows %s', (component) => {
    const within = SHOWN_WITHIN[component];
    const shown = galleryEntries.some((entry) => entry.component === component || entryId(entry) === within);
    expect(shown, `put a ${component}.gallery.tsx beside it`).toBe(true);
  });

  it('names every picture once', () => {
    const ids = galleryEntries.map(entryId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('shows the picture of every action', () => {
    const states = galleryEntries.filter(({ component }) => component === 'SlotIllustration').map(({ state }) => state);
    expect(states).toEqual(slotActions);
  });
});
