// One request and its answer. What moves is not given up, however slow the line: `fetch` can't tell what moves.

/** How long nothing may move, in ms. A server may take that long to answer. */
const SILENCE = 30_000;
/** What goes out may stand in a buffer of the system's and go from there without a sign; so many bytes in each ms more. */
const SLOWEST = 4;
/** And that no longer than this, in ms. */
const LONGEST_SILENCE = 120_000;

export interface ExchangeOptions {
  headers?: Record<string, string>;
  body?: string | Blob;
  /** Ends it. */
  signal?: AbortSignal;
  /** Hears how many bytes of the body have gone out. */
  sent?: (bytes: number) => void;
}

/**
 * Sends a request to this site and gives its answer, whole.
 * @throws Error where there is no answer: no network, nothing that moves any more, or ended by its signal
 */
export function exchange(
  method: string,
  path: string,
  { headers = {}, body, signal, sent }: ExchangeOptions = {},
): Promise<Response> {
  const size = body instanceof Blob ? body.size : (body?.length ?? 0);
  const silence = Math.min(LONGEST_SILENCE, SILENCE + size / SLOWEST);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const abort = () => request.abort();
    const moved = () => {
      clearTimeout(timer);
      timer = setTimeout(abort, silence);
    };
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    request.upload.addEventListener('progress', ({ loaded }) => {
      moved();
      sent?.(loaded);
    });
    request.addEventListener('progress', moved);
    request.addEventListener('load', () => {
      end();
      resolve(answerOf(request));
    });
    for (const type of ['error', 'abort']) {
      request.addEventListener(type, () => {
        end();
        reject(new Error(type));
      });
    }
    request.open(method, path);
    request.responseType = 'blob';
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (signal?.aborted) return reject(new Error('abort'));
    signal?.addEventListener('abort', abort);
    moved();
    request.send(body ?? null);
  });
}

function answerOf(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const name of ['Content-Type', 'Date', 'Retry-After']) {
    const value = request.getResponseHeader(name);
    if (value !== null) headers.set(name, value);
  }
  // An answer without contents may not have any.
  const hasContent = ![204, 205, 304].includes(request.status);
  return new Response(hasContent ? (request.response as Blob) : null, { status: request.status, headers });
}
