import type { Application, CentralClient } from '@renshe/central-api';
import { failure, type Result, success } from '@renshe/devices';
import { Gate } from './gate.ts';

export const application: Application = {
  applicationId: '6e0f7d5c-6f3c-4a53-9c1e-0a4a7f3f0001',
  acceptanceNumber: 'SQ202611180001',
  kind: 'new-card',
  status: 'submitted',
  submittedAt: '2026-11-18T09:12:00Z',
  phoneMasked: '138****0001',
  bankName: '测试银行',
  collection: 'branch',
  collectionPlace: '测试银行示范支行',
};

type Answer<M extends keyof CentralClient> = Awaited<ReturnType<CentralClient[M]>>;

/** An operation of the central service that no workflow under test asks for. */
const notAsked = async (): Promise<never> => {
  throw new Error('no workflow asks the central service for this');
};

/** A central service whose every answer the test may replace. */
export class FakeCentral implements CentralClient {
  applications: Application[] = [application];
  alreadyVerified: Application[] = [];
  nameMismatch = false;
  reachable = true;
  smsAnswer: { result: 'passed' | 'wrong' | 'locked' | 'expired'; attemptsLeft: number } = {
    result: 'passed',
    attemptsLeft: 3,
  };
  smsRefusal: 'NO_PHONE' | 'TOO_MANY_REQUESTS' | undefined;
  phoneMasked = '138****0001';
  challengeForgotten = false;
  readonly answering = new Gate();

  async health(): Promise<Answer<'health'>> {
    return this.#answer({ status: 'ok' as const, version: '1', time: '2026-11-24T02:00:00Z' });
  }
  async findApplications(): Promise<Answer<'findApplications'>> {
    const { applications, alreadyVerified, nameMismatch } = this;
    return this.#answer({ waiting: applications, alreadyVerified, nameMismatch });
  }
  async submitVerification(): Promise<Answer<'submitVerification'>> {
    throw new Error('the workflow submits through the delivery only');
  }
  readonly confirmByStaff = notAsked;
  readonly findFile = notAsked;
  readonly findProgress = notAsked;
  readonly listBranches = notAsked;
  readonly submitRequest = notAsked;
  readonly startPayment = notAsked;
  readonly getPayment = notAsked;
  readonly cancelPayment = notAsked;
  readonly getPolicyPack = notAsked;
  async startSmsChallenge(): Promise<Answer<'startSmsChallenge'>> {
    await this.answering.pass();
    if (this.smsRefusal) {
      return { ok: false, error: { kind: 'refused', code: this.smsRefusal, reason: 'played by a test' } };
    }
    return this.#answer({
      challengeId: '6e0f7d5c-6f3c-4a53-9c1e-0a4a7f3f0002',
      phoneMasked: this.phoneMasked,
      expiresAt: '2026-11-24T03:00:00Z',
      resendAfterSeconds: 60,
    });
  }
  async answerSmsChallenge(): Promise<Answer<'answerSmsChallenge'>> {
    if (this.challengeForgotten) {
      return { ok: false, error: { kind: 'refused', code: 'CHALLENGE_NOT_FOUND', reason: 'played by a test' } };
    }
    return this.#answer(this.smsAnswer);
  }

  async #answer<T>(value: T): Promise<Result<T, { kind: 'unreachable'; reason: string }>> {
    await this.answering.pass();
    return this.reachable ? success(value) : failure({ kind: 'unreachable', reason: 'played by a test' });
  }
}
