import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { PolicyPack } from './pack.ts';
import { type PackError, readPack } from './readPack.ts';
import { failure, type Result, success } from './result.ts';
import { type SignatureError, type SignedPack, signedPackSchema, type TrustedKeys, verifyPack } from './signedPack.ts';

/** Why a pack was not taken. */
export type PackRefusal =
  | PackError
  | SignatureError
  | {
      readonly code: 'PACK_FOR_ANOTHER_REGION' | 'PACK_OLDER' | 'PACK_NOT_KEPT';
      readonly reason: string;
      readonly next: string;
    };

export interface PackKeeperOptions {
  /** Where the pack in use is kept, and the one before it. Made when missing. */
  readonly dir: string;
  /** Region this terminal stands in. */
  readonly region: string;
  readonly trustedKeys: TrustedKeys;
}

const CURRENT = 'pack.json';
const PREVIOUS = 'pack.previous.json';

/**
 * Holds the last good pack on the disk. A pack offered is checked wholly before it replaces anything; one that cannot be
 * used is refused with its reason, and what was in use stays in use, also after a power cut at any instant.
 */
export class PackKeeper {
  readonly #options: PackKeeperOptions;
  /** Why a pack on the disk could not be used any more; for the technician. */
  readonly passedOver: readonly PackRefusal[];
  #current: PolicyPack | undefined;
  #usedFile: string | undefined;

  constructor(options: PackKeeperOptions) {
    this.#options = options;
    mkdirSync(options.dir, { recursive: true });
    const passedOver: PackRefusal[] = [];
    for (const name of [CURRENT, PREVIOUS]) {
      const kept = readKept(join(options.dir, name));
      if (kept === undefined) continue;
      const checked = this.#check(kept);
      if (checked.ok) {
        this.#current = checked.value;
        this.#usedFile = name;
        break;
      }
      passedOver.push(checked.error);
    }
    this.passedOver = passedOver;
  }

  /** The pack in use; undefined until the first one was taken. */
  get current(): PolicyPack | undefined {
    return this.#current;
  }

  /** Takes a pack into use that is good, for this region, and newer than the one in use; the same one again is fine. */
  offer(signed: unknown): Result<PolicyPack, PackRefusal> {
    const checked = this.#check(signed);
    if (!checked.ok) return checked;
    const { version } = checked.value;
    const held = this.#current?.version ?? 0;
    if (version === held && this.#current) return success(this.#current);
    if (version < held) {
      const next = 'A terminal never goes back: give the pack a higher version.';
      return failure({ code: 'PACK_OLDER', reason: `version ${version} is older than ${held}, which is in use`, next });
    }
    try {
      this.#keep(JSON.stringify(signed));
    } catch (error) {
      const reason = `it could not be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`;
      return failure({ code: 'PACK_NOT_KEPT', reason, next: 'Look at the disk; the last good pack stays in use.' });
    }
    this.#current = checked.value;
    this.#usedFile = CURRENT;
    return checked;
  }

  #check(signed: unknown): Result<PolicyPack, PackRefusal> {
    const parsed = signedPackSchema.safeParse(signed);
    if (!parsed.success) {
      const next = 'Fetch the pack from the central service again; the last good pack stays in use.';
      return failure({ code: 'PACK_MALFORMED', reason: 'it is no signed pack', next });
    }
    const files = verifyPack(parsed.data satisfies SignedPack, this.#options.trustedKeys);
    if (!files.ok) return files;
    const pack = readPack(files.value);
    if (!pack.ok) return pack;
    const { region } = this.#options;
    if (pack.value.region.id === region) return pack;
    const reason = `it is for ${pack.value.region.id}, and this terminal stands in ${region}`;
    return failure({ code: 'PACK_FOR_ANOTHER_REGION', reason, next: 'Look at `policy.region` in the configuration.' });
  }

  #keep(text: string): void {
    const { dir } = this.#options;
    const current = join(dir, CURRENT);
    const fresh = join(dir, `${CURRENT}.new`);
    const file = openSync(fresh, 'w', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    // A second name for the same file, so that at no instant there is none. A spoilt one must not displace the good one.
    if (this.#usedFile === CURRENT) {
      rmSync(join(dir, PREVIOUS), { force: true });
      linkSync(current, join(dir, PREVIOUS));
    }
    renameSync(fresh, current);
    const folder = openSync(dir, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }
}

function readKept(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : null;
  }
}
