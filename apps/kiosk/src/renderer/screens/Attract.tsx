import { FloatingCard, NoticeList, PageButtons, usePages } from '@renshe/ui';
import { useRef } from 'react';
import type { ScreenOf } from '../../contract/snapshot.ts';
import { useKiosk } from '../kioskContext.ts';
import './Attract.css';
import { ActionButtons } from './ActionButtons.tsx';
import { noticeTexts, spokenNotices } from './noticeTexts.ts';
import { type ScreenDefinition, whileWorking } from './screenDefinition.ts';

/** A poster that is one single button: wherever it is touched, it begins. In low reach only its label is one. */
function Attract({ view }: { readonly view: ScreenOf<'attract'> }) {
  const { messages, preferences } = useKiosk();
  const text = messages.screens.attract;
  const reading = useRef<HTMLDivElement>(null);
  const pages = usePages(reading);
  return (
    <section className="attract">
      <div className="attract__reading" ref={reading} data-pages={pages.count}>
        <div className="attract__picture">
          <FloatingCard />
          <p className="attract__poster">
            {text.poster.map((line) => (
              <span key={line}>{line}</span>
            ))}
          </p>
        </div>
        <div className="attract__words">
          <h1>{text.title}</h1>
          <h2>{text.needsTitle}</h2>
          <ul className="attract__needs">
            {text.needs.map(({ label, detail }) => (
              <li key={label}>
                <strong>{label}</strong>
                {preferences.form === 'elder' ? undefined : <span>{detail}</span>}
              </li>
            ))}
          </ul>
        </div>
        <div className="attract__foot">
          <NoticeList notices={noticeTexts(view.notices, messages)} />
          <aside className="attract__sign">
            <h2>{text.faceSignTitle}</h2>
            <p>
              {text.faceSign.map((line) => (
                <span key={line}>{line}</span>
              ))}
            </p>
          </aside>
        </div>
      </div>
      <PageButtons {...pages} />
      <ActionButtons actions={actions(view, messages)} />
    </section>
  );
}

const actions: ScreenDefinition<'attract'>['actions'] = (_view, { keypad, screens: { attract: text } }) => [
  { control: 'start', label: text.start, heard: keypad.start, intent: { type: 'start' } },
];

export const attract: ScreenDefinition<'attract'> = {
  Screen: Attract,
  spoken: (_view, messages) => messages.screens.attract.spoken,
  heard: (_view, messages) => messages.keypad.greeting,
  details: ({ notices }, messages) => {
    const { needs, faceSign } = messages.screens.attract;
    return [...spokenNotices(notices, messages), ...needs.map(messages.speech.choice), ...faceSign];
  },
  actions,
  utilities: () => whileWorking,
  scene: 'open',
};
