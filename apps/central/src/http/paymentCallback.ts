import type { FastifyInstance } from 'fastify';
import { takeNotice } from '../payments/payments.ts';
import { errorBody } from './errorBody.ts';
import type { Services } from './router.ts';

/** A notice is a few hundred bytes. */
const NOTICE_LIMIT_BYTES = 8_192;

/**
 * Where the payment gateway says what happened. Its signature is over the bytes of the body, so the body is read as it
 * came. 200: understood, never send it again. 503: not now.
 */
export function addPaymentCallback(server: FastifyInstance, services: () => Services): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: NOTICE_LIMIT_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    scope.post('/payment-callbacks', async (request, reply) => {
      const { db, payments: gateway, now } = services();
      const signature = request.headers['x-signature'];
      const notice = gateway?.readNotice(String(request.body ?? ''), typeof signature === 'string' ? signature : '');
      if (!notice) {
        return reply.code(401).send(errorBody('UNAUTHORIZED', 401, 'wrong-signature', 'The signature does not fit.'));
      }
      const taken = await takeNotice({ db, gateway, now: now() }, notice);
      if (taken) return { taken };
      return reply.code(503).send(errorBody('TRY_AGAIN', 503, 'gateway-away', 'Send it again later.'));
    });
  });
}
