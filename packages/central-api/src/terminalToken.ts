/** What a terminal may be called: it becomes part of a header, of a URL and of a command line. */
export const terminalIdPattern = /^[A-Za-z0-9_-]{1,64}$/;
/** RFC 6750's b64token alphabet, so that the secret travels in a header as it is. */
export const terminalSecretPattern = /^[A-Za-z0-9._~+/=-]{1,256}$/;

/**
 * The bearer token of a terminal, `<terminalId>.<secret>`.
 * Throws TypeError when either part could not travel in a header: that is a mistake in the configuration.
 */
export function formatTerminalToken(terminalId: string, secret: string): string {
  if (!terminalIdPattern.test(terminalId)) {
    throw new TypeError('terminalId must be 1 to 64 letters, digits, "_" or "-"');
  }
  if (!terminalSecretPattern.test(secret)) {
    throw new TypeError('the terminal secret must be 1 to 256 characters of A-Z a-z 0-9 . _ ~ + / = -');
  }
  return `${terminalId}.${secret}`;
}

/** Takes an `Authorization` header apart; undefined when it is not `Bearer <terminalId>.<secret>`. */
export function parseTerminalToken(header: string | undefined): { terminalId: string; secret: string } | undefined {
  const match = /^Bearer ([^.\s]+)\.(\S+)$/i.exec(header ?? '');
  const [, terminalId, secret] = match ?? [];
  if (!terminalId || !secret) return undefined;
  if (!terminalIdPattern.test(terminalId) || !terminalSecretPattern.test(secret)) return undefined;
  return { terminalId, secret };
}
