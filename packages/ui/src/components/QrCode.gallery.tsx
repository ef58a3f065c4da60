import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { QrCode } from './QrCode.tsx';

export const gallery: readonly GalleryEntry[] = [
  { component: 'QrCode', state: 'text', render: () => <QrCode text="RS-20260703-0042" label="RS-20260703-0042" /> },
];
