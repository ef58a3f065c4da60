import { z } from 'zod';
import { actArgsSchema, controlErrorSchema } from '../control.ts';

/**
 * The line protocol between the simulated machine and a simulator process: one JSON object a line.
 *
 * - stdin, a command: `{"id":1,"action":"place","args":{…}}`
 * - stdout, first line: `{"ready":true, …}` with the endpoint and, when known, `state`; or `{"ready":false,"error":…}`
 * - stdout, an answer: `{"id":1,"ok":true,"state":{…}}` or `{"id":1,"ok":false,"error":{"code","message"}}`
 * - stdout, unasked: `{"event":"state","state":{…}}`
 *
 * The process ends when its stdin closes, so that it never outlives whoever started it.
 */
export const commandSchema = z.object({ id: z.number(), action: z.string(), args: actArgsSchema.default({}) });
export type Command = z.infer<typeof commandSchema>;

const stateSchema = z.record(z.string(), z.unknown());
const errorSchema = z.object({ ...controlErrorSchema.shape, next: z.string().optional() });

export const reportSchema = z.union([
  z.looseObject({ ready: z.literal(true), state: stateSchema.optional() }),
  z.object({ ready: z.literal(false), error: errorSchema }),
  z.object({ id: z.number(), ok: z.literal(true), state: stateSchema }),
  z.object({ id: z.number(), ok: z.literal(false), error: errorSchema }),
  z.object({ event: z.literal('state'), state: stateSchema }),
]);
export type Report = z.infer<typeof reportSchema>;

/** One line as a report, or undefined when it is none: a program's chatter is not part of the protocol. */
export function parseReport(line: string): Report | undefined {
  try {
    return reportSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** One line as a command, or undefined when it is none. */
export function parseCommand(line: string): Command | undefined {
  try {
    return commandSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
