import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { ExchangeOptions } from '../../src/browser/api/exchange.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { type Expected, storedOf, uploadDesk } from '../support/upload-desk.ts';

/** What lies between the page and the handler: given a request, it answers itself, or passes it on. */
type Line = (request: { start: number; bytes: number; isPart: boolean }, pass: Pass) => Promise<Response>;
type Pass = () => Promise<Response>;

let line: Line = (_, pass) => pass();
let handle: (method: string, path: string, options: ExchangeOptions) => Promise<Response>;
vi.mock('../../src/browser/api/exchange.ts', () => ({
  exchange: (method: string, path: string, options: ExchangeOptions) => handle(method, path, options),
}));

const KIB = 1024;
const MIB = 1024 * KIB;
const answer = (status: number, headers = {}) => new Response(null, { status, headers });

describe('an attachment that goes out', () => {
  const store = createSqliteStore(':memory:');
  let desk: Awaited<ReturnType<typeof uploadDesk>>;
  let expected: Expected;
  let page: typeof import('../../src/browser/files/upload-parts.ts');
  /** The sizes of all requests that brought something, in order. */
  let sizes: number[];
  /** How long each request takes, in ms. */
  let takes: number;
  beforeEach(async () => {
    desk ??= await uploadDesk(store);
    // What is learned of the line lasts as long as the page.
    vi.resetModules();
    page = await import('../../src/browser/files/upload-parts.ts');
    expected = await desk.expectOne(4 * MIB);
    sizes = [];
    takes = 1000;
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    line = (_, pass) => pass();
    handle = async (method, path, { body, headers = {}, sent }) => {
      const pass = () => {
        now += takes;
        return desk.ask(expected.accessToken, method, path, {
          ...(body === undefined ? {} : { body }),
          headers,
        });
      };
      if (!(body instanceof Blob)) return pass();
      sizes.push(body.size);
      const [, start = '0'] = /bytes (\d+)-/.exec(headers['Content-Range'] ?? '') ?? [];
      sent?.(Math.ceil(body.size / 2));
      return line({ start: Number(start), bytes: body.size, isPart: 'Content-Range' in headers }, pass);
    };
  });

  /** Sends as the page does, and asks what is in after a failure; gives what failed. */
  async function send(tries = 10): Promise<unknown[]> {
    const { accessToken, id, sealed } = expected;
    const headers = { Authorization: `Bearer ${accessToken}` };
    const path = `/api/case/attachments/${id}`;
    const destination = { path, headers, signal: new AbortController().signal };
    const progress = new page.Progress(sealed.length);
    const failures: unknown[] = [];
    while (!progress.isComplete && failures.length < tries) {
      try {
        if (failures.length > 0) await page.askWhatIsIn(progress, destination);
        await page.sendMissing(new Blob([sealed]), progress, destination, {
          moved: () => expect(progress.bytes).toBeLessThanOrEqual(sealed.length),
          arrived: () => undefined,
        });
      } catch (error) {
        failures.push(error);
        if (error instanceof page.RefusedError) break;
      }
    }
    return failures;
  }
  const expectWhole = async () => expect(await storedOf(store, expected)).toEqual(expected.sealed);

  it.each([408, 413])(
    'remembers what was answered with %i: smaller from then on, and never as much again',
    async (status) => {
      const most = 500 * KIB;
      let refused = 0;
      line = async ({ bytes }, pass) => {
        if (bytes <= most) return pass();
        refused += 1;
        return answer(status);
      };
      expect(await send()).toEqual([]);
      await expectWhole();
      // 3 MiB, 1.5 and 0.75 were too much: each once, and no more than what fits after that.
      expect(refused).toBe(3);
      expect(sizes.slice(3).every((size) => size <= 384 * KIB)).toBe(true);
      // Another attachment on the same page begins with what fits.
      expected = await desk.expectOne(2 * MIB);
      sizes = [];
      expect(await send()).toEqual([]);
      expect(refused).toBe(3);
      await expectWhole();
    },
  );

  it('takes one 408 for a bad minute: what the line carries later goes out whole again', async () => {
    let isBad = true;
    takes = 7_500;
    line = async (_, pass) => {
      if (!isBad) return pass();
      isBad = false;
      return answer(408);
    };
    expect(await send()).toEqual([]);
    expect(sizes.slice(0, 3)).toEqual([32, 16, 16].map((parts) => parts * limits.part));
    // A minute of it.
    for (let file = 0; file < 2; file += 1) {
      expected = await desk.expectOne(6 * MIB);
      expect(await send()).toEqual([]);
    }
    await expectWhole();
    expect(sizes.slice(1)).toContain(limits.chunk);
  });

  it('goes on where somebody on the way answers otherwise than we would, when it is asked what is in', async () => {
    let refusals = 0;
    const pass = handle;
    handle = async (method, path, options) => {
      if (method !== 'GET' || refusals === 3) return pass(method, path, options);
      refusals += 1;
      // Of a proxy, that is: one without a code of ours, whatever is in it.
      const bodies = ['<h1>Forbidden</h1>', 'null', '{"code":"blocked"}'];
      return new Response(bodies[refusals - 1] ?? '', { status: 402 + refusals });
    };
    let isFirst = true;
    line = async (_, pass) => {
      if (!isFirst) return pass();
      isFirst = false;
      throw new Error('error');
    };
    const failures = await send();
    expect(refusals).toBe(3);
    for (const failure of failures) expect(failure).not.toBeInstanceOf(page.RefusedError);
    await expectWhole();
  });

  it('does not take 413 for the last word before its parts are as small as they can be, and then does', async () => {
    line = async () => answer(413);
    const [failure, ...more] = await send();
    expect(failure).toBeInstanceOf(page.RefusedError);
    expect(more).toEqual([]);
    expect(sizes).toEqual([32, 16, 8, 4, 2, 1].map((parts) => parts * limits.part));
  });

  it('that meets a part of its own which came late asks what is in, and goes on behind it', async () => {
    let hasCome = false;
    line = async ({ start, isPart }, pass) => {
      // So that it goes on in parts.
      if (!isPart) return answer(413);
      if (start === 0 || hasCome) return pass();
      hasCome = true;
      await pass();
      // All that the page hears is about one that came out of order.
      return expected.put(0, start + 20 * limits.part, limits.chunk);
    };
    const failures = await send();
    expect(failures).toHaveLength(1);
    expect(failures[0]).not.toBeInstanceOf(page.RefusedError);
    await expectWhole();
  });

  it('whole, when part of the chunk came in meanwhile, asks what is in and sends the rest', async () => {
    let isFirst = true;
    line = async (_, pass) => {
      if (isFirst) {
        isFirst = false;
        expect((await expected.put(0, 0, 2 * limits.part)).status).toBe(204);
      }
      return pass();
    };
    const failures = await send();
    expect(failures).toHaveLength(1);
    expect(failures[0]).not.toBeInstanceOf(page.RefusedError);
    expect(sizes[1]).toBe(limits.chunk - 2 * limits.part);
    await expectWhole();
  });

  it('with another 422 is refused, and not sent again', async () => {
    line = async () => Response.json({ code: 'not-encrypted' }, { status: 422 });
    expect(await send()).toEqual([expect.any(page.RefusedError)]);
    expect(sizes).toHaveLength(1);
  });

  it('is not taken to be in where a network answers with a page of its own', async () => {
    line = async (_, pass) => {
      if (sizes.length > 2) return pass();
      return new Response('<p>Sign in to go on</p>', { headers: { 'Content-Type': 'text/html' } });
    };
    expect(await send()).toHaveLength(2);
    await expectWhole();
  });

  it('over a line that breaks off early again and again gets through in smaller parts', async () => {
    line = async ({ bytes }, pass) => {
      if (bytes > 800 * KIB) throw new Error('error');
      return pass();
    };
    takes = 20_000;
    const failures = await send();
    expect(failures).toHaveLength(2);
    await expectWhole();
  });

  it('learns nothing of the line from a refusal that came before the bytes had gone', async () => {
    takes = 60_000;
    line = async (_, pass) => {
      if (sizes.length === 1) return pass();
      takes = 1;
      return sizes.length === 2 ? answer(503) : pass();
    };
    expect(await send()).toHaveLength(1);
    expect(sizes.slice(0, 3)).toEqual([32, 8, 8].map((parts) => parts * limits.part));
    await expectWhole();
  });

  it('waits as long as it is told to where there were too many requests; a day is as a refusal', async () => {
    line = async () => answer(429, { 'Retry-After': '60' });
    const [busy] = await send(1);
    expect(busy).toMatchObject({ wait: 60_000 });
    expect(busy).toBeInstanceOf(page.BusyError);
    line = async () => answer(429, { 'Retry-After': '86400' });
    expect(await send()).toEqual([expect.any(page.RefusedError)]);
    line = async () => answer(429);
    const [unsaid] = await send(1);
    expect(unsaid).not.toBeInstanceOf(page.BusyError);
    expect(unsaid).not.toBeInstanceOf(page.RefusedError);
  });
});
