import type { VerificationRequest } from '@renshe/central-api';
import { expect, it } from 'vitest';
import { requestHash } from './requestHash.ts';

const request: VerificationRequest = {
  idempotencyKey: '0d6cf7f1-93a6-4d57-9d2c-3d6f6a0f0001',
  terminalId: 'T1',
  person: { documentKind: 'resident-id-card', idNumber: '110105197903120017', name: '陈建国' },
  evidence: { method: 'sms', challengeId: '0d6cf7f1-93a6-4d57-9d2c-3d6f6a0f0002' },
  confirmedAt: '2026-11-24T02:00:00.000Z',
};

it('does not depend on the order of fields, at any depth', () => {
  const { person, ...rest } = request;
  const reversed = Object.fromEntries(Object.entries(person).reverse()) as typeof person;
  expect(requestHash({ person: reversed, ...rest })).toBe(requestHash(request));
});

it('depends on every value', () => {
  const others = [
    { ...request, terminalId: 'T2' },
    { ...request, person: { ...request.person, name: '陈建围' } },
    { ...request, applicationId: '0d6cf7f1-93a6-4d57-9d2c-3d6f6a0f0003' },
  ];
  expect(new Set([request, ...others].map(requestHash)).size).toBe(4);
});
