import { type DestinationStream, destination, type Logger, pino } from 'pino';

/** Nothing of these is ever logged on purpose; this is the second line. */
const PERSONAL = [
  'authorization',
  'person',
  'name',
  'idNumber',
  'id_number',
  'phone',
  'code',
  'secret',
  'text',
  'body',
];

/** Logs JSON lines to stderr: stdout carries the ready line and nothing else. */
export function createLogger(options: { level: string; to?: DestinationStream }): Logger {
  return pino(
    {
      level: options.level,
      base: { service: 'central' },
      redact: { paths: PERSONAL.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
      // An error's message may quote what it was about ("Key (id_number)=(…) already exists"): only its kind is kept.
      serializers: { err: describeError },
    },
    options.to ?? destination(2),
  );
}

/** Kind, code and place of an error, without its message. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    // Not `code`: that name is blotted out, as it is the SMS code's.
    ...('code' in error && typeof error.code === 'string' ? { errorCode: error.code } : {}),
    ...('constraint' in error && typeof error.constraint === 'string' ? { constraint: error.constraint } : {}),
    at: frames.slice(0, 8).map((line) => line.trim()),
    ...(error.cause ? { cause: describeError(error.cause) } : {}),
  };
}
