import type { Page } from '@playwright/test';

/** How a screen is read: its contrast, its order, the names of its controls. Empty lists when nothing is wrong. */
export interface Read {
  /** Text that stands out too little from what is behind it. */
  readonly contrast: string[];
  /** The lowest contrast of any text that can be used. */
  readonly worstContrast: number;
  /** Where the next thing in the document is not the next thing for the eye. */
  readonly order: string[];
  /** Controls without a name, roles that say nothing, a document without language or heading. */
  readonly names: string[];
}

/** Reads the page as it is painted. `contrast` is the least ratio (WCAG 2.2) that text may have. */
export function measureReading(page: Page, limits: { readonly contrast: number }): Promise<Read> {
  return page.evaluate(({ contrast: least }) => {
    type Colour = [number, number, number, number];
    const overlay = document.querySelector('[data-overlay]');
    const root = overlay ?? document.body;
    const contrast: string[] = [];
    const order: string[] = [];
    const names: string[] = [];
    let worstContrast = 21;

    /** Chromium writes a computed colour as rgb(), rgba() or color(srgb …). */
    const coloursIn = (css: string): Colour[] =>
      [...css.matchAll(/(rgba?|color)\(([^)]*)\)/g)].map(([, kind, inside = '']) => {
        const [red = 0, green = 0, blue = 0, alpha = 1] = (inside.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
        return kind === 'color' ? [red, green, blue, alpha] : [red / 255, green / 255, blue / 255, alpha];
      });
    const over = (top: Colour, under: Colour): Colour => {
      const mix = (at: 0 | 1 | 2) => top[at] * top[3] + under[at] * (1 - top[3]);
      return [mix(0), mix(1), mix(2), 1];
    };
    const luminance = (colour: Colour) => {
      const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
      return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
    };
    const ratio = (one: Colour, other: Colour) => {
      const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    };
    /** What lies behind everything: the frame's own ground and the hills, of which any may be behind a word. */
    const ground = (): Colour[] => {
      const frame = document.querySelector('.rs-frame');
      const hills = [...document.querySelectorAll('.rs-hills path')].map((path) => getComputedStyle(path).fill);
      const own = frame ? coloursIn(getComputedStyle(frame).backgroundImage) : [];
      return [...own, ...hills.flatMap(coloursIn)];
    };
    const behind = (element: Element): Colour[] => {
      const layers: Colour[][] = [];
      let solid = false;
      for (let at: Element | null = element; at && !solid; at = at.parentElement) {
        // The poster's label covers what its transparent button lies on.
        const { backgroundColor, backgroundImage } = getComputedStyle(at);
        const painted = [...coloursIn(backgroundImage), ...coloursIn(backgroundColor).filter(([, , , a]) => a > 0)];
        if (at.classList.contains('rs-frame')) break;
        if (painted.length > 0) layers.push(painted);
        solid = painted.some(([, , , alpha]) => alpha === 1) && !painted.some(([, , , alpha]) => alpha < 1);
      }
      let grounds = solid ? (layers.pop() ?? []) : ground();
      for (const layer of layers.reverse()) grounds = layer.flatMap((top) => grounds.map((under) => over(top, under)));
      return grounds;
    };

    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const leaves: { name: string; box: DOMRect; parent: HTMLElement }[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      const words = node.textContent?.trim();
      if (!parent || !words || !parent.checkVisibility() || parent.getBoundingClientRect().width <= 1) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const line = range.getBoundingClientRect();
      const open = parent.closest('[data-pages]')?.getBoundingClientRect();
      // On another page: it will be read when that is turned to.
      if (open && (line.bottom > open.bottom + 8 || line.top < open.top - 8)) continue;
      leaves.push({ name: words, box: range.getBoundingClientRect(), parent });
      if (parent.closest('[data-disabled]')) continue;
      const [colour] = coloursIn(getComputedStyle(parent).color);
      if (!colour) continue;
      for (const under of behind(parent)) {
        const found = ratio(over(colour, under), under);
        worstContrast = Math.min(worstContrast, found);
        if (found < least) {
          contrast.push(`${words}: ${found.toFixed(2)}`);
          break;
        }
      }
    }

    const leftToRight = document.documentElement.dir !== 'rtl';
    for (const [index, now] of leaves.entries()) {
      const next = leaves[index + 1];
      if (!next || now.parent.closest('.attract__poster')) continue;
      if (now.parent === next.parent || now.parent.parentElement === next.parent.parentElement) continue;
      const above = next.box.bottom <= now.box.top + 2;
      const beside =
        Math.min(now.box.bottom, next.box.bottom) - Math.max(now.box.top, next.box.top) > now.box.height / 2;
      const before = leftToRight ? next.box.right <= now.box.left + 2 : next.box.left >= now.box.right - 2;
      const after = leftToRight ? next.box.left >= now.box.right - 2 : next.box.right <= now.box.left + 2;
      if ((above && !after) || (beside && before))
        order.push(`"${next.name}" is read after "${now.name}" and stands before it`);
    }

    for (const control of root.querySelectorAll<HTMLElement>('button, a[href], input, select, [role="button"]')) {
      const name = control.getAttribute('aria-label') ?? control.textContent?.trim() ?? '';
      if (name === '') names.push(`${control.outerHTML.slice(0, 80)}: no name`);
      if (control.tabIndex > 0) names.push(`${name}: takes the focus out of turn`);
      if (!control.dataset.control) names.push(`${name}: no data-control`);
    }
    for (const picture of root.querySelectorAll('svg, img, video')) {
      const hidden = picture.closest('[aria-hidden="true"], [role="img"]') !== null;
      if (!hidden && !picture.getAttribute('aria-label'))
        names.push(`${picture.outerHTML.slice(0, 80)}: a picture without a name`);
    }
    if (document.documentElement.lang === '') names.push('the document has no language');
    if (root.querySelectorAll(overlay ? 'h2' : 'h1').length !== 1) names.push('not exactly one heading');
    if (!overlay && !document.querySelector('main')) names.push('no main landmark');
    return { contrast, worstContrast, order, names };
  }, limits);
}
