/** The one shape of every error this service answers, which is oRPC's: `defined` marks a code of the contract. */
export interface ErrorBody {
  readonly defined: boolean;
  readonly code: string;
  readonly status: number;
  /** What to do next, for a person reading along. */
  readonly message: string;
  readonly data: { readonly reason: string };
}

export const errorBody = (
  code: string,
  status: number,
  reason: string,
  message: string,
  defined = false,
): ErrorBody => ({ defined, code, status, message, data: { reason } });
