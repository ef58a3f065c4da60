import { implement, ORPCError } from '@orpc/server';
import { centralContract } from '@renshe/central-api';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { findApplications } from '../applications/findApplications.ts';
import { submitVerification } from '../applications/submitVerification.ts';
import type { PaymentGateway } from '../payments/paymentGateway.ts';
import { cancelPayment, getPayment, startPayment } from '../payments/payments.ts';
import type { Policies } from '../policy/openPolicies.ts';
import { findFile } from '../registry/findFile.ts';
import { findProgress } from '../registry/findProgress.ts';
import { listBranches } from '../registry/listBranches.ts';
import { submitRequest } from '../requests/submitRequest.ts';
import { answerChallenge } from '../sms/answerChallenge.ts';
import type { SmsGateway } from '../sms/smsGateway.ts';
import { startChallenge } from '../sms/startChallenge.ts';
import { confirmByStaff } from '../staff/confirmByStaff.ts';
import type { Database } from '../store/database.ts';

export interface Services {
  readonly db: Database;
  /** Absent: no SMS path in this installation. */
  readonly gateway: SmsGateway | undefined;
  /** Absent: nothing can be paid at terminals of this installation. */
  readonly payments: PaymentGateway | undefined;
  readonly policies: Policies;
  readonly now: () => Date;
  readonly version: string;
}

export interface RequestContext {
  readonly services: Services;
  /** The authenticated terminal; empty only where the contract asks for none. */
  readonly terminalId: string;
  readonly log: Logger;
}

const os = implement(centralContract).$context<RequestContext>();

/** The contract, answered. Decisions are made in applications/ and sms/; here they become the contract's errors. */
export const router = os.router({
  health: os.health.handler(async ({ context: { services } }) => {
    await sql`select 1`.execute(services.db);
    return { status: 'ok', version: services.version, time: services.now().toISOString() };
  }),

  findApplications: os.findApplications.handler(({ input, context: { services } }) =>
    findApplications(services.db, input.person, services.now()),
  ),

  submitVerification: os.submitVerification.handler(async ({ input, context, errors }) => {
    const { services, terminalId, log } = context;
    if (input.terminalId !== terminalId) throw errors.TERMINAL_MISMATCH(terminalMismatch);
    const result = await submitVerification(services.db, input, services.now());
    if (result.ok) {
      const { verificationId, outcome, duplicate } = result.value;
      log.info({ verificationId, outcome, duplicate }, 'verification recorded');
      return result.value;
    }
    const { code, reason } = result.error;
    log.info({ refused: code, reason }, 'verification refused');
    const data = { reason };
    switch (code) {
      case 'APPLICATION_NOT_FOUND':
        throw errors.APPLICATION_NOT_FOUND({ data, message: 'No such application: look it up again.' });
      case 'APPLICATION_NOT_OPEN':
        throw errors.APPLICATION_NOT_OPEN({ data, message: 'This application cannot be verified any more.' });
      case 'EVIDENCE_REFUSED':
        throw errors.EVIDENCE_REFUSED({ data, message: 'The code does not vouch for this: start a new one.' });
      case 'KEY_REUSED':
        throw errors.KEY_REUSED({ data, message: 'This key belongs to another request: never deliver it again.' });
    }
  }),

  startSmsChallenge: os.startSmsChallenge.handler(async ({ input, context, errors }) => {
    const { services, terminalId, log } = context;
    if (input.terminalId !== terminalId) throw errors.TERMINAL_MISMATCH(terminalMismatch);
    const now = services.now();
    const result = await startChallenge({ db: services.db, gateway: services.gateway, now }, input);
    if (result.ok) return result.value;
    const { error } = result;
    log.info({ refused: error.code, reason: error.reason }, 'sms challenge refused');
    const data = { reason: error.reason };
    switch (error.code) {
      case 'NO_PHONE':
        throw errors.NO_PHONE({ data, message: 'No phone to send a code to: use another way.' });
      case 'TOO_MANY_REQUESTS':
        throw errors.TOO_MANY_REQUESTS({
          data: { ...data, retryAfterSeconds: error.retryAfterSeconds },
          message: 'Wait before asking for another code.',
        });
      case 'SMS_UNAVAILABLE':
        throw errors.SMS_UNAVAILABLE({ data, message: 'No message can be sent now: use another way.' });
    }
  }),

  answerSmsChallenge: os.answerSmsChallenge.handler(async ({ input, context, errors }) => {
    const { services, terminalId } = context;
    const result = await answerChallenge(services.db, { ...input, terminalId }, services.now());
    if (result.ok) return result.value;
    throw errors.CHALLENGE_NOT_FOUND({ data: { reason: result.error }, message: 'No such code: send a new one.' });
  }),

  confirmByStaff: os.confirmByStaff.handler(async ({ input, context, errors }) => {
    const { services, terminalId, log } = context;
    if (input.terminalId !== terminalId) throw errors.TERMINAL_MISMATCH(terminalMismatch);
    const result = await confirmByStaff(services.db, input, services.now());
    if (result.ok) return result.value;
    log.info({ refused: 'STAFF_REFUSED', reason: result.error }, 'staff confirmation refused');
    throw errors.STAFF_REFUSED({
      data: { reason: result.error },
      message: 'Two members of staff, each with their own code.',
    });
  }),

  findFile: os.findFile.handler(({ input, context: { services } }) =>
    findFile(services.db, input.person, services.policies.on(services.now())),
  ),

  findProgress: os.findProgress.handler(async ({ input, context, errors }) => {
    const { services, terminalId } = context;
    const now = services.now();
    const policy = services.policies.on(now);
    const result = await findProgress(services.db, { ...input, terminalId }, { policy, now });
    if (result.ok) return result.value ? { progress: result.value } : {};
    throw errors.TOO_MANY_REQUESTS({
      data: { reason: 'too-many-questions', ...result.error },
      message: 'Wait before asking for another number.',
    });
  }),

  listBranches: os.listBranches.handler(async ({ input, context: { services } }) => ({
    branches: await listBranches(services.db, input),
  })),

  submitRequest: os.submitRequest.handler(async ({ input, context, errors }) => {
    const { services, terminalId, log } = context;
    if (input.terminalId !== terminalId) throw errors.TERMINAL_MISMATCH(terminalMismatch);
    const now = services.now();
    const result = await submitRequest(services.db, input, { policy: services.policies.on(now), now });
    const { kind } = input.body;
    if (result.ok) {
      const { requestId, outcome, duplicate } = result.value;
      log.info({ kind, requestId, outcome, duplicate }, 'request recorded');
      return result.value;
    }
    const { error } = result;
    log.info({ kind, refused: error.code, reason: error.reason }, 'request refused');
    const data = { reason: error.reason };
    switch (error.code) {
      case 'REQUEST_REFUSED':
        throw errors.REQUEST_REFUSED({
          data: { ...data, ...(error.rule ? { rule: error.rule } : {}) },
          message: 'This cannot be done: the reason says why.',
        });
      case 'EVIDENCE_REFUSED':
        throw errors.EVIDENCE_REFUSED({ data, message: 'The evidence does not vouch for this: identify again.' });
      case 'KEY_REUSED':
        throw errors.KEY_REUSED({ data, message: 'This key belongs to another request: never deliver it again.' });
    }
  }),

  startPayment: os.startPayment.handler(async ({ input, context: { services }, errors }) => {
    const now = services.now();
    const result = await startPayment(paymentWorld(services, now), input, services.policies.on(now));
    if (result.ok) return result.value;
    const data = { reason: result.error };
    switch (result.error) {
      case 'nothing-due':
      case 'no-such-card':
        throw errors.NOTHING_DUE({ data, message: 'There is nothing to pay for this.' });
      case 'key-reused':
        throw errors.KEY_REUSED({ data, message: 'This key belongs to another order.' });
      case 'gateway-away':
        throw errors.PAYMENT_UNAVAILABLE({ data, message: 'Nothing can be paid now: try later.' });
    }
  }),

  getPayment: os.getPayment.handler(async ({ input, context: { services }, errors }) => {
    const payment = await getPayment(paymentWorld(services, services.now()), input.paymentId);
    if (payment) return payment;
    throw errors.PAYMENT_NOT_FOUND({ data: { reason: 'unknown-payment' }, message: 'No such payment.' });
  }),

  cancelPayment: os.cancelPayment.handler(async ({ input, context: { services }, errors }) => {
    const result = await cancelPayment(paymentWorld(services, services.now()), input.paymentId);
    if (result.ok) return result.value;
    const data = { reason: result.error };
    switch (result.error) {
      case 'unknown':
        throw errors.PAYMENT_NOT_FOUND({ data, message: 'No such payment.' });
      case 'used':
        throw errors.PAYMENT_USED({ data, message: 'It has paid for something already.' });
      case 'gateway-away':
        throw errors.PAYMENT_UNAVAILABLE({ data, message: 'It cannot be given back now: try again.' });
    }
  }),

  getPolicyPack: os.getPolicyPack.handler(async ({ input, context: { services }, errors }) => {
    const signed = services.policies.signed(input.region);
    if (signed) return signed;
    throw errors.NO_PACK({ data: { reason: 'unknown-region' }, message: 'There is no pack for this region.' });
  }),
});

const paymentWorld = ({ db, payments: gateway }: Services, now: Date) => ({ db, gateway, now });

const terminalMismatch = {
  data: { reason: 'not-the-signed-in-terminal' },
  message: 'A terminal can only speak for itself: check terminalId in its configuration.',
};

/** The database is away: the same request may succeed later, so it must not look like a refusal. */
export const storeUnavailable = (cause: unknown) =>
  new ORPCError('STORE_UNAVAILABLE', {
    status: 503,
    data: { reason: 'store-unavailable' },
    message: 'The database cannot be reached: try again later.',
    cause,
  });
