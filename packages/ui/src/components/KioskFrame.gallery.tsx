import type { GalleryContext, GalleryEntry } from '../../gallery/galleryEntry.ts';
import { BackIcon, HelpIcon, LeaveIcon, RepeatIcon } from '../illustrations/icons.tsx';
import { LayCard } from '../illustrations/LayCard.tsx';
import { BigButton } from './BigButton.tsx';
import { KioskFrame } from './KioskFrame.tsx';
import { Stage } from './Stage.tsx';
import { StepRail } from './StepRail.tsx';

const nothing = () => {};

const utilities = ({ messages: { common } }: GalleryContext) => (
  <>
    <BigButton control="back" kind="utility" icon={<BackIcon />} label={common.back} onPress={nothing} />
    <BigButton control="repeat" kind="utility" icon={<RepeatIcon />} label={common.repeat} onPress={nothing} />
    <BigButton control="help" kind="utility" icon={<HelpIcon />} label={common.help} onPress={nothing} />
    <BigButton control="leave" kind="utility" icon={<LeaveIcon />} label={common.leave} onPress={nothing} />
  </>
);

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'KioskFrame',
    state: 'at-work',
    room: 'page',
    render: (context) => (
      <KioskFrame
        screen="sample"
        brand={context.messages.brand.name}
        place={context.words({ zh: '东城区人社服务大厅', en: 'Dongcheng service hall' })}
        rail={
          <StepRail
            current={2}
            total={5}
            names={context.messages.steps}
            label={context.messages.stepOf({ current: 2, total: 5 })}
          />
        }
        utilities={utilities(context)}
      >
        <Stage
          title={context.words({ zh: '请放身份证', en: 'Lay your ID card here' })}
          lead={context.words({ zh: '放平，不用按', en: 'Flat; no need to press' })}
          figure={<LayCard />}
        />
      </KioskFrame>
    ),
  },
];
