import { z } from 'zod';
import { catalogue } from './devices/catalogue.ts';

type Entry = (typeof catalogue)[number];

/** Where the simulated devices are, by name. A device the machine was started without is absent. */
export type DeviceEndpoints = {
  readonly [Name in Entry['name']]?: z.infer<Extract<Entry, { name: Name }>['endpointSchema']>;
};

const endpointsShape = Object.fromEntries(
  catalogue.map(({ name, endpointSchema }) => [name, endpointSchema.optional()]),
);

/** `simulation.json` in the run directory (mode 0600: the token in it is the key to the machine). */
export const simulationFileSchema = z.object({
  controlUrl: z.string(),
  token: z.string(),
  pid: z.int(),
  // The shape is made of the catalogue at run time, the type of it at compile time: they agree by construction.
  devices: z.object(endpointsShape) as unknown as z.ZodType<DeviceEndpoints>,
  /** The same as `devices.yaml` would say it: what the production drivers are made from. */
  settings: z.record(z.string(), z.record(z.string(), z.unknown())),
});
export type SimulationFile = z.infer<typeof simulationFileSchema>;

/** Name of the file in the run directory that says where the simulation is. */
export const SIMULATION_FILE = 'simulation.json';
