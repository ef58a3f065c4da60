import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { spokenLanguage, type VoiceEngine } from './voiceEngine.ts';
import { readWav } from './wav.ts';

export const VOICE_MANIFEST = 'manifest.json';

/**
 * A folder of sentences that exist as sound: rendered at build time, or spoken by a person. Beside the files lies
 * `manifest.json`; a person's folder is written by hand and need not be complete.
 */
export const voiceManifestSchema = z.strictObject({
  /** The spoken language: `cmn`, `yue`, `en`… */
  language: z.string().regex(/^[a-z]{2,3}$/),
  /** Who or what speaks, for the log. */
  speaker: z.string().max(100),
  /** A sentence exactly as it is spoken → the file beside the manifest that has it, WAV with 16 bit. */
  sentences: z.record(z.string().min(1).max(400), z.string().regex(/^[\w-][\w.-]{0,120}\.wav$/)),
});
export type VoiceManifest = z.infer<typeof voiceManifestSchema>;

/** A folder that is no folder of sentences; the message names the file and the cure. */
export class VoiceFolderError extends Error {
  readonly code = 'VOICE_FOLDER_INVALID';
  override readonly name = 'VoiceFolderError';
}

/** Opens such a folder. Throws `VoiceFolderError` when its manifest is missing or wrong; a missing sound is only silence. */
export function openRecordedEngine(folder: string): VoiceEngine {
  const manifest = readManifest(folder);
  const language = spokenLanguage(manifest.language);
  const files = new Map(Object.entries(manifest.sentences).map(([text, file]) => [text.normalize('NFC'), file]));
  return {
    name: `${manifest.speaker} (${files.size} sentences)`,
    speaks: async (asked) => asked === language && files.size > 0,
    render: async (sentence, asked) => {
      const file = asked === language ? files.get(sentence.normalize('NFC').trim()) : undefined;
      if (file === undefined) return undefined;
      const bytes = await readFile(join(folder, file)).catch(() => undefined);
      return bytes && readWav(bytes) ? new Uint8Array(bytes) : undefined;
    },
    forget: () => {},
  };
}

function readManifest(folder: string): VoiceManifest {
  const file = join(folder, VOICE_MANIFEST);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new VoiceFolderError(
      `${file} cannot be read: ${reason}\nRender the folder again, or take it out of voice.folders.`,
    );
  }
  const parsed = voiceManifestSchema.safeParse(content);
  if (!parsed.success) {
    throw new VoiceFolderError(
      `${file} is not a list of sentences:\n${z.prettifyError(parsed.error)}\nCorrect the keys named above.`,
    );
  }
  return parsed.data;
}
