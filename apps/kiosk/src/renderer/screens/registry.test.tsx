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
  const consent = registry.consent.utilities({ screen: 'consent', faceAvailable: true });
  expect(consent).toEqual(['back', 'leave', 'repeat', 'help']);
  for (const name of ['starting', 'attract', 'submitting', 'receipt', 'take-card', 'goodbye'] as const) {
    expect((registry[name].utilities as (view: unknown) => readonly string[])({ screen: name }), name).toContain(
      'help',
    );
  }
});
