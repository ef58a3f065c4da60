import type { GalleryContext, GalleryEntry } from '../../gallery/galleryEntry.ts';
import { QrPanel, type QrState } from './QrPanel.tsx';

const of = (state: (context: GalleryContext) => QrState) => (context: GalleryContext) => (
  <QrPanel
    text="https://example.test/c/7F3K-29QD"
    label={context.words({ zh: '用手机接着办', en: 'Go on with your phone' })}
    steps={context.words({
      zh: ['打开电子社保卡', '点“扫一扫”', '对准这个二维码'],
      en: ['Open your e-card', 'Choose Scan', 'Point it at this code'],
    })}
    state={state(context)}
  />
);

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'QrPanel',
    state: 'showing',
    render: of(({ words }) => ({ kind: 'showing', note: words({ zh: '还有 42 秒', en: '42 seconds left' }) })),
  },
  {
    component: 'QrPanel',
    state: 'scanned',
    render: of(({ words }) => ({
      kind: 'scanned',
      note: words({ zh: '已扫码，请看手机', en: 'Scanned: see your phone' }),
    })),
  },
  {
    component: 'QrPanel',
    state: 'expired',
    render: of(({ words }) => ({
      kind: 'expired',
      note: words({ zh: '二维码已过期', en: 'This code is too old' }),
      renew: words({ zh: '换一个新的', en: 'Show a new one' }),
      onRenew: () => {},
    })),
  },
];
