export type FaceEngineErrorCode =
  | 'false-match-rate-not-measured'
  | 'not-started'
  | 'start-failed'
  | 'stopped'
  | 'worker-crashed'
  | 'worker-timeout'
  | 'worker-failed';

/** The only thing a `FaceEngine` rejects with. The message says what to do next and holds no personal data. */
export class FaceEngineError extends Error {
  override readonly name = 'FaceEngineError';
  readonly code: FaceEngineErrorCode;

  constructor(code: FaceEngineErrorCode, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.code = code;
  }
}
