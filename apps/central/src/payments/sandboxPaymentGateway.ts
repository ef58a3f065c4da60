import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Result, success } from '../result.ts';
import type { PaymentGateway, PaymentNotice } from './paymentGateway.ts';

const noticeSchema = z.strictObject({
  order: z.string(),
  event: z.enum(['paid', 'closed']),
  reference: z.string().min(1).max(64),
  amountFen: z.int().positive(),
});

/** A gateway in the shape real ones have: orders, signed callbacks (HMAC-SHA256, hex), refunds. Its money is none. */
export class SandboxPaymentGateway implements PaymentGateway {
  readonly #secret: string;
  /** What was given back, for those who look. */
  readonly refunds: { readonly order: string; readonly reference: string; readonly amountFen: number }[] = [];

  constructor(secret: string) {
    this.#secret = secret;
  }

  async open({
    order,
    amountFen,
  }: {
    order: string;
    amountFen: number;
  }): Promise<Result<{ qrText: string }, 'unavailable'>> {
    return success({ qrText: `https://pay.example.invalid/o/${order}?amount=${amountFen}` });
  }

  async refund(payment: {
    order: string;
    reference: string;
    amountFen: number;
  }): Promise<Result<undefined, 'unavailable'>> {
    if (!this.refunds.some(({ order }) => order === payment.order)) this.refunds.push(payment);
    return success(undefined);
  }

  /** What the gateway sends to the callback address. */
  write(notice: PaymentNotice): { body: string; signature: string } {
    const body = JSON.stringify(notice);
    return { body, signature: this.#sign(body) };
  }

  readNotice(body: string, signature: string): PaymentNotice | undefined {
    const expected = Buffer.from(this.#sign(body));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
    try {
      return noticeSchema.safeParse(JSON.parse(body)).data;
    } catch {
      return undefined;
    }
  }

  #sign(body: string): string {
    return createHmac('sha256', this.#secret).update(body).digest('hex');
  }
}
