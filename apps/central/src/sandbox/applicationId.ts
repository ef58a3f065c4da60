import { createHash } from 'node:crypto';

/** Namespace of this project's acceptance numbers, drawn once at random. */
const NAMESPACE = Buffer.from('7b2f6a0e51d84f0b9a6c3d1e8f40c2a5', 'hex');

/** RFC 9562 UUID version 5 of an acceptance number: the same synthetic application has the same id on every machine. */
export function applicationIdOf(acceptanceNumber: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(acceptanceNumber).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
