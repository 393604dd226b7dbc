import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'vite';

/** Where the project is, for imports. */
export const root = new URL('../..', import.meta.url).pathname;
const vercel = JSON.parse(readFileSync(join(root, 'vercel.json'), 'utf8')) as {
  routes: { headers: Record<string, string> }[];
};
/** The content security policy of every page of the site. */
export const policy = vercel.routes[0]?.headers['Content-Security-Policy'] ?? '';

const page =
  '<!doctype html><html lang="en"><title>x</title><link rel="icon" href="data:,"><div id="shown"></div><script type="module" src="/entry.js"></script>';

/**
 * Builds and serves an empty page with one module of the site in it, under the policy of the site.
 * @param files TypeScript by name; `entry.ts` is what the page loads
 */
export async function serveBarePage(
  files: Record<string, string>,
): Promise<{ origin: string; close: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'meldpunt-page-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    build: {
      outDir: join(folder, 'out'),
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: { input: join(folder, 'entry.ts'), output: { entryFileNames: 'entry.js' } },
    },
    worker: { format: 'es' },
  });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    response.setHeader('Content-Security-Policy', policy);
    try {
      const isPage = path === '/';
      const type = isPage ? 'text/html' : extname(path) === '.js' ? 'text/javascript' : 'text/plain';
      response.setHeader('Content-Type', `${type}; charset=utf-8`);
      response.end(isPage ? page : readFileSync(join(folder, 'out', path)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
