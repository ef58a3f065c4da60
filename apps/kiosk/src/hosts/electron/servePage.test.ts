import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findConfig, INSTALLED_CONFIG } from './findConfig.ts';
import { createPageHandler, PAGE_ADDRESS, PAGE_ORIGIN } from './servePage.ts';

const pageDir = mkdtempSync(join(tmpdir(), 'renshe-app-'));
beforeAll(() => {
  mkdirSync(join(pageDir, 'dev-dock'));
  writeFileSync(join(pageDir, 'index.html'), '<!doctype html><title>kiosk</title>');
  writeFileSync(join(pageDir, 'dev-dock/dev.html'), '<!doctype html><title>dock</title>');
});
afterAll(() => rmSync(pageDir, { recursive: true, force: true }));

it('serves the page with the headers that allow nothing foreign', async () => {
  const answer = await createPageHandler(pageDir)({ url: PAGE_ADDRESS, method: 'GET' });
  expect(await answer.text()).toContain('kiosk');
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'self';.*frame-ancestors 'none'$/);
});

it.each([
  [`${PAGE_ORIGIN}/dev-dock/dev.html`, 'GET'],
  [`${PAGE_ORIGIN}/../../etc/passwd`, 'GET'],
  [`${PAGE_ORIGIN}/%2e%2e%2fsecret`, 'GET'],
  ['app://elsewhere/index.html', 'GET'],
  [PAGE_ADDRESS, 'POST'],
])('has nothing at %s (%s)', async (url, method) => {
  expect((await createPageHandler(pageDir)({ url, method })).status).toBe(404);
});

it('finds its configuration among Chromium’s own switches', () => {
  expect(findConfig(['electron', 'main.js', '--config=a.yaml', '--use-fake-device-for-media-stream'])).toBe('a.yaml');
  expect(findConfig(['electron', 'main.js', '--no-sandbox'])).toBe(INSTALLED_CONFIG);
});
