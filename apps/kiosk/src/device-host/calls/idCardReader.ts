import type {
  CardReading,
  CardRemoval,
  Credential,
  DeviceStatus,
  IdCardReader,
  ReadCardError,
  Result,
} from '@renshe/devices';
import { z } from 'zod';
import {
  bytesSchema,
  defineCall,
  defineRemote,
  lineLoss,
  resultOf,
  statusShape,
  timeLimit,
  timeLimitSchema,
} from './call.ts';

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

const call = defineCall<IdCardReader>();

/** To the workflow it is what a pulled plug is: the reader comes back, the card is laid down again. */
const loss = lineLoss('unplugged', 'the card has to be laid down again');

export const idCardReader = defineRemote<IdCardReader, IdCardReader>()({
  name: 'id-card-reader',
  status: z.object(statusShape) satisfies z.ZodType<DeviceStatus>,
  unknownStatus: (known) => known,
  calls: {
    readCard: call({
      args: timeLimitSchema,
      answer: resultOf(cardReadingSchema, readCardErrorSchema) satisfies z.ZodType<Result<CardReading, ReadCardError>>,
      progress: z.enum(['card-found', 'reading', 'retrying']),
      loss,
      perform: (reader, args, context) => reader.readCard({ ...timeLimit(args), ...context }),
      forget: (_args, value) => {
        if (value.ok) value.value.photo.fill(0);
      },
    }),
    waitForRemoval: call({
      args: timeLimitSchema,
      answer: resultOf(z.enum(['removed', 'unknown']), readCardErrorSchema) satisfies z.ZodType<
        Result<CardRemoval, ReadCardError>
      >,
      loss,
      perform: (reader, args, { signal }) => reader.waitForRemoval({ ...timeLimit(args), signal }),
    }),
  },
  standIn: (remote) => ({
    get status() {
      return remote.status;
    },
    onStatus: (listener) => remote.onStatus(listener),
    readCard: ({ signal, timeoutMs, onProgress } = {}) =>
      remote.call('readCard', timeLimit({ timeoutMs }), { signal, onProgress }),
    waitForRemoval: ({ signal, timeoutMs } = {}) => remote.call('waitForRemoval', timeLimit({ timeoutMs }), { signal }),
    // The port belongs to the host and goes with it.
    close: async () => {},
  }),
});
