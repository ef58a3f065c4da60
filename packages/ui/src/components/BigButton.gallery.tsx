import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { CardIcon, FaceIcon, HelpIcon, PhoneIcon } from '../illustrations/icons.tsx';
import { BigButton } from './BigButton.tsx';

const nothing = () => {};

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'BigButton',
    state: 'kinds',
    render: ({ words }) => (
      <div className="frame__column">
        <BigButton control="one" label={words({ zh: '确认核验', en: 'Confirm' })} onPress={nothing} />
        <BigButton
          control="two"
          kind="secondary"
          label={words({ zh: '换一个申领', en: 'Another application' })}
          onPress={nothing}
        />
        <div className="frame__row">
          <BigButton
            control="three"
            kind="quiet"
            icon={<HelpIcon />}
            label={words({ zh: '帮助', en: 'Help' })}
            onPress={nothing}
          />
          <BigButton control="four" kind="key" label="7" digit="7" onPress={nothing} />
          <BigButton control="five" kind="key" label="8" digit="8" disabled onPress={nothing} />
        </div>
        <BigButton control="six" label={words({ zh: '还不能继续', en: 'Not yet' })} disabled onPress={nothing} />
      </div>
    ),
  },
  {
    component: 'BigButton',
    state: 'choices',
    render: ({ words }) => (
      <div className="frame__row">
        <BigButton
          control="face"
          kind="choice"
          icon={<FaceIcon />}
          label={words({ zh: '刷脸核验', en: 'Use my face' })}
          detail={words({ zh: '约半分钟', en: 'about half a minute' })}
          onPress={nothing}
        />
        <BigButton
          control="sms"
          kind="choice"
          icon={<PhoneIcon />}
          label={words({ zh: '短信核验', en: 'Use my phone' })}
          detail={words({ zh: '约一分钟', en: 'about a minute' })}
          onPress={nothing}
        />
      </div>
    ),
  },
  {
    component: 'icons',
    state: 'all',
    render: () => (
      <div className="frame__row frame__icons">
        <HelpIcon />
        <FaceIcon />
        <PhoneIcon />
        <CardIcon />
      </div>
    ),
  },
];
