export interface StartErrorView {
  readonly code: string;
  readonly message: string;
  /** What to do about it, where the error knows. */
  readonly next?: string;
  /** Only of a bug: an error without a code of its own. */
  readonly stack?: string;
}

/** Why the terminal could not be started, as one object for the log. Errors we expect carry a code and speak for themselves. */
export function describeStartError(error: unknown): StartErrorView {
  if (!(error instanceof Error)) return { code: 'BUG', message: String(error) };
  const { message, stack } = error;
  if (!('code' in error) || typeof error.code !== 'string')
    return { code: 'BUG', message, ...(stack ? { stack } : {}) };
  const next = 'next' in error && typeof error.next === 'string' ? { next: error.next } : {};
  return { code: error.code, message, ...next };
}
