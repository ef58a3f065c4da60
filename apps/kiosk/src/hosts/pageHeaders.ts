/**
 * What the page may do, as `index.html` itself says it too: everything from our own origin, no inline script, no plugin,
 * no form, no connection to anybody else. The hash is React Aria's one inline rule.
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' blob: mediastream:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Headers of every answer. Only the dev dock shows the kiosk in a frame. */
export function pageHeaders({ withDock }: { withDock: boolean }): Readonly<Record<string, string>> {
  const frames = withDock ? "frame-src 'self'; frame-ancestors 'self'" : "frame-src 'none'; frame-ancestors 'none'";
  return {
    'content-security-policy': `${PAGE_POLICY}; ${frames}`,
    'x-content-type-options': 'nosniff',
    'x-frame-options': withDock ? 'SAMEORIGIN' : 'DENY',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=()',
  };
}
