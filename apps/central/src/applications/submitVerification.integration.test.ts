import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeEachStore, startTime } from '../testing/describeEachStore.ts';
import { addApplication, chen, li, request } from '../testing/synthetic.ts';
import { findApplications } from './findApplications.ts';
import { submitVerification } from './submitVerification.ts';

describeEachStore('applications', (world) => {
  const submit = (...[asked, store = world.store]: [ReturnType<typeof request>, typeof world.store?]) =>
    submitVerification(store.db, asked, world.now);
  const find = (person = chen) => findApplications(world.store.db, person, world.now);
  const verifications = () => world.store.db.selectFrom('verifications').selectAll().execute();
  const history = (applicationId: string) =>
    world.store.db.selectFrom('application_history').selectAll().where('application_id', '=', applicationId).execute();

  it('finds what waits, oldest first, with the phone masked and without the person', async () => {
    const late = await addApplication(world.store.db, chen, { submitted_at: new Date('2026-11-20T00:00:00Z') });
    const early = await addApplication(world.store.db, chen, { phone: null });
    await addApplication(world.store.db, li);
    const { waiting, alreadyVerified, nameMismatch } = await find();
    expect(waiting.map((found) => found.applicationId)).toEqual([early, late]);
    expect(waiting.map((found) => found.phoneMasked)).toEqual([undefined, '138****0001']);
    expect({ alreadyVerified, nameMismatch }).toEqual({ alreadyVerified: [], nameMismatch: false });
    expect(JSON.stringify(waiting)).not.toContain(chen.idNumber);
    expect(JSON.stringify(waiting)).not.toContain(chen.name);
  });

  it('says that a name differs and shows nothing of that application', async () => {
    await addApplication(world.store.db, { ...chen, name: '陈建围' });
    expect(await find()).toEqual({ waiting: [], alreadyVerified: [], nameMismatch: true });
  });

  it('shows a verified application for 90 days and a cancelled one never', async () => {
    await addApplication(world.store.db, chen, { status: 'verified', verified_at: startTime });
    await addApplication(world.store.db, chen, { status: 'cancelled' });
    const day = 24 * 3_600_000;
    world.now = new Date(startTime.getTime() + 89 * day);
    expect((await find()).alreadyVerified).toHaveLength(1);
    world.now = new Date(startTime.getTime() + 91 * day);
    expect(await find()).toEqual({ waiting: [], alreadyVerified: [], nameMismatch: false });
  });

  it('moves the application on and writes its history', async () => {
    const applicationId = await addApplication(world.store.db, chen);
    const result = await submit(request({ applicationId }));
    expect(result).toMatchObject({
      ok: true,
      value: {
        outcome: 'verified',
        duplicate: false,
        application: { applicationId, status: 'verified', phoneMasked: '138****0001' },
        recordedAt: startTime.toISOString(),
      },
    });
    const [recorded] = await verifications();
    expect(recorded).toMatchObject({ application_id: applicationId, outcome: 'verified', terminal_id: 'T1' });
    expect(await history(applicationId)).toMatchObject([
      { from_status: 'submitted', to_status: 'verified', verification_id: recorded?.verification_id },
    ]);
    expect(await find()).toMatchObject({ waiting: [], alreadyVerified: [{ applicationId, status: 'verified' }] });
  });

  it('answers the same delivery again with the first result, whatever has happened since', async () => {
    const applicationId = await addApplication(world.store.db, chen);
    const asked = request({ applicationId });
    const first = await submit(asked);
    world.now = new Date(startTime.getTime() + 5000);
    await world.store.db.updateTable('applications').set({ bank_name: '另一银行' }).execute();
    const again = await submit({
      ...asked,
      person: { name: chen.name, documentKind: chen.documentKind, idNumber: chen.idNumber },
    });
    expect(again).toEqual({ ok: true, value: { ...(first.ok ? first.value : {}), duplicate: true } });
    expect(await verifications()).toHaveLength(1);
  });

  it('refuses a key that comes with another request', async () => {
    const applicationId = await addApplication(world.store.db, chen);
    const asked = request({ applicationId });
    await submit(asked);
    expect(await submit({ ...asked, confirmedAt: '2026-11-24T02:00:01.000Z' })).toMatchObject({
      ok: false,
      error: { code: 'KEY_REUSED' },
    });
  });

  it('refuses what is not open, and keeps nothing of the refused request', async () => {
    const cancelled = await addApplication(world.store.db, chen, { status: 'cancelled' });
    const ofLi = await addApplication(world.store.db, li);
    const otherName = await addApplication(world.store.db, { ...chen, name: '陈建围' });
    const open = await addApplication(world.store.db, chen);
    const done = await submit(request({ applicationId: open }));
    const before = await verifications();
    const refusals = [
      [randomUUID(), { code: 'APPLICATION_NOT_FOUND', reason: 'unknown-application' }],
      [cancelled, { code: 'APPLICATION_NOT_OPEN', reason: 'cancelled' }],
      [ofLi, { code: 'APPLICATION_NOT_OPEN', reason: 'another-person' }],
      [otherName, { code: 'APPLICATION_NOT_OPEN', reason: 'another-person' }],
      [open, { code: 'APPLICATION_NOT_OPEN', reason: 'already-verified' }],
    ] as const;
    expect(done.ok).toBe(true);
    for (const [applicationId, error] of refusals) {
      expect(await submit(request({ applicationId }))).toEqual({ ok: false, error });
    }
    expect(await verifications()).toEqual(before);
  });

  it('takes a refused key again once the reason is gone', async () => {
    const applicationId = randomUUID();
    const asked = request({ applicationId });
    expect(await submit(asked)).toMatchObject({ ok: false, error: { code: 'APPLICATION_NOT_FOUND' } });
    await addApplication(world.store.db, chen, { application_id: applicationId });
    expect(await submit(asked)).toMatchObject({ ok: true, value: { outcome: 'verified', duplicate: false } });
  });

  it('finds the one waiting application of an offline terminal', async () => {
    const applicationId = await addApplication(world.store.db, chen);
    await addApplication(world.store.db, chen, { status: 'verified', verified_at: startTime });
    expect(await submit(request())).toMatchObject({
      ok: true,
      value: { outcome: 'verified', application: { applicationId } },
    });
  });

  it.each([0, 2])('leaves an offline verification with %i waiting applications to a person', async (waiting) => {
    for (let made = 0; made < waiting; made += 1) await addApplication(world.store.db, chen);
    const asked = request();
    const first = await submit(asked);
    expect(first).toMatchObject({ ok: true, value: { outcome: 'needs-review', duplicate: false } });
    expect(first.ok && 'application' in first.value).toBe(false);
    expect(await submit(asked)).toMatchObject({ ok: true, value: { outcome: 'needs-review', duplicate: true } });
    expect(await verifications()).toMatchObject([{ name: chen.name, id_number: chen.idNumber, application_id: null }]);
    expect((await find()).waiting).toHaveLength(waiting);
  });

  it('makes one verification when the same delivery comes many times at once', async () => {
    const applicationId = await addApplication(world.store.db, chen);
    const asked = request({ applicationId });
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) => submit(asked, index % 2 ? world.store : world.other)),
    );
    expect(results.every((result) => result.ok && result.value.outcome === 'verified')).toBe(true);
    expect(results.filter((result) => result.ok && !result.value.duplicate)).toHaveLength(1);
    expect(new Set(results.map((result) => result.ok && result.value.verificationId)).size).toBe(1);
    expect(await verifications()).toHaveLength(1);
    expect(await history(applicationId)).toHaveLength(1);
  });

  it('lets one of many terminals win the same application, online or offline', async () => {
    const applicationId = await addApplication(world.store.db, chen);
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        submit(
          request({ terminalId: index % 2 ? 'T1' : 'T2', ...(index % 3 ? { applicationId } : {}) }),
          index % 2 ? world.store : world.other,
        ),
      ),
    );
    const outcomes = results.map((result) => (result.ok ? result.value.outcome : result.error.code)).sort();
    expect(outcomes.filter((outcome) => outcome === 'verified')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['APPLICATION_NOT_OPEN', 'needs-review', 'verified']));
    const recorded = await verifications();
    expect(recorded.filter((row) => row.application_id === applicationId)).toHaveLength(1);
    expect(await history(applicationId)).toHaveLength(1);
  });

  it('never takes two waiting applications for one while another terminal verifies one of them', async () => {
    for (let round = 0; round < 5; round += 1) {
      await world.store.db.deleteFrom('application_history').execute();
      await world.store.db.deleteFrom('verifications').execute();
      await world.store.db.deleteFrom('applications').execute();
      const applicationId = await addApplication(world.store.db, chen);
      await addApplication(world.store.db, chen);
      const [online, offline] = await Promise.all([
        submit(request({ applicationId }), world.store),
        submit(request({ terminalId: 'T2' }), world.other),
      ]);
      expect(online).toMatchObject({ ok: true, value: { outcome: 'verified' } });
      // Either order is right: two waiting is for a person to sort out, one waiting is that one.
      const rows = await verifications();
      const verified = rows.filter((row) => row.application_id !== null).map((row) => row.application_id);
      expect(new Set(verified).size).toBe(verified.length);
      expect(offline.ok).toBe(true);
    }
  });
});
