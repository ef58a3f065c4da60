import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { submitRequest } from '../requests/submitRequest.ts';
import { failure } from '../result.ts';
import { describeEachStore, startTime } from '../testing/describeEachStore.ts';
import { policyOf } from '../testing/regions.ts';
import { addBranch, addCard, chen, li, replacement, serviceRequest } from '../testing/synthetic.ts';
import { cancelPayment, getPayment, startPayment, takeNotice } from './payments.ts';
import { SandboxPaymentGateway } from './sandboxPaymentGateway.ts';

const LIVES_MS = 5 * 60_000;

describeEachStore('payments', (world) => {
  const open = async (gateway = new SandboxPaymentGateway('secret')) => {
    const at = () => ({ db: world.store.db, gateway, now: world.now });
    const policy = () => policyOf('songpu', world.now);
    const cardId = await addCard(world.store.db, chen);
    const order = { idempotencyKey: randomUUID(), person: chen, cardId, reason: 'lost' as const };
    const started = await startPayment(at(), order, policy());
    if (!started.ok) throw new Error(started.error);
    const { paymentId } = started.value;
    const row = await world.store.db
      .selectFrom('payments')
      .selectAll()
      .where('payment_id', '=', paymentId)
      .executeTakeFirstOrThrow();
    const say = (event: 'paid' | 'closed', change: { amountFen?: number; reference?: string; order?: string } = {}) =>
      takeNotice(at(), { order: row.gateway_order, event, reference: 'R1', amountFen: 1600, ...change });
    const status = async () => (await getPayment(at(), paymentId))?.status;
    const cancel = () => cancelPayment(at(), paymentId);
    const claim = () =>
      submitRequest(world.other.db, serviceRequest(replacement(cardId, { paymentId })), {
        policy: policy(),
        now: world.now,
      });
    const later = (ms: number) => {
      world.now = new Date(startTime.getTime() + ms);
    };
    return { at, policy, order, payment: started.value, gateway, say, status, cancel, claim, later, cardId };
  };

  it('orders what the rule asks for, once for a key', async () => {
    const { at, policy, order, payment } = await open();
    expect(payment).toMatchObject({ amountFen: 1600, status: 'pending' });
    expect(payment.expiresAt).toBe(new Date(startTime.getTime() + LIVES_MS).toISOString());
    expect(await startPayment(at(), order, policy())).toEqual({ ok: true, value: payment });
    expect(await startPayment(at(), { ...order, reason: 'damaged' }, policy())).toEqual(failure('key-reused'));
    const fresh = { ...order, idempotencyKey: randomUUID() };
    expect(await startPayment(at(), { ...fresh, reason: 'quality-defect' }, policy())).toEqual(failure('nothing-due'));
    expect(await startPayment(at(), { ...fresh, person: li }, policy())).toEqual(failure('no-such-card'));
    expect(await startPayment(at(), fresh, policyOf('qingtan', world.now))).toEqual(failure('nothing-due'));
    const none = { ...at(), gateway: undefined };
    expect(await startPayment(none, fresh, policy())).toEqual(failure('gateway-away'));
    const all = await Promise.all(Array.from({ length: 5 }, () => startPayment(at(), fresh, policy())));
    expect(new Set(all.map((result) => (result.ok ? result.value.paymentId : 'none'))).size).toBe(1);
  });

  it('asks the price of the day', async () => {
    world.now = new Date('2026-09-30T02:00:00Z');
    expect((await open()).payment.amountFen).toBe(2000);
    world.now = new Date('2026-10-01T02:00:00Z');
    expect((await open()).payment.amountFen).toBe(1600);
  });

  it('is paid by one notice, however often it comes', async () => {
    const { say, status, gateway } = await open();
    expect([await say('paid'), await status()]).toEqual([true, 'paid']);
    expect([await say('paid', { reference: 'R2' }), await status()]).toEqual([true, 'paid']);
    expect([await say('closed'), await status()]).toEqual([true, 'paid']);
    expect(gateway.refunds).toEqual([]);
  });

  it('is changed by no notice for another order or another amount', async () => {
    const { say, status } = await open();
    expect([await say('paid', { amountFen: 1 }), await status()]).toEqual([true, 'pending']);
    expect([await say('paid', { order: 'x' }), await status()]).toEqual([true, 'pending']);
  });

  it('expires, and money that comes later goes back once', async () => {
    const { say, status, gateway, later } = await open();
    later(LIVES_MS - 1);
    expect(await status()).toBe('pending');
    later(LIVES_MS);
    expect(await status()).toBe('expired');
    expect([await say('paid'), await status()]).toEqual([true, 'refunded']);
    expect([await say('paid'), await status()]).toEqual([true, 'refunded']);
    expect(gateway.refunds).toMatchObject([{ reference: 'R1', amountFen: 1600 }]);
  });

  it('is closed by the gateway', async () => {
    const { say, status } = await open();
    expect([await say('closed'), await status()]).toEqual([true, 'expired']);
  });

  it('goes back when it is given up before or after it was paid', async () => {
    const before = await open();
    expect(await before.cancel()).toMatchObject({ value: { status: 'expired' } });
    expect([await before.say('paid'), await before.status()]).toEqual([true, 'refunded']);
    const after = await open();
    await after.say('paid');
    expect(await after.cancel()).toMatchObject({ value: { status: 'refunded', reference: 'R1' } });
    expect(await after.cancel()).toMatchObject({ value: { status: 'refunded' } });
    expect([before.gateway.refunds.length, after.gateway.refunds.length]).toEqual([1, 1]);
    expect(await cancelPayment(after.at(), randomUUID())).toEqual(failure('unknown'));
  });

  it('is asked for again while the gateway cannot give money back', async () => {
    const gateway = new SandboxPaymentGateway('secret');
    const refund = gateway.refund.bind(gateway);
    gateway.refund = async () => failure('unavailable');
    const { say, status, cancel } = await open(gateway);
    await cancel();
    expect([await say('paid'), await status()]).toEqual([false, 'expired']);
    gateway.refund = refund;
    expect([await say('paid'), await status()]).toEqual([true, 'refunded']);
  });

  it('pays for one request', async () => {
    await addBranch(world.store.db);
    const { say, claim, cancel, payment, cardId } = await open();
    const unpaid = { error: { reason: 'fee-not-paid', rule: 'fee.replacement' } };
    expect(await claim()).toMatchObject(unpaid);
    await say('paid');
    const results = await Promise.all([claim(), claim(), claim()]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await cancel()).toEqual(failure('used'));
    await world.store.db.updateTable('applications').set({ status: 'rejected' }).execute();
    expect(await claim()).toMatchObject({ error: { reason: 'payment-already-used', rule: 'fee.replacement' } });
    expect(payment.amountFen).toBe(1600);
    const other = await open();
    await other.say('paid');
    const borrowed = replacement(cardId, { paymentId: other.payment.paymentId });
    const judged = await submitRequest(world.store.db, serviceRequest(borrowed), {
      policy: other.policy(),
      now: world.now,
    });
    expect(judged).toMatchObject(unpaid);
  });

  it('reads what the gateway signed and nothing else', () => {
    const gateway = new SandboxPaymentGateway('secret');
    const notice = { order: 'o', event: 'paid', reference: 'R1', amountFen: 1600 } as const;
    const { body, signature } = gateway.write(notice);
    expect(gateway.readNotice(body, signature)).toEqual(notice);
    expect(gateway.readNotice(body.replace('1600', '1'), signature)).toBeUndefined();
    expect(gateway.readNotice(body, '')).toBeUndefined();
    expect(new SandboxPaymentGateway('other').readNotice(body, signature)).toBeUndefined();
  });
});
