import { join } from 'node:path';
import { z } from 'zod';
import { createSimulatedCamera, type SimulatedCamera } from '../../camera/simulator.ts';
import { failure, success } from '../../core/result.ts';
import type { People } from '../citizens.ts';
import { type ActResult, refuse } from '../control.ts';
import { type ActionModel, type Controlled, type DeviceModel, defineDevice, noArgs } from './deviceModel.ts';

const plugging: readonly ActionModel[] = [
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
];

/**
 * A camera needs no process of its own: it is a file that is there or not. At first nobody stands before it, and nothing
 * lies below the other one.
 */
const fileCamera = <const Name extends 'camera' | 'document-camera'>(
  name: Name,
  model: (people: People) => Omit<DeviceModel, 'name'>,
) =>
  defineDevice({
    name,
    endpointSchema: z.object({ file: z.string() }),
    model: (people) => ({ ...model(people), name }),
    start: async ({ runDir, people, onState }) => {
      const first = { name: 'nobody', path: people.clipOf('nobody') ?? '' };
      const created = await createSimulatedCamera({ file: join(runDir, `${name}.mjpeg`), first });
      if (!created.ok) return created;
      const simulated = created.value;
      simulated.onState(onState);
      const controlled: Controlled = {
        get state() {
          return { ...simulated.state };
        },
        running: true,
        act: (action, args) => actOnCamera(simulated, action, { name: String(args.name), path: String(args.path) }),
        stop: () => simulated.close(),
      };
      return success({ controlled, endpoint: { file: simulated.file } });
    },
    settings: ({ file }) => ({ interface: 'file', file }),
  });

export const camera = fileCamera('camera', cameraModel);
/** Chromium captures from one file only: a terminal sees either camera, never both. */
export const documentCamera = fileCamera('document-camera', documentCameraModel);

/** The camera on the control surface: `show` takes a sitter of `people` or the path of a clip. */
function cameraModel(people: People): Omit<DeviceModel, 'name'> {
  return {
    label: { zh: '摄像头', en: 'Camera' },
    summarise: (state) => {
      if (state.connection === 'unplugged') return { zh: '摄像头已拔出', en: 'camera unplugged' };
      const sitter = people.sitters.find(({ value }) => value === state.showing);
      const who = sitter?.label ?? { zh: String(state.showing), en: String(state.showing) };
      return { zh: `镜头前：${who.zh}`, en: `before the lens: ${who.en}` };
    },
    actions: [
      {
        name: 'show',
        label: { zh: '站到镜头前', en: 'Step before the lens' },
        args: z.strictObject({ choice: z.string().min(1) }),
        choices: people.sitters,
        needsChoice: true,
        possible: () => true,
        prepare: (args) => {
          const choice = String(args.choice);
          const path = people.clipOf(choice) ?? (choice.endsWith('.mjpeg') ? choice : undefined);
          if (path) return success({ name: choice, path });
          const next = `Choose one of: ${people.sitters.map(({ value }) => value).join(', ')}, or a .mjpeg file.`;
          return failure({ code: 'UNKNOWN_PERSON', message: `nobody is called "${choice}"`, next });
        },
      },
      ...plugging,
    ],
  };
}

/** The camera above the tray: `show` takes the path of a clip of a paper, `clear` takes the paper away. */
function documentCameraModel(people: People): Omit<DeviceModel, 'name'> {
  return {
    label: { zh: '高拍仪', en: 'Document camera' },
    summarise: (state) => {
      if (state.connection === 'unplugged') return { zh: '高拍仪已拔出', en: 'document camera unplugged' };
      return state.showing === 'nobody'
        ? { zh: '台面上没有材料', en: 'nothing on the tray' }
        : { zh: '台面上有材料', en: 'a paper lies on the tray' };
    },
    actions: [
      {
        name: 'show',
        label: { zh: '放上材料', en: 'Lay a paper down' },
        args: z.strictObject({ choice: z.string().regex(/\.mjpeg$/, 'give the path of a .mjpeg file') }),
        needsChoice: true,
        possible: () => true,
        prepare: ({ choice }) => success({ name: String(choice), path: String(choice) }),
      },
      {
        name: 'clear',
        label: { zh: '拿走材料', en: 'Take the paper away' },
        args: noArgs,
        possible: (state) => state.showing !== 'nobody',
        prepare: () => success({ name: 'nobody', path: people.clipOf('nobody') ?? '' }),
      },
      ...plugging,
    ],
  };
}

async function actOnCamera(
  simulated: SimulatedCamera,
  action: string,
  clip: { name: string; path: string },
): Promise<ActResult> {
  switch (action) {
    case 'show':
    case 'clear':
      return answer(await simulated.show(clip));
    case 'unplug':
      return answer(await simulated.unplug());
    case 'plug':
      return answer(await simulated.plug());
    default:
      return refuse('UNKNOWN_ACTION', `the camera cannot "${action}"`, 'Ask for the list with `pnpm sim`.');
  }
}

function answer(result: Awaited<ReturnType<SimulatedCamera['plug']>>): ActResult {
  return result.ok ? { ok: true, state: { ...result.value } } : result;
}
