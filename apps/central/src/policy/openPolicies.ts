import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dateInChina } from '@renshe/identity';
import {
  type PackFiles,
  type PolicyOnDay,
  type PolicyPack,
  policyOn,
  readPack,
  type SignedPack,
  signPack,
} from '@renshe/policy';
import { StartError } from '../startError.ts';

export interface PoliciesOptions {
  /** A folder with one folder of YAML files for each region. */
  readonly dir: string;
  /** The region this service serves. */
  readonly region: string;
  /** PEM (PKCS #8) of the Ed25519 key packs are signed with; without it one is made that lasts as long as the process. */
  readonly keyFile?: string;
}

/** The rules this service goes by, and hands out signed. */
export interface Policies {
  readonly region: string;
  on(now: Date): PolicyOnDay;
  /** The signed pack of a region; undefined where there is none. */
  signed(region: string): SignedPack | undefined;
  /** What terminals have to trust, PEM (SPKI), by its id. */
  readonly publicKey: { readonly id: string; readonly pem: string };
}

/** Reads and signs every pack. Throws StartError POLICY_INVALID naming file, line and reason of the first mistake. */
export function openPolicies({ dir, region, keyFile }: PoliciesOptions): Policies {
  const privateKeyPem = readKey(keyFile);
  const publicKeyPem = createPublicKey(createPrivateKey(privateKeyPem))
    .export({ type: 'spki', format: 'pem' })
    .toString();
  const id = keyFile === undefined ? 'sandbox' : 'central';
  const packs = new Map<string, { pack: PolicyPack; signed: SignedPack }>();
  for (const name of regionsIn(dir)) {
    const files = filesIn(join(dir, name));
    const pack = readPack(files);
    if (!pack.ok) {
      const { file, line, column, reason } = pack.error;
      throw new StartError('POLICY_INVALID', `${join(dir, name, file)}:${line}:${column}: ${reason}`);
    }
    packs.set(pack.value.region.id, { pack: pack.value, signed: signPack(files, { id, privateKeyPem }) });
  }
  const own = packs.get(region);
  if (!own) throw new StartError('POLICY_INVALID', `${dir} holds no pack for the region ${region}: look at --region`);
  return {
    region,
    on: (now) => policyOn(own.pack, dateInChina(now.getTime())),
    signed: (wanted) => packs.get(wanted)?.signed,
    publicKey: { id, pem: publicKeyPem },
  };
}

function readKey(keyFile: string | undefined): string {
  if (keyFile === undefined) {
    return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  }
  try {
    const pem = readFileSync(keyFile, 'utf8');
    if (createPrivateKey(pem).asymmetricKeyType === 'ed25519') return pem;
  } catch (error) {
    throw new StartError('POLICY_INVALID', `${keyFile} cannot be read as a private key: make one with openssl`, error);
  }
  throw new StartError('POLICY_INVALID', `${keyFile} is no Ed25519 key: openssl genpkey -algorithm ed25519`);
}

function regionsIn(dir: string): string[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  } catch (error) {
    throw new StartError('POLICY_INVALID', `${dir} cannot be read: look at --policies`, error);
  }
}

function filesIn(dir: string): PackFiles {
  const names = readdirSync(dir).filter((name) => name.endsWith('.yaml'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(dir, name), 'utf8')]));
}
