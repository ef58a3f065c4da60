import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** One thing that must be so at the end of a journey. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly seen: string;
}

export const check = (name: string, ok: boolean, seen: string): Check => ({ name, ok, seen });

/** What the central service's sandbox tells of one application. */
export interface CentralRecord {
  readonly status: string;
  readonly verifications: number;
}

/** Asks the central service itself, past the relay the terminal goes through. */
export async function readCentralRecord(centralUrl: string, acceptanceNumber: string): Promise<CentralRecord> {
  const response = await fetch(`${centralUrl}/sandbox/applications/${acceptanceNumber}`);
  if (!response.ok) throw new Error(`central service answers ${response.status} for ${acceptanceNumber}`);
  const body = (await response.json()) as { status: string; verifications: number };
  return { status: body.status, verifications: body.verifications };
}

/** The text of every document the virtual printer has received, oldest first, read back by an independent program. */
export async function readPrintedReceipts(spool: string): Promise<string[]> {
  const files = readdirSync(spool)
    .filter((name) => readFileSync(join(spool, name)).subarray(0, 5).toString('latin1') === '%PDF-')
    .map((name) => join(spool, name))
    .sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs);
  return Promise.all(
    files.map(async (file) => (await promisify(execFile)('pdftotext', ['-layout', file, '-'])).stdout),
  );
}

/**
 * Looks for personal data in everything the terminal has written: as UTF-8 and UTF-16, and for pictures by their magic
 * numbers. Returns what was found where; empty is what it must be.
 */
export function findLeftovers(folder: string, secrets: readonly string[]): string[] {
  const needles = secrets.flatMap((secret) => [
    { name: 'personal text (UTF-8)', bytes: Buffer.from(secret, 'utf8') },
    { name: 'personal text (UTF-16)', bytes: Buffer.from(secret, 'utf16le') },
  ]);
  const pictures = [
    { name: 'JPEG picture', bytes: Buffer.from([0xff, 0xd8, 0xff]) },
    { name: 'WebP picture', bytes: Buffer.from('WEBPVP8', 'latin1') },
    { name: 'chip photo', bytes: Buffer.from('RSKP', 'latin1') },
  ];
  return walk(folder).flatMap((file) => {
    const content = readFileSync(file);
    return [...needles, ...pictures]
      .filter(({ bytes }) => content.includes(bytes))
      .map(({ name }) => `${name} in ${file}`);
  });
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return entry.isFile() ? [path] : [];
  });
}

/** Lines of the terminal's log that carry an event, parsed. */
export function readEvents(logFile: string): ({ event: string } & Record<string, unknown>)[] {
  return readFileSync(logFile, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const entry: unknown = JSON.parse(line);
        return isEvent(entry) ? [entry] : [];
      } catch {
        return [];
      }
    });
}

function isEvent(entry: unknown): entry is { event: string } & Record<string, unknown> {
  return typeof entry === 'object' && entry !== null && 'event' in entry && typeof entry.event === 'string';
}
