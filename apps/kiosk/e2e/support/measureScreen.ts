import type { Page } from '@playwright/test';

/** What is wrong with the screen that is shown, in words; empty when nothing is. */
export interface Measured {
  /** Controls smaller than a finger, or too near to each other. */
  readonly touch: string[];
  /** Text that leaves its box or the screen, or lies over other text. */
  readonly text: string[];
  /** Lines of the main prompt, as they are broken on the screen, that are too long to take in. */
  readonly lines: string[];
  /** Text smaller than may be shown. */
  readonly small: string[];
  /** Controls above the reach of a seated hand; only where the limits ask for it. */
  readonly reach: string[];
  readonly buttons: number;
  /** On how many pages the text to be read is spread; 1 where it has room. */
  readonly pages: number;
  /** The smallest of its kind, in millimetres. */
  readonly worst: { readonly target: number; readonly gap: number; readonly glyph: number };
}

export interface Limits {
  readonly pixelsPerMm: number;
  readonly targetMm: number;
  readonly gapMm: number;
  readonly glyphMm: number;
  readonly lineCharacters: number;
  /** Controls must lie in this share of the screen's height, from its foot; 1 for anywhere. */
  readonly reach: number;
}

/** Measures the page as it is painted: boxes of controls, boxes of each line of text. */
export function measureScreen(page: Page, limits: Limits): Promise<Measured> {
  return page.evaluate(({ pixelsPerMm, targetMm, gapMm, glyphMm, lineCharacters, reach: share }) => {
    /** Rounding of layout to whole pixels. */
    const SLACK = 1.5;
    const touch: string[] = [];
    const text: string[] = [];
    const lines: string[] = [];
    const small: string[] = [];
    const reach: string[] = [];
    const worst = { target: 999, gap: 999, glyph: 999 };
    const mm = (px: number) => (px / pixelsPerMm).toFixed(1);
    const overlay = document.querySelector('[data-overlay]');
    const root = overlay ?? document.body;

    const controls = [...root.querySelectorAll<HTMLElement>('button, a[href], input, select')];
    const whole = (element: Element) => element.closest('.attract') !== null;
    const boxes = controls.map((element) => ({
      name: element.textContent?.trim() ?? '',
      element,
      box: element.getBoundingClientRect(),
    }));
    for (const { name, box } of boxes) {
      worst.target = Math.min(worst.target, box.width / pixelsPerMm, box.height / pixelsPerMm);
      if (box.top < innerHeight * (1 - share) - SLACK) reach.push(`${name}: begins at ${mm(box.top)} mm`);
      if (box.width < targetMm * pixelsPerMm - SLACK || box.height < targetMm * pixelsPerMm - SLACK) {
        touch.push(`${name}: ${mm(box.width)} × ${mm(box.height)} mm`);
      }
      if (box.left < -SLACK || box.top < -SLACK || box.right > innerWidth + SLACK || box.bottom > innerHeight + SLACK) {
        touch.push(`${name}: outside of the screen`);
      }
    }
    for (const [index, one] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        // The poster is a button as large as the screen's body; its gap to the bar below is judged by its label.
        if (whole(one.element) || whole(other.element)) continue;
        const apartX = Math.max(one.box.left - other.box.right, other.box.left - one.box.right);
        const apartY = Math.max(one.box.top - other.box.bottom, other.box.top - one.box.bottom);
        const gap = Math.max(apartX, apartY);
        worst.gap = Math.min(worst.gap, gap / pixelsPerMm);
        if (gap < gapMm * pixelsPerMm - SLACK) touch.push(`${one.name} and ${other.name}: ${mm(gap)} mm apart`);
      }
    }

    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    // What has no room is on another page; which page is open is not this measure's business.
    const reading = overlay ? null : document.querySelector<HTMLElement>('[data-pages]');
    const pages = Number(reading?.dataset.pages ?? 1);
    const openPage = reading?.getBoundingClientRect();
    const cut = Number.parseFloat(reading?.style.clipPath.match(/0(?:px)? 0(?:px)? ([\d.]+)px/)?.[1] ?? '0');
    const turnedAway = (box: DOMRect, parent: HTMLElement) =>
      pages > 1 &&
      openPage !== undefined &&
      parent.closest('[data-pages]') !== null &&
      (box.top > openPage.bottom - cut - SLACK * 2 || box.bottom < openPage.top + SLACK * 2);
    /** The part of a line that its page shows. */
    const shownOf = (box: DOMRect, parent: HTMLElement) => {
      if (pages === 1 || !openPage || parent.closest('[data-pages]') === null) return box;
      const top = Math.max(box.top, openPage.top);
      return new DOMRect(box.x, top, box.width, Math.max(0, Math.min(box.bottom, openPage.bottom - cut) - top));
    };
    const painted: { text: string; box: DOMRect; parent: HTMLElement }[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || !node.textContent?.trim() || !parent.checkVisibility()) continue;
      // Said to screen readers only.
      if (parent.getBoundingClientRect().width <= 1) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        const shown = shownOf(box, parent);
        // A sliver of a line that has no room belongs to the next page.
        if (turnedAway(box, parent) || shown.height < box.height / 2) continue;
        painted.push({ text: node.textContent.trim(), box: shown, parent });
      }
      const size = Number.parseFloat(getComputedStyle(parent).fontSize);
      worst.glyph = Math.min(worst.glyph, size / pixelsPerMm);
      if (size < glyphMm * pixelsPerMm - SLACK / 2) small.push(`${node.textContent.trim()}: ${mm(size)} mm`);
    }
    for (const { text: words, box, parent } of painted) {
      if (box.left < -SLACK || box.right > innerWidth + SLACK || box.top < -SLACK || box.bottom > innerHeight + SLACK) {
        text.push(`${words}: leaves the screen`);
      }
      const holder = parent.closest(
        pages > 1
          ? 'button, footer'
          : 'button, article, li, .rs-facts, .rs-stage__heading, .rs-overlay__sheet, header, main, footer',
      );
      const room = holder?.getBoundingClientRect();
      // The box of a line is taller than its glyphs where lines are set tight.
      if (
        room &&
        (box.left < room.left - SLACK || box.right > room.right + SLACK || box.bottom > room.bottom + box.height * 0.2)
      ) {
        text.push(`${words}: leaves its box`);
      }
    }
    for (const [index, one] of painted.entries()) {
      for (const other of painted.slice(index + 1)) {
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        // Line boxes of a tight paragraph touch; glyphs overlap when a quarter of the lower line is covered.
        const upright = getComputedStyle(one.parent).writingMode !== 'horizontal-tb';
        const lies = upright
          ? down > 2 && across > Math.min(one.box.width, other.box.width) * 0.3
          : across > 2 && down > Math.min(one.box.height, other.box.height) * 0.3;
        if (lies) {
          text.push(`"${one.text}" lies over "${other.text}"`);
        }
      }
    }
    const figure = document.querySelector('.rs-stage__figure');
    const picture = figure?.firstElementChild;
    if (!overlay && figure && picture) {
      const inner = picture.getBoundingClientRect();
      const outer = figure.getBoundingClientRect();
      if (inner.height > outer.height + 2 || inner.width > outer.width + 2) text.push('the figure leaves its place');
    }
    const parts = overlay
      ? []
      : [...document.querySelectorAll('.rs-stage > *')].map((part) => part.getBoundingClientRect());
    const body = document.querySelector('.rs-frame__body')?.getBoundingClientRect();
    for (const part of parts) {
      if (body && part.height > 0 && (part.bottom > body.bottom + SLACK || part.top < body.top - SLACK))
        text.push('a part leaves the body');
    }

    for (const prompt of root.querySelectorAll<HTMLElement>('h1, .rs-stage__heading .rs-lead, .rs-overlay__sheet h2')) {
      const node = prompt.firstChild;
      if (!(node instanceof Text)) continue;
      let line = '';
      let top = Number.NaN;
      for (let index = 0; index < node.length; index += 1) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + 1);
        const box = range.getBoundingClientRect();
        if (Math.abs(box.top - top) > 4) {
          line = '';
          top = box.top;
        }
        line += node.data[index] ?? '';
        if ([...line].length === lineCharacters + 1) lines.push(line);
      }
    }
    return { touch, text, lines, small, reach, buttons: controls.length, pages, worst };
  }, limits);
}
