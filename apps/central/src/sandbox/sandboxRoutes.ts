import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorBody } from '../http/errorBody.ts';
import type { SandboxPaymentGateway } from '../payments/sandboxPaymentGateway.ts';
import type { Policies } from '../policy/openPolicies.ts';
import { success } from '../result.ts';
import { type Database, emptyStore } from '../store/database.ts';
import { transact } from '../store/transact.ts';
import { addAdvanceRoute } from './advanceRoute.ts';
import { addPaymentRoutes } from './paymentRoutes.ts';
import { applySeed, type Seed } from './seed.ts';

export interface Sandbox {
  readonly db: Database;
  readonly seed: Seed | undefined;
  readonly now: () => Date;
  readonly payments: SandboxPaymentGateway;
  readonly policies: Policies;
}

/** What guards every route of the sandbox. */
export interface SandboxRouteOptions {
  readonly onRequest: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/** More than anyone looks at. */
const MOST_MESSAGES = 50;

/**
 * What the dev dock, the robot and the tests look at. Only there when started with --sandbox, and only for this
 * machine: the answers carry codes and phone numbers, of synthetic people.
 */
export function addSandboxRoutes(server: FastifyInstance, sandbox: () => Sandbox): void {
  const options: SandboxRouteOptions = { onRequest: loopbackOnly };

  server.get<{ Querystring: { phone?: string } }>('/sandbox/sms', options, async ({ query }) => {
    const { db } = sandbox();
    let messages = db.selectFrom('sms_outbox').selectAll().orderBy('message_id', 'desc').limit(MOST_MESSAGES);
    if (query.phone) messages = messages.where('phone', '=', query.phone);
    return (await messages.execute()).map(({ phone, text, sent_at }) => ({
      phone,
      text,
      code: /\d{6}/.exec(text)?.[0],
      sentAt: sent_at.toISOString(),
    }));
  });

  server.get<{ Params: { acceptanceNumber: string } }>(
    '/sandbox/applications/:acceptanceNumber',
    options,
    async ({ params }, reply) => {
      const found = await describeApplication(sandbox().db, params.acceptanceNumber);
      return found ?? reply.code(404).send(errorBody('NOT_FOUND', 404, 'unknown-application', 'No such application.'));
    },
  );

  server.post('/sandbox/reset', options, async () => {
    const { db, seed, now } = sandbox();
    await transact(db, async (trx) => {
      await emptyStore(trx);
      if (seed) await applySeed(trx, seed, now());
      return success(undefined);
    });
    return { reset: true };
  });

  addAdvanceRoute(server, sandbox, options);
  addPaymentRoutes(server, sandbox, options);
}

async function describeApplication(db: Database, acceptanceNumber: string) {
  const application = await db
    .selectFrom('applications')
    .select(['application_id', 'status', 'verified_at', 'id_number'])
    .where('acceptance_number', '=', acceptanceNumber)
    .executeTakeFirst();
  if (!application) return undefined;
  const verifications = await db
    .selectFrom('verifications')
    .select(['verification_id', 'terminal_id', 'outcome', 'evidence', 'recorded_at', 'application_id'])
    .where('id_number', '=', application.id_number)
    .orderBy('recorded_at')
    .execute();
  const history = await db
    .selectFrom('application_history')
    .select(['from_status', 'to_status', 'changed_at'])
    .where('application_id', '=', application.application_id)
    .orderBy('history_id')
    .execute();
  const own = verifications.filter((row) => row.application_id === application.application_id);
  return {
    acceptanceNumber,
    applicationId: application.application_id,
    status: application.status,
    /** How many verifications this application has: 0 or 1, or something is very wrong. */
    verifications: own.length,
    verification: own.map((row) => ({
      verificationId: row.verification_id,
      terminalId: row.terminal_id,
      method: row.evidence.method,
      recordedAt: row.recorded_at.toISOString(),
    }))[0],
    /** Of the same person, recorded without an application. */
    needsReview: verifications.filter((row) => row.outcome === 'needs-review').length,
    history: history.map((row) => ({
      from: row.from_status,
      to: row.to_status,
      at: row.changed_at.toISOString(),
    })),
  };
}

async function loopbackOnly(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  // A web page open on this machine is no reason to hand out codes: browsers name the page they ask for.
  const fromPage = request.headers['sec-fetch-site'] !== undefined && request.headers['sec-fetch-site'] !== 'none';
  if ((address === '::1' || address.startsWith('127.')) && !fromPage) return;
  await reply
    .code(403)
    .send(errorBody('LOOPBACK_ONLY', 403, 'loopback-only', 'The sandbox answers programs on its own machine only.'));
}
