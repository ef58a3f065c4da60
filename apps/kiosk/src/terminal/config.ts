import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type DevicesSettings, ESC_POS_BAUD_RATES, formatProblem, readDevicesFile } from '@renshe/devices';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { deviceProfileSchema } from '../contract/contract.ts';
import { policySchema } from './policy/policy.ts';

const ippPrinterSchema = z.strictObject({ uri: z.url({ protocol: /^ipps?$|^https?$/ }) });
const escPosPrinterSchema = z.strictObject({
  escpos: z.strictObject({
    port: z.string().min(1),
    baudRate: z.literal(ESC_POS_BAUD_RATES).exactOptional(),
    /** Characters on a line: 32 on paper of 58 mm, 48 on 80 mm. */
    columns: z.literal([32, 48]).exactOptional(),
    dots: z.literal([384, 576]).exactOptional(),
    flowControl: z.enum(['none', 'xon-xoff', 'dtr']).exactOptional(),
    cut: z.enum(['partial', 'full']).exactOptional(),
  }),
});

/** The one of two shapes that is meant; a plain union would say only "invalid input" where one key is wrong. */
function oneOfTwo<A, B>(key: string, withKey: z.ZodType<A>, without: z.ZodType<B>) {
  return z.unknown().transform((value, context): A | B => {
    const has = typeof value === 'object' && value !== null && key in value;
    const parsed = has ? withKey.safeParse(value) : without.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) {
      context.issues.push({ code: 'custom', path, message, input: value });
    }
    return z.NEVER;
  });
}

/** A page printer behind IPP, or a thermal printer at a serial port. */
const receiptPrinterSchema = oneOfTwo('escpos', escPosPrinterSchema, ippPrinterSchema);

/** The two devices every terminal has, for one that has no others; `devices.yaml` knows all of them. */
const inlineDevicesSchema = z.strictObject({
  idCardReader: z.strictObject({
    /** Device file of the serial port, best a stable name such as /dev/serial/by-id/… */
    port: z.string().min(1),
    baudRate: z
      .union([z.literal(9600), z.literal(19200), z.literal(38400), z.literal(57600), z.literal(115200)])
      .optional(),
    removalDetection: z.enum(['auto', 'find', 'none']).optional(),
  }),
  receiptPrinter: receiptPrinterSchema,
});

const simulatedSchema = z.strictObject({ simulatedIn: z.string().min(1) });
const fileSchema = z.strictObject({ devicesFile: z.string().min(1) });

/** Simulated devices, those a file of their own names, or the two written here. */
const devicesSchema = oneOfTwo(
  'simulatedIn',
  simulatedSchema,
  oneOfTwo('devicesFile', fileSchema, inlineDevicesSchema.transform(settingsOf)),
);

/** The same in the words of `devices.yaml`. */
function settingsOf({ idCardReader, receiptPrinter }: z.output<typeof inlineDevicesSchema>): {
  settings: DevicesSettings;
} {
  return {
    settings: {
      'id-card-reader': { interface: 'serial', ...idCardReader },
      'receipt-printer':
        'uri' in receiptPrinter
          ? { interface: 'ipp', ...receiptPrinter }
          : { interface: 'escpos', ...receiptPrinter.escpos },
    },
  };
}

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
  devices: devicesSchema,
  face: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** A licensed embedder in place of the one that ships, described by its manifest (packages/face/README.md). */
      engine: z.strictObject({ manifest: z.string().min(1) }).optional(),
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
type WrittenConfig = z.infer<typeof terminalConfigSchema>;

export interface TerminalConfig extends Omit<WrittenConfig, 'devices'> {
  readonly devices: { readonly simulatedIn: string } | { readonly settings: DevicesSettings };
}

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
    ...(config.face.engine
      ? { face: { ...config.face, engine: { manifest: from(config.face.engine.manifest) } } }
      : {}),
    voice: { ...config.voice, folders: config.voice.folders.map(from) },
    devices: findDevices(config.devices, from),
  };
}

function findDevices(devices: WrittenConfig['devices'], from: (path: string) => string): TerminalConfig['devices'] {
  if ('simulatedIn' in devices) return { simulatedIn: from(devices.simulatedIn) };
  if ('settings' in devices) return devices;
  const read = readDevicesFile(from(devices.devicesFile));
  if (!read.ok) throw new ConfigError(read.error.map(formatProblem).join('\n'));
  // A port that is not there now is no mistake: the device may be plugged in later.
  return { settings: read.value.settings };
}

function parseFile(file: string): unknown {
  try {
    return parseYaml(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${file} cannot be read: ${reason}\nCheck the path and the YAML.`);
  }
}
