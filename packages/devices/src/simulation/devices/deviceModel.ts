import { z } from 'zod';
import { failure, type Result, success } from '../../core/result.ts';
import type { People } from '../citizens.ts';
import {
  type ActArgs,
  type ActResult,
  type Choice,
  type ControlError,
  type DeviceName,
  type DeviceView,
  type Label,
  refuse,
} from '../control.ts';

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

/** How a simulator behind a serial port shall be started; a device of another interface looks at neither. */
export interface SerialLine {
  /** Path at which the port appears. Default `<name>.tty` in the machine's run directory. */
  readonly link?: string;
  /** Default: what the device leaves the factory with. */
  readonly baud?: number;
}

export interface StartOptions {
  /** Run directory of the machine. What the simulator keeps there begins with the device's name. */
  readonly runDir: string;
  readonly people: People;
  readonly line: SerialLine;
  /** The central service the terminal shall reach. */
  readonly centralUrl?: string;
  /** To be called on every change nobody asked for. */
  readonly onState: () => void;
}

/** What else happens when something was done to a device: who lays a card down stands before the camera. */
export interface Consequence {
  readonly device: DeviceName;
  readonly action: string;
  readonly args: ActArgs;
}

/** Everything the simulation knows of one device: an entry of the catalogue. */
export interface SimulatedDevice<Name extends DeviceName = DeviceName, Endpoint extends object = object> {
  readonly name: Name;
  /** Where a driver finds it, as `simulation.json` says it. */
  readonly endpointSchema: z.ZodType<Endpoint>;
  model(people: People): DeviceModel;
  /**
   * Starts it behind the operating system's real interface. A failure with the code `PACKAGES_MISSING` leaves the device
   * out and says so on the control surface; any other ends the whole machine.
   */
  start(options: StartOptions): Promise<Result<Started<Endpoint>, ControlError>>;
  /** What `devices.yaml` has to say of it, so that the production driver finds it. Absent where there is no driver. */
  settings?(endpoint: Endpoint): object;
  consequence?(action: string, args: ActArgs): Consequence | undefined;
}

/** Holds an entry to its types, and keeps them for who looks it up by its name. */
export const defineDevice = <Name extends DeviceName, Endpoint extends object>(
  device: SimulatedDevice<Name, Endpoint>,
): SimulatedDevice<Name, Endpoint> => device;

/** A device that is not there and says why. */
export function absent(state: State, error: ControlError): Controlled {
  return {
    state,
    running: true,
    act: async () => refuse(error.code, error.message, error.next),
    stop: async () => {},
  };
}

/** A device whose simulator needs what this machine does not have; shown as not available. */
export const notAvailable = (error: ControlError): Controlled =>
  absent({ connection: 'missing', reason: `${error.message}; ${error.next}` }, error);

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
    summary: summarise(model, state, running),
    state: { ...state },
    actions: model.actions.map((action) => ({
      name: action.name,
      label: action.label,
      needsChoice: action.needsChoice ?? false,
      args: z.toJSONSchema(action.args, { io: 'input' }),
      possible: running && state.connection !== 'missing' && action.possible(state),
      ...(action.choices ? { choices: [...action.choices] } : {}),
    })),
  };
}

function summarise(model: DeviceModel, state: State, running: boolean): Label {
  if (!running) return ENDED;
  if (state.connection !== 'missing') return model.summarise(state);
  return { zh: '此机器上无法模拟', en: `not available: ${String(state.reason)}` };
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
