import { Agent, type IncomingMessage, request } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

export interface Asked {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array;
  agent?: Agent;
  /** How long the whole answer may take, in ms. */
  patience?: number;
}

export interface Answered {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** From the first byte sent to the last one received. */
  ms: number;
}

/** The answer does not come. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/**
 * Connections that are used again. One that nothing came over for 8 s is closed here: the server closes it after 10 s, and
 * a request that is sent at that very moment gets no answer.
 */
export const keepAlive = (sockets: number) =>
  new Agent({ keepAlive: true, maxSockets: sockets, timeout: 8000 });

/**
 * Asks a server, and rejects unless the whole answer has come.
 * @throws NoAnswer after `patience`; whatever the connection fails with
 */
export function ask(
  url: string,
  { method = 'GET', headers = {}, body, agent, patience = 15_000 }: Asked = {},
) {
  return new Promise<Answered>((resolve, reject) => {
    const began = performance.now();
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...length, ...headers }, ...(agent ? { agent } : {}) };
    const sent = request(url, options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('close', () => {
        clearTimeout(timer);
        if (!response.complete) return reject(new Error('the answer broke off'));
        const text = textOf(response, Buffer.concat(parts));
        const ms = performance.now() - began;
        return resolve({ status: response.statusCode ?? 0, headers: response.headers, text, ms });
      });
    });
    const timer = setTimeout(() => sent.destroy(new NoAnswer('no answer')), patience);
    sent.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    sent.end(body);
  });
}

function textOf({ headers }: IncomingMessage, bytes: Buffer): string {
  const encoding = bytes.length === 0 ? '' : headers['content-encoding'];
  const open = { br: brotliDecompressSync, gzip: gunzipSync, deflate: inflateSync }[encoding ?? ''];
  return (open?.(bytes) ?? bytes).toString('utf8');
}

/** The code of a refusal (RFC 9457), or nothing. */
export const codeIn = ({ text }: Answered): string => /"code": ?"([a-z-]+)"/.exec(text)?.[1] ?? '';
