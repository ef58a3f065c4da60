import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, vi } from 'vitest';

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}

/** A component in a page, pressed as a screen reader or a keyboard presses; time goes on between two presses. */
export interface RenderedPage {
  /** Draws, or draws anew; waits for what loads. */
  readonly show: (node: ReactNode) => Promise<void>;
  readonly press: (selector: string) => Promise<void>;
  readonly find: (selector: string) => HTMLElement;
  readonly texts: (selector: string) => string[];
}

/** Sets up and clears away a page around every test of the file. */
export function renderInPage(): RenderedPage {
  let root: ReturnType<typeof createRoot>;
  let now = 10_000;

  beforeEach(() => {
    globalThis.IS_REACT_ACT_ENVIRONMENT = true;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    root = createRoot(document.body.appendChild(document.createElement('div')));
  });

  afterEach(() => {
    act(() => root.unmount());
    document.body.replaceChildren();
    vi.restoreAllMocks();
    now += 10_000;
  });

  const find = (selector: string) => {
    const found = document.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`nothing on the page is ${selector}`);
    return found;
  };
  return {
    show: (node) => act(async () => root.render(node)),
    press: (selector) =>
      act(async () => {
        // Two honest presses are never as near as the two of a double tap.
        now += 1000;
        find(selector).click();
      }),
    find,
    texts: (selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent ?? ''),
  };
}
