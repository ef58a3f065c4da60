import { createRoot } from 'react-dom/client';
import { DOUBLE_TAP_MS } from '../src/guard/tapGuard.ts';
import { applyDeviceProfile } from '../src/profile/applyDeviceProfile.ts';
import { entryIdsByFile, findEntry } from './entries.ts';
import './frame.css';
import type { GalleryContext, GalleryEntry } from './galleryEntry.ts';
import { loadGalleryMessages } from './loadGalleryMessages.ts';
import { getScreenSize } from './screenSizes.ts';
import { readView } from './view.ts';

/*
 * One entry on a screen of its own: in the gallery within a frame, in the tests as a page. What to show stands behind the
 * `#` of the address, so that another entry needs no new page and the fonts, 30 MB of them, are read once.
 */

declare global {
  interface Window {
    /** For the tests, which cannot look into the bundle. */
    galleryEntries: ReturnType<typeof entryIdsByFile>;
  }
}
window.galleryEntries = entryIdsByFile();

const page = document.querySelector('#root');
if (!page) throw new Error('the page has no #root');
const react = createRoot(page);
const root = document.documentElement;
/** What is to be shown now: whatever was being made ready before it stops. */
let asked = '';

async function show(): Promise<void> {
  const mine = location.hash.slice(1);
  asked = mine;
  delete root.dataset.ready;
  const view = readView(mine, '');
  const entry = findEntry(view.entry);
  if (!entry) throw new Error(`no gallery entry ${view.entry}`);
  const form = view.form === 'elder' ? 'elder' : 'standard';
  const messages = await loadGalleryMessages(view.language, form);
  if (asked !== mine) return;

  root.dataset.theme = view.theme;
  root.dataset.form = view.form;
  root.dataset.reach = view.reach;
  root.dataset.motion = view.motion;
  root.lang = messages.locale.lang;
  root.dir = messages.locale.direction;
  setSize();

  const context: GalleryContext = {
    messages,
    form,
    words: ({ zh, en }) => (messages.locale.lang.startsWith('zh') ? zh : en),
  };
  react.render(
    // Another view is another start: nothing that was pressed stays pressed.
    <div key={mine} className="frame" data-room={entry.room ?? 'part'} data-subject={mine}>
      {entry.render(context)}
    </div>,
  );
  const wanted = () => asked === mine;
  await appear(`[data-subject="${CSS.escape(mine)}"]`, wanted);
  await press(entry, wanted);
  await document.fonts.ready;
  if (wanted()) root.dataset.ready = mine;
}

function setSize(): void {
  const { size } = readView(location.hash.slice(1), '');
  applyDeviceProfile(root, { ...getScreenSize(size), widthPx: innerWidth, heightPx: innerHeight });
}

let pressedAt = Number.NEGATIVE_INFINITY;

/** Presses the entry's controls when they can be pressed: dictionaries and lists arrive when they arrive. */
async function press({ press: selectors = [] }: GalleryEntry, wanted: () => boolean): Promise<void> {
  // The view before may have had the same controls, and a press so soon after would be a double tap.
  while (selectors.length > 0 && performance.now() - pressedAt <= DOUBLE_TAP_MS) await nextPicture();
  for (const selector of selectors) {
    (await appear(selector, wanted))?.click();
    await nextPicture();
    pressedAt = performance.now();
  }
}

async function appear(selector: string, wanted: () => boolean): Promise<HTMLElement | undefined> {
  while (wanted()) {
    const found = document.querySelector<HTMLElement>(selector);
    if (found && !found.matches('[data-disabled], [disabled]')) return found;
    await nextPicture();
  }
  return undefined;
}

const nextPicture = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

addEventListener('hashchange', () => void show());
addEventListener('resize', setSize);
if (location.hash !== '') await show();
