import { z } from 'zod';

/** `refunded` also when money came after the order had expired: it goes back, whoever is at the machine by then. */
export const paymentStatusSchema = z.enum(['pending', 'paid', 'expired', 'refunded']);
export type PaymentStatus = z.infer<typeof paymentStatusSchema>;

/** An order to pay, as a QR code a phone's wallet reads. */
export const paymentSchema = z.object({
  paymentId: z.uuid(),
  amountFen: z.int().positive(),
  status: paymentStatusSchema,
  qrText: z.string(),
  expiresAt: z.iso.datetime(),
  /** The gateway's own number; on the receipt, once it is paid. */
  reference: z.string().optional(),
});
export type Payment = z.infer<typeof paymentSchema>;
