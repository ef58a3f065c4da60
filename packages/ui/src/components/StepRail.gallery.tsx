import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { StepRail } from './StepRail.tsx';

export const gallery: readonly GalleryEntry[] = [1, 3, 5].map((current) => ({
  component: 'StepRail',
  state: `step-${current}`,
  render: ({ messages }) => (
    <StepRail current={current} total={5} names={messages.steps} label={messages.stepOf({ current, total: 5 })} />
  ),
}));
