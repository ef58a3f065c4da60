import { z } from 'zod';
import { failure, success } from '../../core/result.ts';
import type { People } from '../citizens.ts';
import type { Choice, Label } from '../control.ts';
import { startInProcess } from '../processes/startInProcess.ts';
import { type ActionModel, type DeviceModel, defineDevice, noArgs, oneOf, type State } from './deviceModel.ts';

const endpointSchema = z.object({ serviceSocket: z.string() });

/** A card reader behind a PC/SC service of its own, and the social security cards of the citizens. */
export const socialCard = defineDevice({
  name: 'social-card',
  endpointSchema,
  model: (people) => socialCardModel(people),
  start: async ({ onState }) => {
    const started = await startInProcess(endpointSchema, { script: 'socialCard.ts', args: [], onState });
    if (started.ok || started.error.code !== 'SERVICE_FAILED') return started;
    // A machine that forbids namespaces lacks what this needs, just as one without the packages does.
    return failure({ ...started.error, code: 'PACKAGES_MISSING' });
  },
  settings: ({ serviceSocket }) => ({ interface: 'pcsc', serviceSocket }),
});

const choicesOf = (labels: Readonly<Record<string, Label>>): Choice[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

const ON_OFF = choicesOf({ on: { zh: '开', en: 'on' }, off: { zh: '关', en: 'off' } });
const OTHERS = choicesOf({
  'bank-card': { zh: '银行卡', en: 'a bank card' },
  'unknown-card': { zh: '其他芯片卡', en: 'a card of another kind' },
  'contactless-card': { zh: '卡放在感应区', en: 'a card laid on the antenna' },
  'mute-card': { zh: '插反或芯片失效', en: 'wrong side up, or a dead chip' },
});
const FACTORS: readonly Choice[] = ['1', '2', '5', '20'].map((value) => ({
  value,
  label: { zh: `${value} 倍`, en: `${value} times` },
}));
const COMMANDS: readonly Choice[] = ['1', '3', '5', '6', '10'].map((value) => ({
  value,
  label: { zh: `第 ${value} 条指令时`, en: `in command ${value} from now` },
}));

const insertArgs = z.strictObject({
  /** A citizen's id. */
  choice: z.string().min(1),
  generation: z.literal([2, 3]).default(2),
  /** Whether the card tells number and person to its back office only. Default: in the third generation. */
  authentication: z.enum(['free', 'demanded']).optional(),
});
const pullAfterArgs = z.strictObject({
  choice: z.string().regex(/^\d{1,4}$/),
  /** Whether the chip has done the command before it loses power. */
  done: z.boolean().default(true),
});

const hasCard = ({ card }: State): boolean => card !== 'none';
const hasSocialCard = ({ card }: State): boolean => card === 'social-card';

function socialCardModel(people: People): DeviceModel {
  return {
    name: 'social-card',
    label: { zh: '社保卡读卡器', en: 'Social security card reader' },
    summarise,
    actions: [
      {
        name: 'insert',
        label: { zh: '插入社保卡', en: "Insert a citizen's card" },
        args: insertArgs,
        choices: people.cardHolders,
        needsChoice: true,
        possible: ({ card }) => card === 'none',
        prepare: (args) => {
          const { choice, ...options } = insertArgs.parse(args);
          const holder = holderOf(people, choice);
          if (holder) return success({ holder, ...options });
          const next = `Choose one of: ${people.cardHolders.map(({ value }) => value).join(', ')}.`;
          return failure({ code: 'UNKNOWN_CITIZEN', message: `no citizen called "${choice}" has such a card`, next });
        },
      },
      choosing(
        'insert-other',
        { zh: '插入其他卡', en: 'Insert something else' },
        OTHERS,
        ({ card }) => card === 'none',
      ),
      action('pull', { zh: '拔出卡', en: 'Pull the card' }, hasCard),
      {
        name: 'pull-after',
        label: { zh: '操作中途拔卡', en: 'Pull the card in the middle of a command' },
        args: pullAfterArgs,
        choices: COMMANDS,
        needsChoice: true,
        possible: hasCard,
      },
      action('block-pin', { zh: '锁定密码', en: 'Use up all attempts of its PIN' }, hasSocialCard),
      choosing('lock', { zh: '锁定社保应用', en: 'Lock the application' }, ON_OFF, hasSocialCard),
      choosing('slow', { zh: '芯片变慢', en: 'Slow the chip down' }, FACTORS),
      choosing('garble', { zh: '损坏数据', en: 'Garble its answers' }, ON_OFF),
      choosing('silent', { zh: '不再应答', en: 'Fall silent' }, ON_OFF),
      action('unplug', { zh: '拔出读卡器', en: 'Unplug the reader' }, ({ reader }) => reader === 'plugged'),
      action('plug', { zh: '插回读卡器', en: 'Plug the reader in' }, ({ reader }) => reader === 'unplugged'),
      action(
        'stop-service',
        { zh: '终止读卡服务', en: 'Kill the PC/SC service' },
        ({ service }) => service === 'running',
      ),
      action('restart-service', { zh: '重启读卡服务', en: 'Restart the PC/SC service' }),
    ],
  };
}

/** Nobody but residents has such a card with what these cards hold. */
function holderOf(people: People, id: string): object | undefined {
  const credential = people.credentialOf(id);
  if (credential?.kind !== 'resident-id-card') return undefined;
  const { idNumber, name, sex, ethnicGroupCode, birthDate } = credential;
  return { citizenNumber: idNumber, name, sex, ethnicGroupCode, birthDate };
}

function action(name: string, label: Label, possible: (state: State) => boolean = () => true): ActionModel {
  return { name, label, args: noArgs, possible };
}

function choosing(
  name: string,
  label: Label,
  choices: readonly Choice[],
  possible: (state: State) => boolean = () => true,
): ActionModel {
  return { name, label, args: oneOf(choices), choices, needsChoice: true, possible };
}

function summarise({ service, reader, card, generation, pinAttemptsLeft, locked }: State): Label {
  if (service === 'stopped') return { zh: '读卡服务已停止', en: 'the PC/SC service is stopped' };
  if (reader === 'unplugged') return { zh: '读卡器已拔出', en: 'reader unplugged' };
  if (card === 'none') return { zh: '无卡', en: 'no card' };
  if (card !== 'social-card') {
    const label = OTHERS.find(({ value }) => value === card)?.label;
    return label ?? { zh: '其他卡', en: 'another card' };
  }
  if (locked === true) return { zh: '社保卡，应用已锁', en: 'a social security card, locked' };
  const [zh, en] = generation === 3 ? ['三代', '3rd'] : ['二代', '2nd'];
  return {
    zh: `${zh}社保卡，密码剩 ${String(pinAttemptsLeft)} 次`,
    en: `a social security card of the ${en} generation, ${String(pinAttemptsLeft)} attempts left`,
  };
}
