// @vitest-environment jsdom
import { zhHans } from '@renshe/ui';
import { expect, it } from 'vitest';
import { screens } from '../../contract/snapshot.ts';
import { registry } from './registry.ts';

it('has a definition and sentences for every screen of the contract, and none besides', () => {
  const names = Object.keys(screens).sort();
  expect(Object.keys(registry).sort()).toEqual(names);
  expect(Object.keys(zhHans.screens).sort()).toEqual(names);
});

it('offers a way to call for help on every screen', () => {
  const { consent } = registry;
  expect(consent.utilities({ screen: 'consent', faceAvailable: true })).toEqual(['back', 'leave', 'repeat', 'help']);
  for (const name of ['starting', 'attract', 'submitting', 'receipt', 'take-card', 'goodbye'] as const) {
    expect((registry[name].utilities as (view: unknown) => readonly string[])({ screen: name }), name).toContain(
      'help',
    );
  }
});

it('describes no action twice on one screen, so that each key means one thing', () => {
  const view = {
    screen: 'confirm',
    citizen: { name: '陆春晓', idNumberMasked: '110105********002X' },
    application: {
      applicationId: 'a-1',
      acceptanceNumber: 'SL20261120000123',
      kind: 'new-card',
      submittedAt: '2026-11-20T09:12:00+08:00',
      bankName: '测试银行',
      collection: 'branch',
      collectionPlace: '示范支行',
    },
    canChooseAnother: true,
  } as const;
  const { confirm } = registry;
  const controls = confirm.actions(view, zhHans).map(({ control }) => control);
  expect(controls).toEqual(['confirm', 'back']);
  // Whoever sees the name can object to it; whoever hears it must be able to as well.
  const settings = { hotline: '12333', place: '大厅' } as Parameters<NonNullable<typeof confirm.details>>[2];
  expect(confirm.details?.(view, zhHans, settings).join('')).toContain('陆春晓');
});
