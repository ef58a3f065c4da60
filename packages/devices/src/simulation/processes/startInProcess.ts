import { join } from 'node:path';
import type { z } from 'zod';
import { type Result, success } from '../../core/result.ts';
import type { ControlError } from '../control.ts';
import type { Started } from '../devices/deviceModel.ts';
import { startSimulatorProcess } from './startSimulatorProcess.ts';

/**
 * Starts the simulator of a device as a process of its own: `script` is its file in this folder. The ready line is where
 * the endpoint comes from. Fails as `startSimulatorProcess` does.
 */
export async function startInProcess<Endpoint>(
  endpointSchema: z.ZodType<Endpoint>,
  options: { readonly script: string; readonly args: readonly string[]; readonly onState: () => void },
): Promise<Result<Started<Endpoint>, ControlError>> {
  const started = await startSimulatorProcess({ ...options, script: join(import.meta.dirname, options.script) });
  if (!started.ok) return started;
  return success({ controlled: started.value, endpoint: endpointSchema.parse(started.value.ready) });
}
