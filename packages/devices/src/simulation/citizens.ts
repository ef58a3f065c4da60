import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { encodeCredentialText } from '../id-card-reader/credentialText.ts';
import type { Credential } from '../id-card-reader/types.ts';
import type { Choice } from './control.ts';

/** The repository's synthetic people. */
const CITIZENS_FILE = resolve(import.meta.dirname, '../../../../fixtures/people/citizens.json');

const citizensSchema = z.object({
  citizens: z.array(z.object({ id: z.string(), label: z.string(), credential: z.custom<Credential>(isCredential) })),
});

function isCredential(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && 'idNumber' in value;
}

/** What `pnpm people` leaves in its folder; file names are relative to it. */
const peopleIndexSchema = z.object({
  citizens: z.array(z.object({ id: z.string(), photo: z.string(), clip: z.string() })),
  stranger: z.string(),
  nobody: z.string(),
});

/** The bytes of one simulated card. */
export interface Card {
  /** 256 bytes of text, GA 467 layout. */
  readonly text: Uint8Array;
  /** The chip's photo block, 1024 bytes. */
  readonly photo: Uint8Array;
}

/** Everybody who can step up to a simulated machine. */
export interface People {
  /** Citizens with a card. */
  readonly cardHolders: readonly Choice[];
  /** Who can stand before the camera: every citizen, a stranger, nobody. */
  readonly sitters: readonly Choice[];
  cardOf(id: string): Card | undefined;
  /** What is printed on this citizen's cards. */
  credentialOf(id: string): Credential | undefined;
  /** Path of what the camera sees of this sitter. */
  clipOf(id: string): string | undefined;
}

/**
 * Reads the citizens and what was built of them. Throws with a sentence when `peopleDir` has not been built: there is
 * nothing to simulate without it.
 */
export function readPeople(peopleDir: string, citizensFile: string = CITIZENS_FILE): People {
  const indexFile = join(peopleDir, 'index.json');
  if (!existsSync(indexFile)) throw new Error(`there is no ${indexFile}: build the people with \`pnpm people\` first`);
  const index = peopleIndexSchema.parse(JSON.parse(readFileSync(indexFile, 'utf8')));
  const { citizens } = citizensSchema.parse(JSON.parse(readFileSync(citizensFile, 'utf8')));
  const built = new Map(index.citizens.map((citizen) => [citizen.id, citizen]));
  const credentials = new Map(citizens.map(({ id, credential }) => [id, credential]));
  const cardHolders = citizens
    .filter(({ id }) => built.has(id))
    .map(({ id, label }) => ({ value: id, label: { zh: label, en: label } }));
  const others: readonly Choice[] = [
    { value: 'stranger', label: { zh: '陌生人', en: 'a stranger' } },
    { value: 'nobody', label: { zh: '无人', en: 'nobody' } },
  ];

  return {
    cardHolders,
    sitters: [...cardHolders, ...others],
    cardOf: (id) => {
      const credential = credentials.get(id);
      const files = built.get(id);
      if (!credential || !files) return undefined;
      return { text: encodeCredentialText(credential), photo: readFileSync(resolve(peopleDir, files.photo)) };
    },
    credentialOf: (id) => credentials.get(id),
    clipOf: (id) => {
      if (id === 'stranger') return resolve(peopleDir, index.stranger);
      if (id === 'nobody') return resolve(peopleDir, index.nobody);
      const files = built.get(id);
      return files && resolve(peopleDir, files.clip);
    },
  };
}
