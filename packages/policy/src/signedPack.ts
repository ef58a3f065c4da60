import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { type PackFiles, readPack } from './readPack.ts';
import { failure, type Result, success } from './result.ts';

/**
 * A pack as it travels: its files, a manifest with the SHA-256 of each, and the central service's Ed25519 signature
 * (RFC 8032) over the bytes of the manifest.
 */
export const signedPackSchema = z.strictObject({
  files: z.record(z.string().regex(/^[a-z0-9-]{1,40}\.yaml$/), z.string().max(500_000)),
  manifest: z.string().max(100_000),
  /** Base64. */
  signature: z.base64(),
});
export type SignedPack = z.infer<typeof signedPackSchema>;

const manifestSchema = z.strictObject({
  format: z.literal('renshe-policy-pack/1'),
  keyId: z.string().min(1),
  region: z.string().min(1),
  version: z.int().positive(),
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});

/** Public keys a terminal trusts, PEM (SPKI), by their id. */
export type TrustedKeys = Readonly<Record<string, string>>;

export interface SignatureError {
  readonly code: 'PACK_MALFORMED' | 'PACK_KEY_UNKNOWN' | 'PACK_SIGNATURE_WRONG' | 'PACK_FILES_DIFFER';
  readonly reason: string;
  readonly next: string;
}

/** Signs a pack. Throws when it cannot be read: nobody signs what no terminal would take. */
export function signPack(files: PackFiles, key: { id: string; privateKeyPem: string }): SignedPack {
  const pack = readPack(files);
  if (!pack.ok) throw new Error(`${pack.error.file}:${pack.error.line}: ${pack.error.reason}`);
  const { region, version } = pack.value;
  const manifest = JSON.stringify({
    format: 'renshe-policy-pack/1',
    keyId: key.id,
    region: region.id,
    version,
    files: hashesOf(files),
  } satisfies z.infer<typeof manifestSchema>);
  const signature = sign(null, Buffer.from(manifest), createPrivateKey(key.privateKeyPem)).toString('base64');
  return { files: { ...files }, manifest, signature };
}

/** Makes sure that every byte of a pack is what the holder of a trusted key has signed. */
export function verifyPack(signed: SignedPack, trustedKeys: TrustedKeys): Result<PackFiles, SignatureError> {
  const manifest = parseManifest(signed.manifest);
  if (!manifest) return refuse('PACK_MALFORMED', 'its manifest cannot be read');
  const { keyId, files } = manifest;
  const key = Object.hasOwn(trustedKeys, keyId) ? trustedKeys[keyId] : undefined;
  if (key === undefined) return refuse('PACK_KEY_UNKNOWN', `it is signed with "${keyId}", which is not trusted here`);
  const signature = Buffer.from(signed.signature, 'base64');
  if (!verify(null, Buffer.from(signed.manifest), createPublicKey(key), signature)) {
    return refuse('PACK_SIGNATURE_WRONG', 'its signature does not fit its manifest');
  }
  const hashes = hashesOf(signed.files);
  const names = new Set([...Object.keys(hashes), ...Object.keys(files)]);
  const different = [...names].find((name) => hashes[name] !== files[name]);
  if (different !== undefined) return refuse('PACK_FILES_DIFFER', `${different} is not what was signed`);
  return success(signed.files);
}

function parseManifest(text: string): z.infer<typeof manifestSchema> | undefined {
  try {
    return manifestSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function hashesOf(files: PackFiles): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, createHash('sha256').update(text).digest('hex')]),
  );
}

const refuse = (code: SignatureError['code'], reason: string): { ok: false; error: SignatureError } =>
  failure({ code, reason, next: 'Fetch the pack from the central service again; the last good pack stays in use.' });
