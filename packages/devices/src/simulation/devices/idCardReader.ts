import { join } from 'node:path';
import { z } from 'zod';
import { failure, success } from '../../core/result.ts';
import type { People } from '../citizens.ts';
import type { Choice, Label } from '../control.ts';
import { startInProcess } from '../processes/startInProcess.ts';
import { type DeviceModel, defineDevice, noArgs, oneOf, type State } from './deviceModel.ts';

const DEFAULT_BAUD = 115_200;

const endpointSchema = z.object({
  port: z.string(),
  /** What the simulated chip itself takes per reading, in milliseconds, before any slowing down. */
  rfMs: z.number().default(0),
});

/** The ID card reader behind a pty. */
export const idCardReader = defineDevice({
  name: 'id-card-reader',
  endpointSchema,
  model: idCardReaderModel,
  start: ({ runDir, line: { link = join(runDir, 'id-card-reader.tty'), baud = DEFAULT_BAUD }, onState }) =>
    startInProcess(endpointSchema, {
      script: 'idCardReader.ts',
      args: ['--link', link, '--baud', String(baud)],
      onState,
    }),
  settings: ({ port }) => ({ interface: 'serial', port }),
  /** Whoever lays a card down stands before the camera. */
  consequence: (action, { choice, keepCamera }) =>
    action === 'place' && typeof choice === 'string' && keepCamera !== true
      ? { device: 'camera', action: 'show', args: { choice } }
      : undefined,
});

const ON_OFF: readonly Choice[] = [
  { value: 'on', label: { zh: '开', en: 'on' } },
  { value: 'off', label: { zh: '关', en: 'off' } },
];
const RF_FACTORS: readonly Choice[] = ['1', '2', '3', '5', '10'].map((value) => ({
  value,
  label: { zh: `${value} 倍`, en: `${value} times` },
}));

const placeArgs = z.strictObject({
  /** A citizen's id. */
  choice: z.string().min(1).optional(),
  /** Leave whoever stands before the camera where they are. */
  keepCamera: z.boolean().optional(),
  /** A card of one's own instead of a citizen's: the text block and the photo block as base64, any length. */
  textBase64: z.base64().optional(),
  photoBase64: z.base64().optional(),
});

/** The ID card reader on the control surface: `place` takes a citizen's id, or the bytes of a card of one's own. */
function idCardReaderModel(people: People): DeviceModel {
  return {
    name: 'id-card-reader',
    label: { zh: '身份证阅读器', en: 'ID card reader' },
    summarise: (state) => summarise(state),
    actions: [
      {
        name: 'place',
        label: { zh: '放上身份证', en: 'Lay a card down' },
        args: placeArgs,
        choices: people.cardHolders,
        needsChoice: true,
        possible: (state) => state.card === 'none',
        prepare: (args) => {
          const { choice, textBase64, photoBase64 } = placeArgs.parse(args);
          if (textBase64 !== undefined) {
            return success({ textBase64, photoBase64: photoBase64 ?? Buffer.alloc(1024).toString('base64') });
          }
          const card = choice === undefined ? undefined : people.cardOf(choice);
          if (card) return success({ textBase64: base64(card.text), photoBase64: base64(card.photo) });
          const next = `Choose one of: ${people.cardHolders.map(({ value }) => value).join(', ')}.`;
          return failure({ code: 'UNKNOWN_CITIZEN', message: `no citizen is called "${choice ?? ''}"`, next });
        },
      },
      {
        name: 'take',
        label: { zh: '拿走身份证', en: 'Take the card away' },
        args: noArgs,
        possible: (state) => state.card !== 'none',
      },
      {
        name: 'unplug',
        label: { zh: '拔出', en: 'Unplug' },
        args: noArgs,
        possible: (state) => state.connection === 'plugged',
      },
      {
        name: 'plug',
        label: { zh: '插回', en: 'Plug in' },
        args: noArgs,
        possible: (state) => state.connection === 'unplugged',
      },
      {
        name: 'corrupt',
        label: { zh: '损坏数据', en: 'Corrupt bytes on the wire' },
        args: oneOf(ON_OFF),
        choices: ON_OFF,
        possible: () => true,
      },
      {
        name: 'silent',
        label: { zh: '不再应答', en: 'Fall silent' },
        args: oneOf(ON_OFF),
        choices: ON_OFF,
        possible: () => true,
      },
      {
        name: 'slow-rf',
        label: { zh: '读卡变慢', en: 'Slow the radio link down' },
        args: z.strictObject({ choice: z.string().regex(/^\d{1,2}(\.\d+)?$/) }),
        choices: RF_FACTORS,
        needsChoice: true,
        possible: () => true,
      },
    ],
  };
}

function summarise(state: State): Label {
  if (state.connection === 'unplugged') return { zh: '阅读器已拔出', en: 'reader unplugged' };
  return state.card === 'none'
    ? { zh: '读卡区无卡', en: 'no card' }
    : { zh: '读卡区有卡', en: 'a card lies on the reader' };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
