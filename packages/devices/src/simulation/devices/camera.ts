import { join } from 'node:path';
import { z } from 'zod';
import { createSimulatedCamera, type SimulatedCamera } from '../../camera/simulator.ts';
import { failure, success } from '../../core/result.ts';
import type { People } from '../citizens.ts';
import { type ActResult, refuse } from '../control.ts';
import { type Controlled, type DeviceModel, defineDevice, noArgs } from './deviceModel.ts';

/** The camera needs no process of its own: it is a file that is there or not. At first nobody stands before it. */
export const camera = defineDevice({
  name: 'camera',
  endpointSchema: z.object({ file: z.string() }),
  model: cameraModel,
  start: async ({ runDir, people, onState }) => {
    const first = { name: 'nobody', path: people.clipOf('nobody') ?? '' };
    const created = await createSimulatedCamera({ file: join(runDir, 'camera.mjpeg'), first });
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
});

/** The camera on the control surface: `show` takes a sitter of `people` or the path of a clip. */
function cameraModel(people: People): DeviceModel {
  return {
    name: 'camera',
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
