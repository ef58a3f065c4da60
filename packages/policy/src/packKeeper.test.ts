import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { PackKeeper } from './packKeeper.ts';
import type { PackFiles } from './readPack.ts';
import { signPack } from './signedPack.ts';
import { regionFiles } from './testing.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function makeKey(id: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    id,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const central = makeKey('central-2026');
const trustedKeys = { [central.id]: central.publicKeyPem };

function version(number: number, files: PackFiles = regionFiles('qingtan')): PackFiles {
  const text = files['pack.yaml'] ?? '';
  return { ...files, 'pack.yaml': text.replace(/version: \d+/, `version: ${number}`) };
}

function open(dir = mkdtempSync(join(tmpdir(), 'renshe-policy-test-'))) {
  folders.push(dir);
  return { dir, keeper: new PackKeeper({ dir, region: 'qingtan', trustedKeys }) };
}

describe('the pack in use', () => {
  it('is the last good one, also after a restart', () => {
    const { dir, keeper } = open();
    expect(keeper.current).toBeUndefined();
    expect(keeper.offer(signPack(version(3), central))).toMatchObject({ ok: true });
    expect(keeper.offer(signPack(version(4), central))).toMatchObject({ ok: true });
    expect(open(dir).keeper.current?.version).toBe(4);
  });

  it.each([
    ['of an older version', () => signPack(version(2), central), 'PACK_OLDER'],
    ['of another region', () => signPack(version(9, regionFiles('songpu')), central), 'PACK_FOR_ANOTHER_REGION'],
    ['signed by a stranger', () => signPack(version(9), makeKey('stranger')), 'PACK_KEY_UNKNOWN'],
    ['signed by a stranger in our name', () => signPack(version(9), makeKey(central.id)), 'PACK_SIGNATURE_WRONG'],
    [
      'with a letter changed',
      () => tamper((files) => ({ ...files, 'card.yaml': `${files['card.yaml']} ` })),
      'PACK_FILES_DIFFER',
    ],
    ['with a file more', () => tamper((files) => ({ ...files, 'more.yaml': '' })), 'PACK_FILES_DIFFER'],
    ['with a file less', () => tamper(({ 'card.yaml': _, ...rest }) => rest), 'PACK_FILES_DIFFER'],
    ['with a manifest of its own', () => ({ ...signPack(version(9), central), manifest: '{}' }), 'PACK_MALFORMED'],
    ['whose name climbs out of its folder', () => tamper((files) => ({ ...files, '../x.yaml': '' })), 'PACK_MALFORMED'],
    ['that is none', () => 'hello', 'PACK_MALFORMED'],
  ])('stays in use when one is offered %s', (_what, make, code) => {
    const { dir, keeper } = open();
    keeper.offer(signPack(version(3), central));
    const before = readFileSync(join(dir, 'pack.json'), 'utf8');
    expect(keeper.offer(make())).toMatchObject({ ok: false, error: { code, next: expect.any(String) } });
    expect(keeper.current?.version).toBe(3);
    expect(readFileSync(join(dir, 'pack.json'), 'utf8')).toBe(before);
  });

  it('is the one before when the power went between the two renamings', () => {
    const { dir, keeper } = open();
    keeper.offer(signPack(version(3), central));
    renameSync(join(dir, 'pack.json'), join(dir, 'pack.previous.json'));
    writeFileSync(join(dir, 'pack.json.new'), '{"half');
    const after = open(dir).keeper;
    expect(after.current?.version).toBe(3);
    expect(after.offer(signPack(version(4), central))).toMatchObject({ ok: true });
    expect(open(dir).keeper.current?.version).toBe(4);
  });

  it('gives way to the one before it when its file was spoilt on the disk, and says so', () => {
    const { dir, keeper } = open();
    keeper.offer(signPack(version(3), central));
    keeper.offer(signPack(version(4), central));
    writeFileSync(join(dir, 'pack.json'), '{"half');
    const after = open(dir).keeper;
    expect(after.current?.version).toBe(3);
    expect(after.passedOver).toMatchObject([{ code: 'PACK_MALFORMED' }]);
  });
});

function tamper(change: (files: PackFiles) => PackFiles) {
  const signed = signPack(version(9), central);
  return { ...signed, files: change(signed.files) };
}
