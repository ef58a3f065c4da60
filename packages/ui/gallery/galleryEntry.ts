import type { ReactNode } from 'react';
import type { Messages } from '../src/messages/buildMessages.ts';
import type { Form } from '../src/messages/locales.ts';

/** In what an entry is drawn. */
export interface GalleryContext {
  readonly messages: Messages;
  readonly form: Form;
  /** Picks the sample's words: Chinese ones for Chinese, English ones for every other language. */
  readonly words: <Text>(samples: { readonly zh: Text; readonly en: Text }) => Text;
}

/** One state of one component, to look at and to compare with how it looked before. */
export interface GalleryEntry {
  /** The file's name without its ending; a test asks for every component. */
  readonly component: string;
  /** Which of its states: `wrong`, `second-step`. Together with the component's name it names the picture. */
  readonly state: string;
  /** `page` where the component is as large as the screen. */
  readonly room?: 'page';
  /** Controls to press, one after another, before it is looked at: selectors. */
  readonly press?: readonly string[];
  readonly render: (context: GalleryContext) => ReactNode;
}

export const entryId = ({ component, state }: Pick<GalleryEntry, 'component' | 'state'>) => `${component}--${state}`;
