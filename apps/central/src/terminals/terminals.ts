import { createHash, timingSafeEqual } from 'node:crypto';
import { hashSecret, matchesSecret } from '../secretHash.ts';
import type { Database } from '../store/database.ts';

export interface TerminalCredentials {
  readonly terminalId: string;
  readonly secret: string;
}

/** Makes a terminal known, or gives a known one a new secret. */
export async function registerTerminal(db: Database, terminal: TerminalCredentials, now: Date): Promise<void> {
  const known = await storedHash(db, terminal.terminalId);
  if (known !== undefined && (await matchesSecret(terminal.secret, known))) return;
  const secret_hash = await hashSecret(terminal.secret);
  await db
    .insertInto('terminals')
    .values({ terminal_id: terminal.terminalId, secret_hash, registered_at: now })
    .onConflict((conflict) => conflict.column('terminal_id').doUpdateSet({ secret_hash }))
    .execute();
}

/**
 * Tells whether a terminal is who it says. The slow hash is computed once for each secret: what has been proved is
 * remembered as a digest in memory, next to the stored hash it was proved against, so a changed secret counts at once.
 */
export class TerminalGate {
  readonly #db: Database;
  readonly #proved = new Map<string, { storedHash: string; digest: Buffer }>();
  /** Unknown terminals cost the same time as known ones, so that nobody can find out names by the clock. */
  #decoy: Promise<string> | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  async admits({ terminalId, secret }: TerminalCredentials): Promise<boolean> {
    const stored = await storedHash(this.#db, terminalId);
    if (stored === undefined) {
      this.#decoy ??= hashSecret('');
      await matchesSecret(secret, await this.#decoy);
      return false;
    }
    const digest = createHash('sha256').update(secret).digest();
    const proved = this.#proved.get(terminalId);
    if (proved?.storedHash === stored && timingSafeEqual(proved.digest, digest)) return true;
    const matches = await matchesSecret(secret, stored);
    if (matches) this.#proved.set(terminalId, { storedHash: stored, digest });
    return matches;
  }
}

async function storedHash(db: Database, terminalId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('terminals')
    .select('secret_hash')
    .where('terminal_id', '=', terminalId)
    .executeTakeFirst();
  return row?.secret_hash;
}
