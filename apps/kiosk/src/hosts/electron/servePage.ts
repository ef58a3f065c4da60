import { readFile } from 'node:fs/promises';
import { listPageFiles } from '../pageFiles.ts';
import { pageHeaders } from '../pageHeaders.ts';

/** The page has a scheme of its own: no port, and an origin nobody else can have. */
export const PAGE_SCHEME = 'app';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://kiosk`;
export const PAGE_ADDRESS = `${PAGE_ORIGIN}/index.html`;

/** Answers requests for the built page, as Electron's `protocol.handle` wants it. Throws `PageMissingError`. */
export function createPageHandler(pageDir: string): (request: Pick<Request, 'url' | 'method'>) => Promise<Response> {
  const headers = pageHeaders({ withDock: false });
  const files = listPageFiles(pageDir, { withDock: false });
  return async ({ url, method }) => {
    const { host, pathname } = new URL(url);
    const file = host === 'kiosk' && method === 'GET' ? files.get(pathname) : undefined;
    const body = await (file ? readFile(file.path).catch(() => undefined) : undefined);
    if (!file || !body) return new Response(null, { status: 404, headers });
    return new Response(Uint8Array.from(body), { headers: { ...headers, 'content-type': file.contentType } });
  };
}
