import type { CDPSession } from '@playwright/test';

/** One picture of the page and the moment it came, in milliseconds of a clock that only goes on. */
export interface Shot {
  readonly jpeg: Buffer;
  readonly at: number;
}

export interface Screencast {
  stop(): Promise<Shot[]>;
}

/** Films the page as the browser paints it, at most this wide and high in pixels; a page that stands still gives no shots. */
export async function startScreencast(cdp: CDPSession, size: { width: number; height: number }): Promise<Screencast> {
  const shots: Shot[] = [];
  const keep = ({ data, sessionId }: { data: string; sessionId: number }) => {
    shots.push({ jpeg: Buffer.from(data, 'base64'), at: performance.now() });
    // The session may have ended meanwhile; then nobody waits for this answer.
    cdp.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
  };
  cdp.on('Page.screencastFrame', keep);
  await cdp.send('Page.startScreencast', {
    format: 'jpeg',
    quality: 92,
    maxWidth: size.width,
    maxHeight: size.height,
    everyNthFrame: 1,
  });
  return {
    stop: async () => {
      await cdp.send('Page.stopScreencast');
      cdp.off('Page.screencastFrame', keep);
      return shots;
    },
  };
}
