import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { errorBody } from '../http/errorBody.ts';
import { type ApplicationEvent, applicationEvents, moveApplication } from '../registry/lifecycle.ts';
import { promisedDay } from '../registry/promisedDay.ts';
import { statusToday } from '../registry/toProgress.ts';
import { failure, type Result, success } from '../result.ts';
import { transact } from '../store/transact.ts';
import type { Sandbox, SandboxRouteOptions } from './sandboxRoutes.ts';

const advanceSchema = z.strictObject({
  event: z.enum(applicationEvents as [ApplicationEvent, ...ApplicationEvent[]]),
  /** For the citizen: why it was rejected, what is wanted. */
  note: z.string().min(1).max(120).optional(),
});

/**
 * Plays the offices behind the counter: what the card maker, the reviewer and the bank do to an application. Only along the
 * ways an application can really go.
 */
export function addAdvanceRoute(server: FastifyInstance, sandbox: () => Sandbox, options: SandboxRouteOptions): void {
  server.post<{ Params: { acceptanceNumber: string } }>(
    '/sandbox/applications/:acceptanceNumber/advance',
    options,
    async ({ params: { acceptanceNumber }, body }, reply) => {
      const asked = advanceSchema.safeParse(body);
      if (!asked.success) {
        const message = `Send {"event", "note"?}; the events are ${applicationEvents.join(', ')}.`;
        return reply.code(400).send(errorBody('BAD_REQUEST', 400, 'invalid-input', message));
      }
      const advanced = await advance(sandbox(), { acceptanceNumber, ...asked.data });
      if (advanced.ok) return { acceptanceNumber, status: advanced.value };
      if (advanced.error === 'unknown-application') {
        return reply.code(404).send(errorBody('NOT_FOUND', 404, advanced.error, 'No such application.'));
      }
      const message = 'That does not follow from the state this application is in.';
      return reply.code(409).send(errorBody('WRONG_STATE', 409, advanced.error, message));
    },
  );
}

function advance(
  { db, policies, now }: Sandbox,
  { acceptanceNumber, event, note }: z.infer<typeof advanceSchema> & { acceptanceNumber: string },
): Promise<Result<string, 'unknown-application' | 'wrong-state'>> {
  return transact<string, 'unknown-application' | 'wrong-state'>(db, async (trx) => {
    const row = await trx
      .selectFrom('applications')
      .selectAll()
      .where('acceptance_number', '=', acceptanceNumber)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return failure('unknown-application');
    const at = now();
    const policy = policies.on(at);
    const from = statusToday(row, policy);
    const to = moveApplication(from, event);
    if (!to) return failure('wrong-state');
    const due = event === 'verify' ? promisedDay(policy) : undefined;
    await trx
      .updateTable('applications')
      .set({
        status: to,
        // What was said about the step before is no longer true of this one.
        note: note ?? null,
        ...(event === 'finish-production' ? { ready_at: at } : {}),
        ...(due ? { verified_at: at, due_day: due.day, due_certain: due.certain } : {}),
      })
      .where('application_id', '=', row.application_id)
      .execute();
    await trx
      .insertInto('application_history')
      .values({
        application_id: row.application_id,
        from_status: from,
        to_status: to,
        verification_id: null,
        changed_at: at,
      })
      .execute();
    return success(to);
  });
}
