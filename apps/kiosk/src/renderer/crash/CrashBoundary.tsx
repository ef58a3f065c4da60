import { Component, type ReactNode } from 'react';

export interface CrashBoundaryProps {
  /** What is shown in the place of what crashed. */
  readonly instead: ReactNode;
  /** Told the error's name, and nothing else of it: a message may quote the citizen. */
  readonly onCrash: (error: string) => void;
  /** When it changes, the children get another chance: another screen, another citizen, another try. */
  readonly chance: string;
  readonly children: ReactNode;
}

interface State {
  readonly crashed: boolean;
  readonly chance: string;
}

/** Keeps a crash to the part of the page it happened in: React would take the whole page away and leave it blank. */
export class CrashBoundary extends Component<CrashBoundaryProps, State> {
  override state: State = { crashed: false, chance: this.props.chance };

  static getDerivedStateFromError(): Partial<State> {
    return { crashed: true };
  }

  static getDerivedStateFromProps({ chance }: CrashBoundaryProps, state: State): State | null {
    return state.chance === chance ? null : { crashed: false, chance };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onCrash(nameOf(error));
  }

  override render(): ReactNode {
    return this.state.crashed ? this.props.instead : this.props.children;
  }
}

/** `TypeError`, in the pattern of the contract; a name that is none of these is a text somebody made up. */
export function nameOf(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  return /^[A-Za-z]{1,40}$/.test(name) ? name : 'Error';
}

/** What React is told to do with errors: by itself it writes the whole of them to the console, messages and all. */
export const quietErrors = {
  onCaughtError: (error: unknown) => console.error(`the page caught a ${nameOf(error)}`),
  onRecoverableError: (error: unknown) => console.error(`the page recovered from a ${nameOf(error)}`),
};
