import type { Result } from '../result.ts';

/** What the gateway tells us later, once for each thing that happens; it may come late, twice, or out of order. */
export interface PaymentNotice {
  readonly order: string;
  readonly event: 'paid' | 'closed';
  /** The gateway's own number of the payment. */
  readonly reference: string;
  readonly amountFen: number;
}

/** The bank's or wallet's side of a payment. Only numbers cross: no name, no document. */
export interface PaymentGateway {
  /** Opens an order; `qrText` is what the citizen's phone reads. */
  open(order: {
    order: string;
    amountFen: number;
    expiresAt: Date;
  }): Promise<Result<{ qrText: string }, 'unavailable'>>;
  /** Gives money back. The same order again changes nothing. */
  refund(payment: { order: string; reference: string; amountFen: number }): Promise<Result<undefined, 'unavailable'>>;
  /** Reads a callback; undefined when its signature does not fit. */
  readNotice(body: string, signature: string): PaymentNotice | undefined;
}
