import type { Session, WebContents } from 'electron';

type LockedSession = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'on'
>;
type LockedPage = Pick<WebContents, 'setWindowOpenHandler' | 'on'>;

/** Our page may have the camera. Nobody gets anything else, and no page of another origin gets that. */
export function lockSession(session: LockedSession, origin: string): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const wanted = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const onlyVideo = wanted.length > 0 && wanted.every((type) => type === 'video');
    callback(permission === 'media' && onlyVideo && isOurs(details.requestingUrl, origin));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin, details) =>
      permission === 'media' && details.mediaType === 'video' && isOurs(requestingOrigin, origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

/** The page stays where it is: no other address, no second window, no web view, no browser shortcut. */
export function lockPage(page: LockedPage, address: string): void {
  page.setWindowOpenHandler(() => ({ action: 'deny' }));
  page.on('will-frame-navigate', (event) => {
    if (event.url !== address || !event.isMainFrame) event.preventDefault();
  });
  page.on('will-attach-webview', (event) => event.preventDefault());
  page.on('before-input-event', (event, input) => {
    // There is no keyboard at a kiosk; one that somebody plugged in opens nothing.
    if (input.control || input.alt || input.meta || /^F\d+$/.test(input.key)) event.preventDefault();
  });
}

/** Compared part by part: of a scheme of our own, `URL.origin` is "null". */
function isOurs(url: string, origin: string): boolean {
  const asked = URL.parse(url);
  const ours = URL.parse(origin);
  return asked !== null && ours !== null && asked.protocol === ours.protocol && asked.host === ours.host;
}
