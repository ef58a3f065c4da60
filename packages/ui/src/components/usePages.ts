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
  const [starts, setStarts] = useState<readonly number[]>([0]);
  const [wanted, setWanted] = useState(0);
  const page = Math.min(wanted, starts.length - 1);
  const settling = useRef<{ content: string; changes: number; found?: string }>({
    content: '',
    changes: 0,
    found: '0',
  });

  const measure = useCallback(() => {
    const place = ref.current;
    if (!place) return;
    const found = findStarts(place).join();
    const content = `${innerWidth}×${innerHeight} ${place.textContent}`;
    if (settling.current.content !== content) settling.current = { content, changes: 0 };
    if (found === settling.current.found || settling.current.changes >= MOST_CHANGES) return;
    settling.current.found = found;
    settling.current.changes += 1;
    setStarts(found.split(',').map(Number));
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
    if (!place) return;
    const start = starts[page] ?? 0;
    const next = starts[page + 1];
    place.scrollTop = start;
    place.style.clipPath =
      next === undefined ? '' : `inset(0 0 ${Math.max(0, place.clientHeight - (next - start))}px 0)`;
  }, [ref, starts, page]);

  return { page, count: starts.length, turn: (by) => setWanted(Math.max(0, Math.min(page + by, starts.length - 1))) };
}

/** Where each page begins, in pixels from the top of the content. */
function findStarts(place: HTMLElement): number[] {
  const { clientHeight, scrollHeight } = place;
  if (clientHeight === 0 || scrollHeight <= clientHeight + SLACK_PX) return [0];
  const tops = linesOf(place);
  const starts = [0];
  for (let start = 0; start + clientHeight < scrollHeight - SLACK_PX; ) {
    const end = start + clientHeight;
    const cut = tops
      .filter(({ bottom, top }) => bottom > end + SLACK_PX && top > start + SLACK_PX)
      .map(({ top }) => top);
    const next = Math.floor(Math.min(end, ...cut));
    // A line taller than the whole place: better cut than never reached.
    start = next > start + SLACK_PX ? next : end;
    starts.push(start);
  }
  return starts;
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
