import type { Result } from '../result.ts';

/** How a text message leaves the house. The province's gateway implements it; the sandbox keeps messages instead. */
export interface SmsGateway {
  /** Hands over one message; `unavailable` when it was not taken, and then it must not arrive later either. */
  send(message: { readonly phone: string; readonly text: string }): Promise<Result<undefined, 'unavailable'>>;
}
