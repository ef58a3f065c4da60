import type { ReactNode } from 'react';
import { BigButton } from './BigButton.tsx';
import './ChoiceSheet.css';
import { Overlay } from './Overlay.tsx';

export interface SheetChoice {
  readonly control: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly icon?: ReactNode;
  /** Undefined for a choice that leads on or does one step, and so is never in force. */
  readonly chosen?: boolean;
  readonly disabled?: boolean;
  /** The language of the label, where it is not the page's own. */
  readonly lang?: string;
  readonly onPress: () => void;
}

export interface ChoiceSheetProps {
  readonly name: string;
  readonly title: string;
  readonly lead?: string | undefined;
  readonly choices: readonly SheetChoice[];
  readonly close: string;
  readonly onClose: () => void;
  /** To the question before; absent on the first. */
  readonly back?: { readonly label: string; readonly onPress: () => void } | undefined;
}

/** One question over the screen, with a few large answers. What lies below waits. */
export function ChoiceSheet({ name, title, lead, choices, close, onClose, back }: ChoiceSheetProps) {
  return (
    <Overlay title={title} name={name}>
      {lead ? <p className="rs-lead">{lead}</p> : undefined}
      <div className="rs-sheet__body">
        <ul className="rs-sheet" data-count={choices.length}>
          {choices.map(({ lang, ...choice }) => (
            <li key={choice.control} lang={lang}>
              <BigButton kind="option" {...choice} />
            </li>
          ))}
        </ul>
        <div className="rs-sheet__ways">
          {back ? (
            <BigButton control={`${name}-back`} kind="secondary" label={back.label} onPress={back.onPress} />
          ) : undefined}
          <BigButton control={`${name}-close`} label={close} onPress={onClose} />
        </div>
      </div>
    </Overlay>
  );
}
