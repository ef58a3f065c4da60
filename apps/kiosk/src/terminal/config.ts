import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { deviceProfileSchema } from '../contract/contract.ts';
import { policySchema } from './policy/policy.ts';

const devicesSchema = z.strictObject({
  idCardReader: z.strictObject({
    /** Device file of the serial port, best a stable name such as /dev/serial/by-id/… */
    port: z.string().min(1),
    baudRate: z
      .union([z.literal(9600), z.literal(19200), z.literal(38400), z.literal(57600), z.literal(115200)])
      .optional(),
    removalDetection: z.enum(['auto', 'find', 'none']).optional(),
  }),
  receiptPrinter: z.strictObject({ uri: z.url({ protocol: /^ipps?$|^https?$/ }) }),
});

const simulatedSchema = z.strictObject({ simulatedIn: z.string().min(1) });

/** Real devices or simulated ones; a plain union would say only "invalid input" where one key is wrong. */
const eitherDevicesSchema = z.unknown().transform((value, context) => {
  const simulated = typeof value === 'object' && value !== null && 'simulatedIn' in value;
  const parsed = (simulated ? simulatedSchema : devicesSchema).safeParse(value);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) {
    context.issues.push({ code: 'custom', path, message, input: value });
  }
  return z.NEVER;
});

/** Everything one terminal needs to know to run; a YAML or JSON file. */
export const terminalConfigSchema = z.strictObject({
  terminalId: z.string().regex(/^[A-Za-z0-9-]{1,32}$/),
  place: z.string().min(1).max(60),
  hotline: z.string().default('12333'),
  /** A 21.5-inch upright full-HD screen, the commonest in service halls. */
  profile: deviceProfileSchema.prefault({
    name: '21.5" portrait',
    widthPx: 1080,
    heightPx: 1920,
    diagonalInches: 21.5,
  }),
  central: z.strictObject({ url: z.url(), secret: z.string().min(16) }),
  /** Where the outbox and its key live. Nothing else is kept. */
  dataDir: z.string().min(1),
  devices: eitherDevicesSchema,
  face: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** The vendor's WLT decoder as a helper program: reads 1024 bytes, writes a picture. */
      photoDecoder: z.strictObject({ command: z.string().min(1), args: z.array(z.string()).default([]) }).optional(),
    })
    .prefault({}),
  voice: z
    .strictObject({
      /**
       * Folders of sentences that exist as sound, asked in this order before the synthesiser: a person's recordings, then
       * what was rendered when the terminal was deployed. Each holds a `manifest.json`.
       */
      folders: z.array(z.string().min(1)).default([]),
      /** The synthesiser for all the rest. */
      espeak: z.string().min(1).default('espeak-ng'),
    })
    .prefault({}),
  /**
   * Languages that were converted by machine and that no native reader has read are offered only when they are named
   * here, such as `zh-Hant`.
   */
  draftLanguages: z.array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/)).default([]),
  policy: policySchema.prefault({}),
});
export type TerminalConfig = z.infer<typeof terminalConfigSchema>;

/** A configuration that cannot be used; the message names the file, the key and the cure. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';
  override readonly name = 'ConfigError';
}

/** Reads a terminal's configuration. Relative paths in it are relative to the file. Throws `ConfigError`. */
export function readTerminalConfig(file: string): TerminalConfig {
  const parsed = terminalConfigSchema.safeParse(parseFile(file));
  if (!parsed.success) {
    throw new ConfigError(
      `${file} is not a terminal configuration:\n${z.prettifyError(parsed.error)}\nCorrect the keys named above.`,
    );
  }
  const config = parsed.data;
  const from = (path: string) => resolve(dirname(resolve(file)), path);
  return {
    ...config,
    dataDir: from(config.dataDir),
    voice: { ...config.voice, folders: config.voice.folders.map(from) },
    devices: 'simulatedIn' in config.devices ? { simulatedIn: from(config.devices.simulatedIn) } : config.devices,
  };
}

function parseFile(file: string): unknown {
  try {
    return parseYaml(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${file} cannot be read: ${reason}\nCheck the path and the YAML.`);
  }
}
