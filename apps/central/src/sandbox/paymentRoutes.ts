import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { errorBody } from '../http/errorBody.ts';
import type { PaymentNotice } from '../payments/paymentGateway.ts';
import type { Sandbox, SandboxRouteOptions } from './sandboxRoutes.ts';

const events = { pay: 'paid', close: 'closed' } as const satisfies Record<string, PaymentNotice['event']>;

/** Plays the citizen's phone: the gateway's signed notice goes the way a real one comes, through /payment-callbacks. */
export function addPaymentRoutes(server: FastifyInstance, sandbox: () => Sandbox, options: SandboxRouteOptions): void {
  for (const act of ['pay', 'close'] as const) {
    server.post<{ Params: { paymentId: string } }>(
      `/sandbox/payments/:paymentId/${act}`,
      options,
      async ({ params: { paymentId } }, reply) => {
        const { db, payments } = sandbox();
        const payment = uuid.test(paymentId)
          ? await db
              .selectFrom('payments')
              .select(['gateway_order', 'amount_fen'])
              .where('payment_id', '=', paymentId)
              .executeTakeFirst()
          : undefined;
        if (!payment) return reply.code(404).send(errorBody('NOT_FOUND', 404, 'unknown-payment', 'No such payment.'));
        const { body, signature } = payments.write({
          order: payment.gateway_order,
          event: events[act],
          reference: `SANDBOX-${randomUUID()}`,
          amountFen: payment.amount_fen,
        });
        const { statusCode } = await server.inject({
          method: 'POST',
          url: '/payment-callbacks',
          headers: { 'content-type': 'application/json', 'x-signature': signature },
          payload: body,
        });
        return { sent: events[act], answered: statusCode };
      },
    );
  }
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
