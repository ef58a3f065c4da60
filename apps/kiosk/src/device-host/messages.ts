import {
  type CardReading,
  type CardRemoval,
  type Credential,
  type DeviceStatus,
  deviceStates,
  type PrintError,
  type ReadCardError,
  type ReceiptPrinterStatus,
  type Result,
} from '@renshe/devices';
import { z } from 'zod';
import { printableReceiptSchema } from './printableReceiptSchema.ts';

/**
 * Everything that is said between the terminal and the device host. Both sides check what they receive: the host is a
 * process of its own with native code in it, and what comes out of a broken one must not reach a citizen's session.
 */

/** What the drivers are made from. */
export const deviceHostConfigSchema = z.object({
  idCardReader: z.object({
    port: z.string(),
    baudRate: z
      .union([z.literal(9600), z.literal(19200), z.literal(38400), z.literal(57600), z.literal(115200)])
      .optional(),
    removalDetection: z.enum(['auto', 'find', 'none']).optional(),
  }),
  receiptPrinter: z.union([
    z.object({ uri: z.string() }),
    z.object({
      escpos: z.object({
        port: z.string(),
        baudRate: z.int().exactOptional(),
        columns: z.union([z.literal(32), z.literal(48)]).exactOptional(),
        dots: z.union([z.literal(384), z.literal(576)]).exactOptional(),
        flowControl: z.enum(['none', 'xon-xoff', 'dtr']).exactOptional(),
        cut: z.enum(['partial', 'full']).exactOptional(),
      }),
    }),
  ]),
});
export type DeviceHostConfig = z.infer<typeof deviceHostConfigSchema>;

const deviceStateSchema = z.enum(deviceStates);
const statusShape = { state: deviceStateSchema, detail: z.string().exactOptional() };
const deviceStatusSchema = z.object(statusShape) satisfies z.ZodType<DeviceStatus>;

const credentialBase = {
  name: z.string(),
  sex: z.enum(['0', '1', '2', '9']),
  birthDate: z.string(),
  idNumber: z.string(),
  validFrom: z.string(),
  validUntil: z.string(),
};
const credentialSchema = z.discriminatedUnion('kind', [
  z.object({
    ...credentialBase,
    kind: z.literal('resident-id-card'),
    ethnicGroupCode: z.string(),
    address: z.string(),
    issuingAuthority: z.string(),
  }),
  z.object({
    ...credentialBase,
    kind: z.literal('hk-mo-tw-residence-permit'),
    address: z.string(),
    issuingAuthority: z.string(),
    travelPermitNumber: z.string(),
    issueCount: z.string(),
  }),
  z.object({
    ...credentialBase,
    kind: z.literal('foreign-permanent-resident-2017'),
    englishName: z.string(),
    nationality: z.string(),
    cardVersion: z.string(),
    acceptingAuthorityCode: z.string(),
  }),
  z.object({
    ...credentialBase,
    kind: z.literal('foreign-permanent-resident-2023'),
    englishName: z.string(),
    nationality: z.string(),
    renewalCount: z.string(),
    formerNumber: z.string().exactOptional(),
  }),
]) satisfies z.ZodType<Credential>;

/** A plain view on any buffer, also a shared one. */
const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

const cardReadingSchema = z.object({
  credential: credentialSchema,
  photo: bytesSchema,
  newestAddress: z.string().exactOptional(),
  samId: z.string(),
  timings: z.object({ totalMs: z.number(), wireMs: z.number(), bytes: z.number(), baudRate: z.number() }),
}) satisfies z.ZodType<CardReading>;

const readCardErrorSchema = z.object({
  code: z.enum([
    'aborted',
    'no-card',
    'port-missing',
    'port-busy',
    'port-failed',
    'no-answer',
    'answer-timeout',
    'bad-frame',
    'unplugged',
    'sam-self-test-failed',
    'sam-not-authorised',
    'card-read-failed',
    'card-rejected',
    'wrong-card-type',
    'bad-card-data',
    'command-refused',
  ]),
  detail: z.string(),
  field: z.string().exactOptional(),
  sw3: z.string().exactOptional(),
}) satisfies z.ZodType<ReadCardError>;

const printErrorSchema = z.object({
  code: z.enum([
    'aborted',
    'printer-unreachable',
    'paper-out',
    'paper-jammed',
    'cover-open',
    'cutter-jammed',
    'printer-error',
    'document-refused',
    'print-timeout',
  ]),
  detail: z.string(),
}) satisfies z.ZodType<PrintError>;

function resultOf<V extends z.ZodType, E extends z.ZodType>(value: V, error: E) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error }),
  ]);
}

/** What each call is answered with. */
export const answerSchemas = {
  readCard: resultOf(cardReadingSchema, readCardErrorSchema) satisfies z.ZodType<Result<CardReading, ReadCardError>>,
  waitForRemoval: resultOf(z.enum(['removed', 'unknown']), readCardErrorSchema) satisfies z.ZodType<
    Result<CardRemoval, ReadCardError>
  >,
  printerStatus: z.object({
    ...statusShape,
    paper: z.enum(['unknown', 'full', 'low', 'out', 'jammed']),
    cover: z.enum(['closed', 'open']).exactOptional(),
    cutter: z.enum(['ok', 'jammed']).exactOptional(),
  }) satisfies z.ZodType<ReceiptPrinterStatus>,
  print: resultOf(z.object({ jobId: z.int() }), printErrorSchema) satisfies z.ZodType<
    Result<{ jobId: number }, PrintError>
  >,
};
export type Method = keyof typeof answerSchemas;
export type Answer<M extends Method> = z.infer<(typeof answerSchemas)[M]>;

const callSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('readCard'), timeoutMs: z.number().exactOptional() }),
  z.object({ method: z.literal('waitForRemoval'), timeoutMs: z.number().exactOptional() }),
  z.object({ method: z.literal('printerStatus') }),
  z.object({
    method: z.literal('print'),
    document: z.union([bytesSchema, printableReceiptSchema]),
    jobName: z.string(),
  }),
]);
export type Call = z.infer<typeof callSchema>;
export type CallOf<M extends Method> = Extract<Call, { method: M }>;

/** Terminal → device host. */
export const toHostSchema = z.discriminatedUnion('type', [
  /** The first message: make the drivers. */
  z.object({ type: z.literal('open'), config: deviceHostConfigSchema }),
  z.object({ type: z.literal('call'), id: z.int(), call: callSchema }),
  /** The caller's AbortSignal; the call is still answered. */
  z.object({ type: z.literal('abort'), id: z.int() }),
  z.object({ type: z.literal('ping'), beat: z.int() }),
  /** Let go of the devices and end. */
  z.object({ type: z.literal('close') }),
]);
export type ToHost = z.infer<typeof toHostSchema>;

/** Device host → terminal. */
export const fromHostSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('pong'), beat: z.int() }),
  z.object({ type: z.literal('reader-status'), status: deviceStatusSchema }),
  z.object({ type: z.literal('progress'), id: z.int(), progress: z.enum(['card-found', 'reading', 'retrying']) }),
  /** `value` is checked by the schema of the method that was called. */
  z.object({ type: z.literal('answer'), id: z.int(), value: z.unknown() }),
]);
export type FromHost = z.infer<typeof fromHostSchema>;
