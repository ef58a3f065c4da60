export type FaceEngineErrorCode =
  | 'false-match-rate-not-measured'
  /** The manifest cannot be read, or does not describe an engine. */
  | 'manifest-unreadable'
  | 'manifest-invalid'
  /** The model file is not there, is another than the manifest's, or does not do what the manifest says. */
  | 'model-missing'
  | 'model-changed'
  | 'model-unusable'
  /** The model answers with NaN or infinity. */
  | 'model-not-finite'
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
  /** The message without the code in front. */
  readonly detail: string;

  constructor(code: FaceEngineErrorCode, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.code = code;
    this.detail = message;
  }
}
