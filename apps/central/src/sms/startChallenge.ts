import { randomInt, randomUUID } from 'node:crypto';
import type { Person, SmsChallenge } from '@renshe/central-api';
import { isSameName } from '@renshe/identity';
import { lockApplicationsOf } from '../applications/submitVerification.ts';
import { maskPhone } from '../applications/toApplication.ts';
import { isHeld } from '../registry/lifecycle.ts';
import { failure, type Result, success } from '../result.ts';
import { hashSecret } from '../secretHash.ts';
import type { Database } from '../store/database.ts';
import { transact } from '../store/transact.ts';
import type { SmsGateway } from './smsGateway.ts';

const CODE_LIVES_MS = 5 * 60_000;
export const ATTEMPTS = 3;
/** A message can take this long; asking again sooner only makes two codes cross. */
const RESEND_AFTER_MS = 60_000;
/** Nobody needs more; more is somebody flooding a citizen's phone, or guessing. */
const MOST_PER_WINDOW = 5;
const WINDOW_MS = 3_600_000;

export type StartRefused =
  | { readonly code: 'NO_PHONE'; readonly reason: 'no-application-waiting' | 'application-without-phone' }
  | {
      readonly code: 'TOO_MANY_REQUESTS';
      readonly reason: 'resend-too-soon' | 'too-many-codes';
      readonly retryAfterSeconds: number;
    }
  | { readonly code: 'SMS_UNAVAILABLE'; readonly reason: 'no-gateway' | 'gateway-refused' };

/** Sends a new code to the phone of the oldest waiting application, else of the newest card held. Earlier codes stop counting. */
export async function startChallenge(
  { db, gateway, now }: { db: Database; gateway: SmsGateway | undefined; now: Date },
  { person, terminalId }: { person: Person; terminalId: string },
): Promise<Result<SmsChallenge, StartRefused>> {
  if (!gateway) return failure({ code: 'SMS_UNAVAILABLE', reason: 'no-gateway' });
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const codeHash = await hashSecret(code);
  const challengeId = randomUUID();
  const expiresAt = new Date(now.getTime() + CODE_LIVES_MS);

  const made = await transact<string, StartRefused>(db, async (trx) => {
    // The lock makes two terminals asking at once for the same citizen come one after the other.
    const waiting = (await lockApplicationsOf(trx, person)).filter((row) => row.status === 'submitted');
    waiting.sort((a, b) => a.submitted_at.getTime() - b.submitted_at.getTime());
    const phone = waiting.find((row) => row.phone !== null)?.phone ?? (await phoneOfCard(trx, person));
    if (!phone) {
      const reason = waiting.length === 0 ? 'no-application-waiting' : 'application-without-phone';
      return failure({ code: 'NO_PHONE', reason });
    }
    const tooMany = await whyTooMany(trx, phone, now);
    if (tooMany) return failure(tooMany);
    await trx
      .updateTable('sms_challenges')
      .set({ status: 'superseded' })
      .where('id_number', '=', person.idNumber)
      .where('status', '=', 'pending')
      .execute();
    await trx
      .insertInto('sms_challenges')
      .values({
        challenge_id: challengeId,
        terminal_id: terminalId,
        id_number: person.idNumber,
        name: person.name,
        phone,
        code_hash: codeHash,
        status: 'pending',
        attempts_left: ATTEMPTS,
        created_at: now,
        expires_at: expiresAt,
        passed_at: null,
        used_by: null,
      })
      .execute();
    return success(phone);
  });
  if (!made.ok) return made;

  // After the commit: a message cannot be called back, and no lock is held while a gateway thinks.
  const sent = await gateway.send({ phone: made.value, text: messageText(code) });
  if (!sent.ok) {
    await db.deleteFrom('sms_challenges').where('challenge_id', '=', challengeId).execute();
    return failure({ code: 'SMS_UNAVAILABLE', reason: 'gateway-refused' });
  }
  return success({
    challengeId,
    phoneMasked: maskPhone(made.value),
    expiresAt: expiresAt.toISOString(),
    resendAfterSeconds: RESEND_AFTER_MS / 1000,
  });
}

/** The phone kept with a card the person still holds; locked like the applications, and for the same reason. */
async function phoneOfCard(trx: Database, person: Person): Promise<string | undefined> {
  const cards = await trx
    .selectFrom('cards')
    .select(['name', 'phone', 'status'])
    .where('id_number', '=', person.idNumber)
    .orderBy('issued_on', 'desc')
    .orderBy('card_id')
    .forUpdate()
    .execute();
  const held = cards.filter((row) => isSameName(row.name, person.name) && isHeld(row.status));
  return held.find((row) => row.phone !== null)?.phone ?? undefined;
}

const messageText = (code: string) =>
  `【社保卡自助终端】验证码 ${code}，${CODE_LIVES_MS / 60_000} 分钟内有效，用于在自助终端办理社保卡业务。请勿告诉他人。`;

async function whyTooMany(trx: Database, phone: string, now: Date): Promise<StartRefused | undefined> {
  const recent = await trx
    .selectFrom('sms_challenges')
    .select('created_at')
    .where('phone', '=', phone)
    .where('created_at', '>', new Date(now.getTime() - WINDOW_MS))
    .orderBy('created_at', 'desc')
    .execute();
  const waitFor = (since: Date | undefined, ms: number) =>
    since ? Math.ceil((since.getTime() + ms - now.getTime()) / 1000) : 0;
  const resend = waitFor(recent[0]?.created_at, RESEND_AFTER_MS);
  if (resend > 0) return { code: 'TOO_MANY_REQUESTS', reason: 'resend-too-soon', retryAfterSeconds: resend };
  if (recent.length < MOST_PER_WINDOW) return undefined;
  const window = waitFor(recent[MOST_PER_WINDOW - 1]?.created_at, WINDOW_MS);
  return { code: 'TOO_MANY_REQUESTS', reason: 'too-many-codes', retryAfterSeconds: window };
}
