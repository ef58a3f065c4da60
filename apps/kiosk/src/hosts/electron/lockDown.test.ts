import { describe, expect, it } from 'vitest';
import { lockPage, lockSession } from './lockDown.ts';
import { PAGE_ADDRESS, PAGE_ORIGIN } from './servePage.ts';

type LockedSession = Parameters<typeof lockSession>[0];
type LockedPage = Parameters<typeof lockPage>[0];

/** A session that remembers what it was told to ask. */
function lockFakeSession() {
  const handlers: Record<string, (...args: unknown[]) => unknown> = {};
  const keep = (name: string) => (handler: unknown) => {
    handlers[name] = handler as (...args: unknown[]) => unknown;
  };
  const session = {
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    on: (event: string, listener: unknown) => keep(event)(listener),
  };
  lockSession(session as unknown as LockedSession, PAGE_ORIGIN);
  return (name: string, ...args: unknown[]) => handlers[name]?.(...args);
}

function asks(permission: string, details: object): boolean {
  let granted: boolean | undefined;
  lockFakeSession()('request', undefined, permission, (answer: boolean) => (granted = answer), details);
  if (granted === undefined) throw new Error('never answered');
  return granted;
}

const ours = { requestingUrl: PAGE_ADDRESS, isMainFrame: true };

describe('permissions', () => {
  it('are given to our page for the camera', () => {
    expect(asks('media', { ...ours, mediaTypes: ['video'] })).toBe(true);
    expect(lockFakeSession()('check', null, 'media', PAGE_ORIGIN, { ...ours, mediaType: 'video' })).toBe(true);
    expect(lockFakeSession()('check', null, 'media', `${PAGE_ORIGIN}/`, { ...ours, mediaType: 'video' })).toBe(true);
  });

  it.each([
    ['the microphone', 'media', { ...ours, mediaTypes: ['audio'] }],
    ['camera and microphone together', 'media', { ...ours, mediaTypes: ['video', 'audio'] }],
    ['nothing named', 'media', { ...ours, mediaTypes: [] }],
    ['the screen', 'display-capture', { ...ours, mediaTypes: ['video'] }],
    ['the place', 'geolocation', ours],
    ['notifications', 'notifications', ours],
    ['another program', 'openExternal', ours],
    ['the camera, another host', 'media', { requestingUrl: 'app://kiosk.evil/index.html', mediaTypes: ['video'] }],
    ['the camera, another scheme', 'media', { requestingUrl: 'https://kiosk/index.html', mediaTypes: ['video'] }],
    ['the camera, no address', 'media', { requestingUrl: '', mediaTypes: ['video'] }],
  ])('are refused for %s', (_what, permission, details) => {
    expect(asks(permission, details)).toBe(false);
  });

  it('are refused when only asked about, too, and for every device', () => {
    const fake = lockFakeSession();
    expect(fake('check', null, 'media', PAGE_ORIGIN, { ...ours, mediaType: 'audio' })).toBe(false);
    expect(fake('check', null, 'media', 'https://kiosk', { ...ours, mediaType: 'video' })).toBe(false);
    expect(fake('check', null, 'usb', PAGE_ORIGIN, ours)).toBe(false);
    expect(fake('device', { deviceType: 'usb' })).toBe(false);
  });
});

describe('the page', () => {
  function lockFakePage() {
    const listeners: Record<string, (...args: unknown[]) => unknown> = {};
    let windowOpened: unknown;
    const page = {
      setWindowOpenHandler: (handler: (details: object) => unknown) => {
        windowOpened = handler({});
      },
      on: (event: string, listener: (...args: unknown[]) => unknown) => {
        listeners[event] = listener;
      },
    };
    lockPage(page as unknown as LockedPage, PAGE_ADDRESS);
    const prevented = (name: string, event: object, ...rest: unknown[]) => {
      let was = false;
      listeners[name]?.({ ...event, preventDefault: () => (was = true) }, ...rest);
      return was;
    };
    return { windowOpened, prevented };
  }

  it('opens no window, holds no web view, and goes nowhere but to itself', () => {
    const { windowOpened, prevented } = lockFakePage();
    expect(windowOpened).toEqual({ action: 'deny' });
    expect(prevented('will-attach-webview', {})).toBe(true);
    expect(prevented('will-frame-navigate', { url: 'https://example.com/', isMainFrame: true })).toBe(true);
    expect(prevented('will-frame-navigate', { url: PAGE_ADDRESS, isMainFrame: false })).toBe(true);
    expect(prevented('will-frame-navigate', { url: `${PAGE_ORIGIN}/assets/a.js`, isMainFrame: true })).toBe(true);
    expect(prevented('will-frame-navigate', { url: PAGE_ADDRESS, isMainFrame: true })).toBe(false);
  });

  it('takes digits and letters of a keyboard, and no shortcut', () => {
    const { prevented } = lockFakePage();
    const none = { control: false, alt: false, meta: false };
    expect(prevented('before-input-event', {}, { ...none, key: '5' })).toBe(false);
    expect(prevented('before-input-event', {}, { ...none, key: 'F' })).toBe(false);
    expect(prevented('before-input-event', {}, { ...none, key: 'F11' })).toBe(true);
    expect(prevented('before-input-event', {}, { ...none, alt: true, key: 'F4' })).toBe(true);
    expect(prevented('before-input-event', {}, { ...none, control: true, key: 'r' })).toBe(true);
  });
});
