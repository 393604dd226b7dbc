// What a browser without scripts is told, and told again: post, redirect, get, with nothing kept but by the browser.
import { beforeAll, describe, expect, it } from 'vitest';
import { createReportHandler } from '../../functions/api/reports.ts';
import { createReceivedHandler } from '../../functions/api/reports-received.ts';
import { createPlainAnswers } from '../../functions/reporter/plain-answers.ts';
import { parseReceipt } from '../../src/disclosure/read-receipt.ts';
import { deriveReceipt } from '../../src/disclosure/receipt.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { mounted, SITE, type TestParts, testParts } from '../support/parts.ts';
import { reportDesk } from '../support/sealed.ts';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: SITE };
const NAVIGATES = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Site': 'same-origin' };

/** A browser, in what counts here: it follows redirects, and keeps cookies or not. */
function browserAt(
  handle: (request: Request) => Promise<Response>,
  { keeps = true, says = true, address = '' } = {},
) {
  let cookie = '';
  const seen: { method: string; path: string; status: number; cookie: string }[] = [];
  async function go(method: string, path: string, body?: string): Promise<Response> {
    const headers = {
      ...(method === 'POST' ? FORM : {}),
      ...(says ? NAVIGATES : {}),
      ...(cookie === '' ? {} : { Cookie: cookie }),
      ...(address === '' ? {} : { 'X-Real-IP': address }),
    };
    const response = await handle(
      new Request(SITE + path, { method, headers, ...(body === undefined ? {} : { body }) }),
    );
    const line = response.headers.get('set-cookie') ?? '';
    seen.push({ method, path, status: response.status, cookie: line });
    if (keeps && line !== '') cookie = line.split(';')[0] ?? '';
    const location = response.headers.get('location');
    if (location === null) return response;
    return response.status === 303 ? go('GET', location) : go(method, location, body);
  }
  return { go, seen, cookie: () => cookie };
}

const codeIn = (html: string) => /class="receipt-code"[^>]*>([^<]+)</.exec(html)?.[1] ?? '';
const referenceIn = (html: string) => /CVD-\d{4}-\w{6}/.exec(html)?.[0] ?? '';

describe('the form without scripts', () => {
  let team: Awaited<ReturnType<typeof reportDesk>>;
  let sealed: string;
  let other: string;
  beforeAll(async () => {
    team = await reportDesk();
    sealed = await seal('a finding', team.armoredKeys);
    other = await seal('another finding', team.armoredKeys);
  });
  function desk(overrides: Partial<TestParts> = {}) {
    const parts = testParts({ team: team.team, ...overrides });
    const handle = mounted({
      '/api/reports': createReportHandler(parts),
      '/api/reports/received': createReceivedHandler(parts),
    });
    const cases = async () => (await parts.store.listCases({ status: null, after: null, limit: 9 })).cases;
    return { parts, handle, cases };
  }
  const form = (message: string, more = {}) =>
    String(new URLSearchParams({ message, language: 'en', ...more }));

  it('leads a browser to a page that it can load again, and stores one case', async () => {
    const { handle, cases, parts } = desk();
    const browser = browserAt(handle);
    const page = await (await browser.go('POST', '/api/reports', form(sealed))).text();
    expect(browser.seen.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'POST /api/reports 307',
      'POST /api/reports?asked 303',
      expect.stringMatching(/^GET \/api\/reports\/received\?\w{6} 200$/),
    ]);
    const code = codeIn(page);
    expect(parseReceipt(code)).toEqual({ ok: true, receipt: code });
    const { receiptId } = await deriveReceipt(code);
    expect((await parts.store.findCase(referenceIn(page)))?.receiptId).toBe(receiptId);
    for (let count = 0; count < 3; count += 1)
      expect(await (await browser.go('GET', '/api/reports/received')).text()).toBe(page);
    expect(await cases()).toHaveLength(1);
    // The code stands in no address and no header, and a browser keeps what it keeps for ten minutes, from scripts as well.
    for (const { path, cookie } of browser.seen) expect(path + cookie).not.toContain(code);
    expect(browser.seen[1]?.cookie).toMatch(
      /^__Host-meldpunt-answer=[\w-]{200,4000}; Path=\/; Max-Age=600; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  it('is one case however often it is sent, also where no answer arrived, and as long as nothing in it changes', async () => {
    const { handle, cases } = desk();
    const browser = browserAt(handle);
    const first = await (await browser.go('POST', '/api/reports', form(sealed))).text();
    const again = await (await browser.go('POST', '/api/reports', form(sealed))).text();
    expect(again).toBe(first);
    await Promise.all([1, 2, 3].map(() => browser.go('POST', '/api/reports?asked', form(sealed))));
    expect(await cases()).toHaveLength(1);
    for (const changed of [form(other), form(sealed, { urgent: 'yes' }), form(sealed, { language: 'nl' })])
      expect(codeIn(await (await browser.go('POST', '/api/reports', changed)).text())).not.toBe(
        codeIn(first),
      );
    expect(await cases()).toHaveLength(4);
  });

  it('shows no code of another report where two are sent at once, and the right one when it is sent again', async () => {
    const { handle, cases } = desk();
    const browser = browserAt(handle);
    const first = codeIn(await (await browser.go('POST', '/api/reports', form(sealed))).text());
    const ownPage = browser.seen.at(-1)?.path ?? '';
    const second = codeIn(await (await browser.go('POST', '/api/reports', form(other))).text());
    // What the first tab was led to, loaded after the answer to the second.
    const late = await browser.go('GET', ownPage);
    const page = await late.text();
    expect([late.status, page.includes(first), page.includes(second)]).toEqual([404, false, false]);
    expect(codeIn(await (await browser.go('POST', '/api/reports', form(sealed))).text())).toBe(first);
    expect(await cases()).toHaveLength(2);
  });

  it('shows the code to who has just sent it, however much is refused to others at their address', async () => {
    const { handle, parts } = desk();
    const address = '192.0.2.7';
    const nonsense = new Request(`${SITE}/api/nothing`, { headers: { 'X-Real-IP': address } });
    for (let count = 0; count < 99; count += 1) parts.refusals.note(nonsense, 'not-found', 404);
    const browser = browserAt(handle, { address });
    const page = await browser.go('POST', '/api/reports', form(sealed));
    expect([page.status, parseReceipt(codeIn(await page.text())).ok]).toEqual([200, true]);
    // A memory without an answer, which anybody is given, opens no such way.
    const empty = browserAt(handle, { address });
    await empty.go('POST', '/api/reports', form('x'));
    expect((await empty.go('GET', '/api/reports/received')).status).toBe(429);
  });

  it('gives nobody else the code of the same message', async () => {
    const { handle, cases } = desk();
    const pages = [];
    for (const _ of [1, 2])
      pages.push(await (await browserAt(handle).go('POST', '/api/reports', form(sealed))).text());
    expect(new Set(pages.map(codeIn)).size).toBe(2);
    expect(await cases()).toHaveLength(2);
  });

  it.each([
    ['that keeps no cookies', { keeps: false, says: true }, ['307', '201']],
    ['that does not say what it is, as curl', { keeps: false, says: false }, ['201']],
    ['of before these headers', { keeps: true, says: false }, ['201']],
  ])('answers a browser %s at once: no code is lost', async (_, kind, statuses) => {
    const { handle, cases } = desk();
    const browser = browserAt(handle, kind);
    const page = await (await browser.go('POST', '/api/reports', form(sealed))).text();
    expect(browser.seen.map(({ status }) => String(status))).toEqual(statuses);
    expect(parseReceipt(codeIn(page)).ok).toBe(true);
    expect(page).toContain('Don’t reload this page');
    expect(await cases()).toHaveLength(1);
    // Where it was kept all the same, sending once more is the same report.
    await browser.go('POST', '/api/reports?asked', form(sealed));
    expect(await cases()).toHaveLength(kind.keeps ? 1 : 2);
  });

  it('is forgotten after ten minutes, whatever a browser keeps, and when the reporter says so', async () => {
    const { handle, parts } = desk();
    const browser = browserAt(handle);
    const code = codeIn(await (await browser.go('POST', '/api/reports', form(sealed))).text());
    parts.clock.now += 10 * 60_000 - 1;
    expect(codeIn(await (await browser.go('GET', '/api/reports/received')).text())).toBe(code);
    parts.clock.now += 1;
    const late = await browser.go('GET', '/api/reports/received');
    expect([late.status, codeIn(await late.text())]).toEqual([404, '']);

    await browser.go('POST', '/api/reports', form(other));
    const forgotten = await browser.go('POST', '/api/reports/received', '');
    expect(forgotten.status).toBe(200);
    expect(browser.seen.at(-1)?.cookie).toContain('__Host-meldpunt-answer=; Path=/; Max-Age=0;');
    expect((await browser.go('GET', '/api/reports/received')).status).toBe(404);
  });

  it('takes no memory that this server did not make, that was changed, or that comes twice', async () => {
    const { handle } = desk();
    const browser = browserAt(handle);
    await browser.go('POST', '/api/reports', form(sealed));
    const good = browser.cookie();
    const [name = '', value = ''] = good.split('=');
    const elsewhere = browserAt(desk({ plainAnswers: strangers() }).handle);
    await elsewhere.go('POST', '/api/reports', form(sealed));
    const turned = value.at(50) === 'A' ? 'B' : 'A';
    for (const cookie of [
      elsewhere.cookie(),
      `${name}=${value.slice(0, 50)}${turned}${value.slice(51)}`,
      `${name}=${value.slice(0, -4)}`,
      `${name}=`,
      `${good}; ${good}`,
      `meldpunt-answer=${value}`,
    ]) {
      const request = new Request(`${SITE}/api/reports/received`, { headers: { Cookie: cookie } });
      expect([cookie, (await handle(request)).status]).toEqual([cookie, 404]);
    }
    const own = new Request(`${SITE}/api/reports/received`, { headers: { Cookie: good } });
    expect((await handle(own)).status).toBe(200);
  });

  it('is shown to nobody but this site, under its own name', async () => {
    const { handle } = desk();
    const browser = browserAt(handle);
    await browser.go('POST', '/api/reports', form(sealed));
    const Cookie = browser.cookie();
    const elsewhere = { method: 'POST', headers: { Cookie, Origin: 'https://evil.example' } };
    const forged = await handle(new Request(`${SITE}/api/reports/received`, elsewhere));
    expect([forged.status, forged.headers.get('set-cookie')]).toEqual([403, null]);
    const rebound = new Request(`${SITE}/api/reports/received`, {
      headers: { Cookie, Host: 'evil.example' },
    });
    expect((await handle(rebound)).status).toBe(421);
  });
});

function strangers() {
  return createPlainAnswers('the secret of another server');
}
