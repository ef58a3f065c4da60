import { createHash, randomBytes } from 'node:crypto';

/** Which page speaks: the kiosk's own, or the dev dock beside it. */
export type PageKind = 'kiosk' | 'dock';

/** Leave for one browser to connect. */
export interface Pass {
  /** The one-time token that goes into the address. */
  readonly token: string;
  /** From now on neither the token nor what was given for it opens anything. */
  revoke(): void;
}

/** What a page shows when it asks to connect. */
export interface Credentials {
  readonly token: string | undefined;
  /** Values of all cookies the browser sent. */
  readonly secrets: readonly string[];
}

export type Admission =
  | { readonly admitted: false }
  /** `secret` is given in exchange for the token, once; `pass` tells whose it is. */
  | { readonly admitted: true; readonly pass: Pass; readonly secret?: string };

interface Entry {
  readonly pass: Pass;
  readonly kinds: readonly PageKind[];
  /** Hash of the token until it is used, of the secret afterwards. */
  key: string;
  spent: boolean;
}

/**
 * Decides who may talk to the terminal. A token opens one connection, the first; that browser gets a secret for it as a
 * cookie no script can read, with which it comes back after a reload or a lost connection. Only hashes are kept.
 */
export class PageAccess {
  readonly #entries = new Set<Entry>();

  issue(kinds: readonly PageKind[]): Pass {
    const token = makeKey();
    const entry: Entry = {
      pass: { token, revoke: () => void this.#entries.delete(entry) },
      kinds,
      key: hash(token),
      spent: false,
    };
    this.#entries.add(entry);
    return entry.pass;
  }

  /** True when `admit` would let this page in; spends nothing. */
  knows(kind: PageKind, credentials: Credentials): boolean {
    return this.#find(kind, credentials) !== undefined;
  }

  admit(kind: PageKind, credentials: Credentials): Admission {
    const entry = this.#find(kind, credentials);
    if (!entry) return { admitted: false };
    if (entry.spent) return { admitted: true, pass: entry.pass };
    const secret = makeKey();
    entry.key = hash(secret);
    entry.spent = true;
    return { admitted: true, pass: entry.pass, secret };
  }

  /** Looked up by hash, so that the time it takes tells nothing about how much of a guess was right. */
  #find(kind: PageKind, { token, secrets }: Credentials): Entry | undefined {
    const tokenHash = token === undefined ? undefined : hash(token);
    const secretHashes = secrets.map(hash);
    return [...this.#entries].find(
      ({ kinds, key, spent }) => kinds.includes(kind) && (spent ? secretHashes.includes(key) : key === tokenHash),
    );
  }
}

const makeKey = (): string => randomBytes(32).toString('base64url');
const hash = (key: string): string => createHash('sha256').update(key).digest('base64');
