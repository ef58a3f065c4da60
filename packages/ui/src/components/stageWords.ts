import { createContext, useContext } from 'react';

/** The few words that components say by themselves. */
export interface StageWords {
  readonly pageUp: string;
  readonly pageDown: string;
  /** The next few of several choices. */
  readonly more: string;
}

export const StageWordsContext = createContext<StageWords>({ pageUp: '▲', pageDown: '▼', more: '…' });

export function useStageWords(): StageWords {
  return useContext(StageWordsContext);
}
