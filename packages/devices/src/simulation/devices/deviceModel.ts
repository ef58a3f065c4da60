import { z } from 'zod';
import { failure, type Result, success } from '../../core/result.ts';
import type { ActArgs, ActResult, Choice, ControlError, DeviceName, DeviceView, Label } from '../control.ts';

export type State = Readonly<Record<string, unknown>>;

/** One action as the control surface offers it. */
export interface ActionModel {
  readonly name: string;
  readonly label: Label;
  readonly args: z.ZodType<ActArgs>;
  readonly choices?: readonly Choice[];
  readonly needsChoice?: boolean;
  /** For drawing only; whether it really is possible is the simulator's to say. */
  readonly possible: (state: State) => boolean;
  /** Turns what callers say (a citizen's id) into what the simulator understands (the bytes of a card). */
  readonly prepare?: (args: ActArgs) => Result<ActArgs, ControlError>;
}

/** A simulator as the machine holds it, in a process of its own or not. */
export interface Controlled {
  readonly state: State;
  /** False when its process has ended, which it should not. */
  readonly running: boolean;
  act(action: string, args: ActArgs): Promise<ActResult>;
  stop(): Promise<void>;
}

/** A simulator that runs, and where a driver finds it. */
export interface Started<Endpoint> {
  readonly controlled: Controlled;
  readonly endpoint: Endpoint;
}

/** How one device appears on the control surface. */
export interface DeviceModel {
  readonly name: DeviceName;
  readonly label: Label;
  summarise(state: State): Label;
  readonly actions: readonly ActionModel[];
}

/** Arguments of an action that takes none. */
export const noArgs = z.strictObject({});

/** Arguments of an action that takes one of these values; the first is meant when none is given. */
export function oneOf(choices: readonly Choice[]): z.ZodType<ActArgs> {
  const values = choices.map(({ value }) => value);
  const [first = ''] = values;
  return z.strictObject({ choice: z.enum(values).default(first) });
}

/** A device as the control surface shows it now. */
export function viewDevice(model: DeviceModel, { state, running }: Pick<Controlled, 'state' | 'running'>): DeviceView {
  return {
    name: model.name,
    label: model.label,
    summary: running ? model.summarise(state) : ENDED,
    state: { ...state },
    actions: model.actions.map((action) => ({
      name: action.name,
      label: action.label,
      needsChoice: action.needsChoice ?? false,
      args: z.toJSONSchema(action.args, { io: 'input' }),
      possible: running && action.possible(state),
      ...(action.choices ? { choices: [...action.choices] } : {}),
    })),
  };
}

const ENDED: Label = { zh: '模拟器已退出，请重新启动', en: 'its simulator has ended: restart the simulation' };

/**
 * Looks an action up and prepares its arguments. Fails with `UNKNOWN_ACTION`, `BAD_ARGUMENTS`, or what the action's own
 * preparation refuses.
 */
export function prepareAction(model: DeviceModel, name: string, given: ActArgs): Result<ActArgs, ControlError> {
  const action = model.actions.find((candidate) => candidate.name === name);
  if (!action) {
    const names = model.actions.map((candidate) => candidate.name).join(', ');
    return failure({ code: 'UNKNOWN_ACTION', message: `${model.name} cannot "${name}"`, next: `It can: ${names}.` });
  }
  const args = action.args.safeParse(given);
  if (!args.success) {
    const next = action.choices
      ? `Choose one of: ${action.choices.map(({ value }) => value).join(', ')}.`
      : 'Look at its arguments with `pnpm sim`.';
    return failure({ code: 'BAD_ARGUMENTS', message: `${name}: ${z.prettifyError(args.error)}`, next });
  }
  return action.prepare ? action.prepare(args.data) : success(args.data);
}
