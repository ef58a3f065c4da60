/** What the page itself noticed since it was last asked; times in milliseconds. */
export interface Noticed {
  /** Finger down → the first frame presented after it, by the browser's own Event Timing (steps of 8 ms). */
  readonly feedback: number[];
  /** Finger down → the pressed look was in the page; empty where pressing changes no attribute (`:active`). */
  readonly pressed: number[];
  /** A screen that replaced another: since the finger came down, since it was lifted, since its snapshot came. */
  readonly changes: { from: string; to: string; sinceDown?: number; sinceUp?: number }[];
  /** Frames of the main thread that took longer than 50 ms. */
  readonly longFrames: number[];
}

declare global {
  interface Window {
    readonly probe: { take(): Noticed; firstScreen(): number | undefined };
  }
}

/**
 * Runs in the page before its own scripts. A screen counts as painted at the beginning of the second animation frame
 * after its elements came into the document: the first one has then been drawn and handed to the compositor.
 */
export function installProbe(): void {
  /** The browser reports no event that was shorter than this. */
  const SHORTEST_REPORTED_MS = 16;
  let feedback: number[] = [];
  let pressed: number[] = [];
  let changes: Noticed['changes'] = [];
  let longFrames: number[] = [];
  let touches = 0;
  let downAt: number | undefined;
  let upAt: number | undefined;
  let screen = '';
  let firstScreen: number | undefined;

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'pointerdown') feedback.push(entry.duration);
  }).observe({ type: 'event', durationThreshold: SHORTEST_REPORTED_MS } as PerformanceObserverInit);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longFrames.push(entry.duration);
  }).observe({ type: 'long-animation-frame' });

  const painted = (done: (at: number) => void) =>
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
  window.addEventListener(
    'pointerdown',
    ({ timeStamp }) => {
      touches += 1;
      downAt = timeStamp;
      upAt = undefined;
    },
    { capture: true },
  );
  window.addEventListener(
    'pointerup',
    ({ timeStamp }) => {
      upAt = timeStamp;
    },
    { capture: true },
  );

  const look = (records: readonly MutationRecord[]) => {
    const press = records.some(
      ({ attributeName, target }) =>
        attributeName === 'data-pressed' && (target as Element).hasAttribute('data-pressed'),
    );
    if (press && downAt !== undefined) {
      const began = downAt;
      painted((at) => pressed.push(at - began));
    }
    const next = document.querySelector('[data-screen]')?.getAttribute('data-screen') ?? '';
    if (next === screen) return;
    const from = screen;
    screen = next;
    const [down, up] = [downAt, upAt];
    downAt = undefined;
    upAt = undefined;
    painted((at) => {
      // "connecting" is the page's own word before the terminal has shown anything.
      if (next !== 'connecting') firstScreen ??= at;
      changes.push({
        from,
        to: next,
        ...(down === undefined ? {} : { sinceDown: at - down }),
        ...(up === undefined ? {} : { sinceUp: at - up }),
      });
    });
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['data-screen', 'data-pressed'],
  });

  Object.defineProperty(window, 'probe', {
    value: {
      take: () => {
        const unreported = Array.from({ length: Math.max(0, touches - feedback.length) }, () => SHORTEST_REPORTED_MS);
        const noticed: Noticed = { feedback: [...feedback, ...unreported], pressed, changes, longFrames };
        [feedback, pressed, changes, longFrames, touches] = [[], [], [], [], 0];
        return noticed;
      },
      firstScreen: () => firstScreen,
    },
  });
}
