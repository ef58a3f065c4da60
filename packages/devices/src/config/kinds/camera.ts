import { z } from 'zod';
import { createVideoDevice } from '../../camera/videoDevice.ts';
import { connects, defineKind, describeSupplies, opened } from '../deviceKind.ts';

const schema = z.discriminatedUnion('interface', [
  z.strictObject({
    interface: z.literal('v4l2'),
    /** Part of the name the system gives the camera, by which it is known whether it is plugged in; any when absent. */
    label: z.string().min(1).optional(),
  }),
  z.strictObject({ interface: z.literal('file'), file: z.string().min(1) }),
]);

const videoKind = <const Name extends string>(name: Name, label: string) =>
  defineKind({
    name,
    label,
    schema,
    open: (source) => opened(createVideoDevice({ source })),
    selfTest: (device) => [connects(device, 'Check plug and cable; `pnpm devices list` shows the cameras there are.')],
    describe: describeSupplies,
  });

/** The camera that sees the citizen. */
export const camera = videoKind('camera', 'camera');
/** The camera above the tray for papers. */
export const documentCamera = videoKind('document-camera', 'document camera');
