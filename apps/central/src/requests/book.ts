import { dateInChina } from '@renshe/identity';
import { addDays } from '@renshe/policy';
import { success } from '../result.ts';
import { type Handled, type HandlerInput, refuse } from './handler.ts';

/** Bookings are taken for the next working days within this many calendar days. */
const OPEN_DAYS = 30;

/** 预约: somebody comes to the citizen, or a window waits for them. */
export async function book(input: HandlerInput<'book'>): Handled {
  const { trx, body, policy, requestId, now } = input;
  const today = dateInChina(now.getTime());
  const open = body.day > today && body.day <= addDays(today, OPEN_DAYS) && policy.isWorkingDay(body.day);
  if (!open) return refuse('day-not-open');
  if (body.visit === 'home' && body.address === undefined) return refuse('documents-missing');
  if (body.visit === 'window') {
    const branch = await trx
      .selectFrom('branches')
      .select('branch_id')
      .where('branch_id', '=', body.branchId ?? '')
      .executeTakeFirst();
    if (!branch) return refuse('no-such-branch');
  }
  const number = `YY${body.day.replaceAll('-', '')}${requestId.slice(0, 8).toUpperCase()}`;
  await trx
    .insertInto('bookings')
    .values({
      booking_id: requestId,
      booking_number: number,
      visit: body.visit,
      branch_id: body.branchId ?? null,
      day: body.day,
      half: body.half,
    })
    .execute();
  return success({ outcome: 'accepted', number, day: { day: body.day, certain: true } });
}
