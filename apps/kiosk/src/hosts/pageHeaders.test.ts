import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PAGE_POLICY, pageHeaders } from './pageHeaders.ts';

it('says the same as the page says of itself', () => {
  const page = readFileSync(new URL('../renderer/index.html', import.meta.url), 'utf8');
  expect(page).toContain(`content="${PAGE_POLICY}"`);
});

it('lets a frame be drawn only where the dev dock is', () => {
  expect(pageHeaders({ withDock: false })['content-security-policy']).toMatch(/frame-ancestors 'none'$/);
  expect(pageHeaders({ withDock: true })['content-security-policy']).toMatch(/frame-ancestors 'self'$/);
});
