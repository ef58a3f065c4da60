import { success } from '../result.ts';
import type { Database } from '../store/database.ts';
import type { SmsGateway } from './smsGateway.ts';

/** Keeps every message in the table `sms_outbox`, where the dock and the robot read it. Never in production. */
export class SandboxSmsGateway implements SmsGateway {
  readonly #db: Database;
  readonly #now: () => Date;

  constructor(db: Database, now: () => Date) {
    this.#db = db;
    this.#now = now;
  }

  async send({ phone, text }: { phone: string; text: string }) {
    await this.#db.insertInto('sms_outbox').values({ phone, text, sent_at: this.#now() }).execute();
    return success(undefined);
  }
}
