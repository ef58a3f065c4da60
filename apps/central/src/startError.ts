export type StartErrorCode =
  | 'USAGE'
  | 'DATA_DIR_IN_USE'
  | 'DATA_DIR_UNUSABLE'
  | 'DATABASE_UNREACHABLE'
  | 'MIGRATION_FAILED'
  | 'SANDBOX_ON_REAL_DATA'
  | 'SEED_UNREADABLE'
  | 'POLICY_INVALID'
  | 'PORT_UNAVAILABLE';

/** Why the service cannot start; `message` says what to do about it. */
export class StartError extends Error {
  readonly code: StartErrorCode;
  constructor(code: StartErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
