import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

/** Rounding of layout to whole pixels. */
const SLACK_PX = 2;
/**
 * The buttons that turn pages take room themselves, and so change what they are made from. With the same words in the same
 * window the pages settle within this many measurements or stay as they are.
 */
const MOST_CHANGES = 6;

export interface Pages {
  /** From 0. */
  readonly page: number;
  readonly count: number;
  turn(by: 1 | -1): void;
}

/**
 * Turns what is too tall for its place page by page, by touch on a button: nothing on a terminal needs a drag. A page never
 * ends within a line; the line that had no room is the first of the next page.
 */
export function usePages(ref: RefObject<HTMLElement | null>): Pages {
  const [sheets, setSheets] = useState<readonly Sheet[]>(ONE_SHEET);
  const [wanted, setWanted] = useState(0);
  const page = Math.min(wanted, sheets.length - 1);
  const settling = useRef({ content: '', changes: 0, found: JSON.stringify(ONE_SHEET) });

  const measure = useCallback(() => {
    const place = ref.current;
    if (!place) return;
    const sheetsNow = findSheets(place);
    const found = JSON.stringify(sheetsNow);
    const content = `${innerWidth}×${innerHeight} ${place.textContent}`;
    if (settling.current.content !== content) settling.current = { ...settling.current, content, changes: 0 };
    if (found === settling.current.found || settling.current.changes >= MOST_CHANGES) return;
    settling.current = { content, found, changes: settling.current.changes + 1 };
    setSheets(sheetsNow);
  }, [ref]);

  // Whatever was drawn anew may have another height; an observer alone hears only of boxes that it was given.
  useLayoutEffect(measure);
  useLayoutEffect(() => {
    const place = ref.current;
    if (!place || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(measure);
    observer.observe(place);
    for (const child of place.children) observer.observe(child);
    return () => observer.disconnect();
  }, [ref, measure]);

  useLayoutEffect(() => {
    const place = ref.current;
    const sheet = sheets[page];
    if (!place || !sheet) return;
    place.scrollTop = sheet.start;
    const last = page === sheets.length - 1;
    place.style.clipPath = last ? '' : `inset(0 0 ${Math.max(0, place.clientHeight - (sheet.end - sheet.start))}px 0)`;
  }, [ref, sheets, page]);

  return { page, count: sheets.length, turn: (by) => setWanted(Math.max(0, Math.min(page + by, sheets.length - 1))) };
}

/** What one page shows, in pixels from the top of the content. */
interface Sheet {
  readonly start: number;
  readonly end: number;
}

const ONE_SHEET: readonly Sheet[] = [{ start: 0, end: 0 }];

/** Each page begins with the first line that had no room on the one before, and ends with the last that has. */
function findSheets(place: HTMLElement): readonly Sheet[] {
  const { clientHeight, scrollHeight } = place;
  if (clientHeight === 0 || scrollHeight <= clientHeight + SLACK_PX) return ONE_SHEET;
  const lines = linesOf(place);
  const sheets: Sheet[] = [];
  for (let start = 0; ; ) {
    const room = start + clientHeight;
    if (room >= scrollHeight - SLACK_PX) return [...sheets, { start, end: scrollHeight }];
    const cut = lines.filter(({ top, bottom }) => bottom > room + SLACK_PX && top > start + SLACK_PX);
    const whole = lines.filter(({ bottom }) => bottom <= room + SLACK_PX);
    const first = Math.floor(Math.min(room, ...cut.map(({ top }) => top)));
    // A line taller than the whole place: better cut than never reached.
    const next = first > start + SLACK_PX ? first : room;
    // Beside a line that is cut another may end later, and is read here.
    const end = Math.ceil(Math.max(next, ...whole.map(({ bottom }) => bottom)));
    sheets.push({ start, end });
    start = next;
  }
}

/** Every painted line and picture, measured from the top of the content. */
function linesOf(place: HTMLElement): { top: number; bottom: number }[] {
  const origin = place.getBoundingClientRect().top - place.scrollTop;
  const lines: { top: number; bottom: number }[] = [];
  const add = ({ top, bottom }: DOMRect) => lines.push({ top: top - origin, bottom: bottom - origin });
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.height > 0) add(box);
  }
  for (const picture of place.querySelectorAll('svg.rs-qr, video')) add(picture.getBoundingClientRect());
  return lines;
}
