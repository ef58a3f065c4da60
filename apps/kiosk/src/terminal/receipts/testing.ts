import type { ReceiptInput } from './receiptModel.ts';

/** Receipts of a person who does not exist, one of each outcome, for the tests. */
export function makeReceiptInput(changes: Partial<ReceiptInput> = {}): ReceiptInput {
  return {
    receiptNumber: 'HALL-01-20261124-0007-K7QMC',
    outcome: 'verified',
    citizen: { name: '王㛃𬭎', idNumber: '110105197903120017' },
    application: {
      applicationId: '6e0f7d5c-6f3c-4a53-9c1e-0a4a7f3f0001',
      acceptanceNumber: 'SQ202611180001',
      kind: 'new-card',
      status: 'verified',
      submittedAt: '2026-11-18T09:12:00Z',
      bankName: '测试银行',
      collection: 'branch',
      collectionPlace: '测试银行股份有限公司北京朝阳示范支行营业部',
    },
    method: 'face',
    confirmedAt: '2026-11-24T02:00:05.120Z',
    recordedAt: '2026-11-24T02:00:06.000Z',
    verificationId: '6e0f7d5c-6f3c-4a53-9c1e-0a4a7f3f0003',
    terminalId: 'HALL-01',
    place: '示范区政务服务中心',
    hotline: '12333',
    ...changes,
  };
}

export function makeOfflineInput(changes: Partial<ReceiptInput> = {}): ReceiptInput {
  const { application: _, recordedAt: __, verificationId: ___, ...known } = makeReceiptInput();
  return { ...known, outcome: 'received-here', method: 'sms', ...changes };
}
