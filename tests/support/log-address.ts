import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Get } from './independent/log.ts';

/** A server on this machine with nothing but the public keys and the log of a desk, for commands that fetch these. */
export async function serveLog() {
  let keys = '';
  let newVisitor: () => Get = () => async () => null;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path === '/desk-key.txt') return void response.end(keys);
    const [, inLog] = /^\/log\/(.+)$/.exec(path) ?? [];
    const found = inLog === undefined ? Promise.resolve(null) : newVisitor()(inLog);
    found.then(
      (bytes) => (bytes ? response.end(bytes) : response.writeHead(404).end()),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What it serves from now on. */
    serve(deskKeys: string, visitor: () => Get): void {
      keys = deskKeys;
      newVisitor = visitor;
    },
    stop: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}
