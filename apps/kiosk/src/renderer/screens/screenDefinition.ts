import type { Messages } from '@renshe/ui';
import type { ComponentType } from 'react';
import type { Settings } from '../../contract/contract.ts';
import type { ScreenName, ScreenOf } from '../../contract/snapshot.ts';

/** The ways off a screen that the page offers in its fixed bar; which of them the terminal takes is in the contract. */
export type Utility = 'back' | 'leave' | 'repeat' | 'help';

/** All that makes one screen: what is seen, what is said, and the ways off it. */
export interface ScreenDefinition<N extends ScreenName> {
  readonly Screen: ComponentType<{ readonly view: ScreenOf<N> }>;
  /** The sentence spoken when this view appears, and again whenever it changes. Never empty. */
  readonly spoken: (view: ScreenOf<N>, messages: Messages, settings: Settings) => string;
  readonly utilities: (view: ScreenOf<N>) => readonly Utility[];
  /** `open` where there is nothing to do but look: nobody is there, or the terminal is at work. */
  readonly scene?: 'work' | 'open';
}

/** The bar of a screen on which the citizen has nothing to undo: the terminal itself is at work. */
export const whileWorking: readonly Utility[] = ['repeat', 'help'];
/** The bar of an ordinary screen. */
export const withLeave: readonly Utility[] = ['leave', 'repeat', 'help'];
export const withBack: readonly Utility[] = ['back', 'leave', 'repeat', 'help'];
