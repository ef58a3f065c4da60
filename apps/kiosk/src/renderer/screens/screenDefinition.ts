import type { Messages } from '@renshe/ui';
import type { ComponentType } from 'react';
import type { Settings } from '../../contract/contract.ts';
import type { Intent } from '../../contract/intent.ts';
import type { ScreenName, ScreenOf } from '../../contract/snapshot.ts';

/** The ways off a screen that the page offers in its fixed bar; which of them the terminal takes is in the contract. */
export type Utility = 'back' | 'leave' | 'repeat' | 'help';

/** Something the citizen can do on a screen; drawn as a button and read out with its key from this one description. */
export interface ScreenAction {
  /** What it means, the same in every language. */
  readonly control: string;
  readonly label: string;
  readonly detail?: string;
  /** The label for somebody who does not see the screen, where the other speaks of touching it. */
  readonly heard?: string;
  readonly intent: Intent;
  /** Not now, such as sending again too early; the label then says why. */
  readonly disabled?: boolean;
}

/** A code that is typed on the screen's keys or on the tactile keypad. Its digits are never spoken. */
export interface DigitEntry {
  readonly length: number;
  readonly intent: (digits: string) => Intent;
}

/** All that makes one screen: what is seen, what is said, what can be done, and the ways off it. */
export interface ScreenDefinition<N extends ScreenName> {
  readonly Screen: ComponentType<{ readonly view: ScreenOf<N> }>;
  /** The sentence spoken when this view appears, and again whenever it changes. Never empty. */
  readonly spoken: (view: ScreenOf<N>, messages: Messages, settings: Settings) => string;
  /** The same for somebody who does not see the screen, where `spoken` speaks of touching it. */
  readonly heard?: (view: ScreenOf<N>, messages: Messages, settings: Settings) => string;
  /** How much louder than the citizen chose it is spoken, in dB, and over anything else: a card left behind. */
  readonly louderBy?: (view: ScreenOf<N>) => number;
  /**
   * What stands on the screen besides `spoken`, item by item, for somebody who does not see it. May name the citizen: it
   * is spoken only to those who listen instead of looking.
   */
  readonly details?: (view: ScreenOf<N>, messages: Messages, settings: Settings) => readonly string[];
  /** Everything that can be done here besides the bar, in the order in which it is drawn and read out. */
  readonly actions: (view: ScreenOf<N>, messages: Messages) => readonly ScreenAction[];
  readonly entry?: (view: ScreenOf<N>) => DigitEntry | undefined;
  readonly utilities: (view: ScreenOf<N>) => readonly Utility[];
  /** `open` where there is nothing to do but look: nobody is there, or the terminal is at work. */
  readonly scene?: 'work' | 'open';
}

/** Nothing to do here but to wait, or to do what is asked with the hands. */
export const noActions = (): readonly ScreenAction[] => [];

/** The bar of a screen on which the citizen has nothing to undo: the terminal itself is at work. */
export const whileWorking: readonly Utility[] = ['repeat', 'help'];
/** The bar of an ordinary screen. */
export const withLeave: readonly Utility[] = ['leave', 'repeat', 'help'];
export const withBack: readonly Utility[] = ['back', 'leave', 'repeat', 'help'];
