import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCasePageHandler } from '../../functions/api/case-page.ts';
import { createCookieBox } from '../../functions/reporter/cookie-box.ts';
import { type Store, StoreError } from '../../functions/store/store.ts';
import { openByReceiptCommand, openNewestCommand } from '../../src/disclosure/case-commands.ts';
import { caseViewSchema } from '../../src/disclosure/case-view.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { makeReplyKey } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { changeInput, messageIn, newCaseInput, newMessage } from '../support/cases.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { Gpg } from '../support/gpg.ts';
import { NOW, SITE, testParts } from '../support/parts.ts';
import { answered } from '../support/staff-desk.ts';

const PAGE = `${SITE}/api/case/page`;
const COOKIE = '__Host-meldpunt-case';
const browser = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8', Origin: SITE };

/** A case with its receipt code on an empty store, and its page as a browser without scripts asks for it. */
async function caseWithPage(fields: Parameters<typeof newCaseInput>[0] = {}) {
  const receipt = makeReceipt();
  const { receiptId, accessToken, replyKeyPassphrase } = await deriveReceipt(receipt);
  const parts = testParts();
  const input = newCaseInput({ receiptId, receivedAt: NOW, ...fields });
  await parts.store.createCase(input);
  const { reference } = input.newCase;
  const handle = createCasePageHandler(parts);
  const post = (fields: Record<string, string>, headers: Record<string, string> = browser) =>
    handle(new Request(PAGE, { method: 'POST', body: new URLSearchParams(fields), headers }));
  const get = (address: string, cookie = '') =>
    handle(new Request(new URL(address, SITE), { headers: { Accept: 'text/html', Cookie: cookie } }));
  /** Sends the code, and goes where the answer leads, with the cookie that it set. */
  async function open(language = 'en') {
    const sent = await post({ code: receipt, language });
    const cookie = (sent.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    return { sent, cookie, page: await get(sent.headers.get('location') ?? '', cookie) };
  }
  async function change(fields: object, sealed?: string) {
    const found = await parts.store.findCase(reference);
    if (!found) throw new Error('the case is gone');
    const message = newMessage('team', NOW);
    const added =
      sealed === undefined ? {} : { message: messageIn({ ...message, sealed }, { mostBytes: 2_000_000 }) };
    await parts.store.changeCase(changeInput(found, fields, added));
  }
  const secrets = [receipt, receipt.replaceAll('-', ''), accessToken, replyKeyPassphrase];
  return { parts, handle, receipt, receiptId, reference, secrets, post, get, open, change };
}

let desk: Awaited<ReturnType<typeof caseWithPage>>;
beforeEach(async () => {
  desk = await caseWithPage();
});
const locationOf = (response: Response) => [response.status, response.headers.get('location')];

describe('the status of a case without scripts', () => {
  it('is led to by 303 with a cookie, so that loading it again asks for nothing and sends no code', async () => {
    const { sent, cookie, page } = await desk.open();
    expect(locationOf(sent)).toEqual([303, '/api/case/page?language=en&opened=yes']);
    expect(sent.headers.get('cache-control')).toBe('no-store');
    expect(sent.headers.get('set-cookie')).toMatch(
      /^__Host-meldpunt-case=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    const text = await page.text();
    expect(text).toContain(desk.reference);
    expect(text).toContain('Received, our answer will follow');
    expect(text).toContain('26 November 2026');
    expect(await (await desk.get('/api/case/page?language=nl', cookie)).text()).toContain('Ontvangen');
    expect(await (await desk.get(PAGE, cookie)).text()).toContain(desk.reference);
  });

  it('says where the case stands first: fix date, reward, assessment, and that an answer is late', async () => {
    await desk.change({
      ...answered('fixing'),
      fixExpectedAt: Date.parse('2026-12-04'),
      reward: 50,
      credit: 'named',
    });
    const fixing = await (await desk.open()).page.text();
    for (const words of [
      '<h1>Confirmed, we are working on the fix · reward €50</h1>',
      'We expect the fix on 4 December 2026.',
      '<dt>Assessment</dt><dd>confirmed: this is a vulnerability</dd>',
      'you will be named as the finder',
    ])
      expect(fixing).toContain(words);
    await desk.change({ status: 'resolved', resolvedAt: NOW });
    const fixed = await (await desk.open('nl')).page.text();
    expect(fixed).toMatch(/<h1>Opgelost · beloning €\s?50<\/h1>/);
    expect(fixed).toContain('Wis nu alle vertrouwelijke gegevens');
    await desk.change({ status: 'closed', closedAt: NOW });
    expect(await (await desk.open('nl')).page.text()).toMatch(
      /<h1>Opgelost en gesloten · beloning €\s?50<\/h1>/,
    );
    const other = await caseWithPage();
    other.parts.clock.now += 4 * 86_400_000;
    expect(await (await other.open()).page.text()).toContain('<h1>Our answer is late</h1>');
    for (const outcome of ['rejected', 'duplicate'] as const) {
      const one = await caseWithPage();
      await one.change({ ...answered(outcome), assessment: outcome });
      expect(await (await one.open()).page.text()).not.toContain('Fix expected');
    }
  });

  it('has the sealed messages, with the command that opens those for an own key, and bounded', async () => {
    await desk.change(answered('confirmed'), '-----BEGIN PGP MESSAGE-----\nanswer\n<script>\n-----END');
    const text = await (await desk.open()).page.text();
    expect(text).toContain('answer\n&lt;script&gt;');
    expect(text).toContain(`gpg --output ${desk.reference}-2.txt --decrypt ${desk.reference}-2.asc`);
    // A report made elsewhere may be for the team alone.
    expect(text).toContain('Did you encrypt it to your own key as well?');
    for (let n = 0; n < 5; n += 1) await desk.change({}, 'x'.repeat(250_000));
    const long = await (await desk.open()).page.text();
    expect(long.length).toBeLessThan(1.1 * 1024 * 1024);
    expect(long).toContain('Earlier messages are not here');
    expect(long).toContain('message 7');
    expect(long).not.toContain('answer\n');
  });

  it('is over after half an hour, when it is closed, and with a case that is gone', async () => {
    const { cookie } = await desk.open();
    const isOpen = async () => (await (await desk.get(PAGE, cookie)).text()).includes(desk.reference);
    desk.parts.clock.now += 30 * 60_000 - 1;
    expect(await isOpen()).toBe(true);
    desk.parts.clock.now += 1;
    expect(await isOpen()).toBe(false);
    const again = await desk.get('/api/case/page?language=en&opened=yes', cookie);
    expect([again.status, await again.text()]).toEqual([200, expect.stringContaining('no longer open here')]);
    // What opens nothing any more goes along no longer.
    expect(again.headers.get('set-cookie')).toContain('Max-Age=0');
    const closing = await desk.post({ close: 'yes', language: 'en' });
    expect(locationOf(closing)).toEqual([303, '/en/status']);
    expect(closing.headers.get('set-cookie')).toMatch(/^__Host-meldpunt-case=; Path=\/; Max-Age=0; /);
    const opened = await desk.open();
    const found = await desk.parts.store.findCase(desk.reference);
    await desk.parts.store.eraseCase({
      ...{
        reference: desk.reference,
        seenVersion: found?.version ?? 0,
        overdueIn: null,
        mails: [],
        now: NOW,
      },
    });
    const gone = await desk.get(PAGE, opened.cookie);
    expect([gone.status, gone.headers.get('set-cookie')]).toEqual([
      401,
      expect.stringContaining('Max-Age=0'),
    ]);
  });
});

describe('with curl, a code in the body', () => {
  it('gives the case at once, as the reporter’s view, and names what is wrong with one', async () => {
    const curl = { Accept: '*/*', 'Accept-Language': 'en' };
    const response = await desk.post({ code: `${desk.receipt.toLowerCase()}\n` }, curl);
    expect([response.status, response.headers.get('set-cookie')]).toEqual([200, null]);
    expect(caseViewSchema.parse(await response.json())).toMatchObject({ reference: desk.reference });
    for (const [code, status, name] of [
      ['', 422, 'not-a-receipt'],
      ['nonsense', 422, 'not-a-receipt'],
      [makeReceipt(), 401, 'unknown-receipt'],
    ] as const) {
      const refused = await desk.post({ code }, curl);
      const problem = await refused.json();
      expect([refused.status, problem.code]).toEqual([status, name]);
      expect(problem.detail).toContain('code');
    }
  });

  it.each(['own key', 'receipt key'])('the commands open an answer to an %s', async (whose) => {
    const key = await makeReplyKey(desk.secrets[3] ?? '');
    const reporter = new Gpg();
    const place = (name: string) => join(reporter.home, name);
    const run = (command: string) => {
      const { status, stdout, stderr } = spawnSync('bash', ['-xeuo', 'pipefail', '-c', command], {
        cwd: reporter.home,
        env: { ...cleanEnvironment({}), GNUPGHOME: reporter.home },
        encoding: 'utf8',
      });
      expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
      // Bash tells what it runs, arguments and all: others on the machine can read those.
      for (const secret of desk.secrets) expect(stderr).not.toContain(secret);
      return stdout;
    };
    const words = 'The answer, in words.\n';
    await desk.change(answered('confirmed'), await seal('An earlier one.', [key.publicKey]));
    await desk.change({}, await seal(words, [key.publicKey]));
    const response = await desk.post({ code: desk.receipt }, { Accept: '*/*' });
    writeFileSync(place('case.json'), await response.text());
    writeFileSync(place('code.txt'), `${desk.receipt.toLowerCase()}\n`);
    writeFileSync(place('key.asc'), key.lockedPrivateKey);
    const open = openByReceiptCommand('key.asc', 'answer');
    const [take = '', opening = ''] = openNewestCommand.split(/\n(?=gpg )/);
    run(take);
    if (whose === 'own key') {
      const [imported = '', ...rest] = open.split('\n');
      run(imported);
      expect(opening).toBe('gpg --output answer.txt --decrypt answer.asc');
      run(rest.join('\n'));
    } else run(open);
    expect(run('cat answer.txt').trimEnd()).toBe(words.trimEnd());
    reporter.close();
  });
});

describe('nothing of a code', () => {
  it('stands in an address, a page, a cookie or the log, right or wrong', async () => {
    const { sent, cookie, page } = await desk.open();
    const wrong = `${desk.receipt.slice(0, -1)}${desk.receipt.endsWith('A') ? 'B' : 'A'}`;
    const refused = await desk.post({ code: wrong, language: 'en' });
    expect(locationOf(refused)).toEqual([
      303,
      expect.stringMatching(/^\/api\/case\/page\?language=en&fault=\w+(-[1-6])?$/),
    ]);
    const asked = await desk.get(refused.headers.get('location') ?? '', cookie);
    const told = [sent, refused, asked].flatMap(({ headers }) => [...headers].flat());
    const all = [...told, await page.text(), await asked.text(), JSON.stringify(desk.parts.logged)].join(
      '\n',
    );
    for (const secret of [...desk.secrets, desk.receiptId, wrong, wrong.slice(0, 4)])
      expect(all).not.toContain(secret);
    expect(all).toContain('There is ');
  });

  it('comes from a cookie that was changed, made for something else, or by another server', async () => {
    const { cookie } = await desk.open();
    const value = cookie.slice(COOKIE.length + 1);
    const box = desk.parts.cookies;
    const forged = [
      `${value}A`,
      value.slice(0, -2),
      `${value.startsWith('A') ? 'B' : 'A'}${value.slice(1)}`,
      box.close('received', desk.receiptId, NOW + 60_000),
      box.close('case page', desk.receiptId, NOW),
      createCookieBox('another secret').close('case page', desk.receiptId, NOW + 60_000),
      '',
      desk.receiptId,
    ];
    for (const one of forged) {
      const answer = await desk.get(PAGE, `${COOKIE}=${one}`);
      expect(await answer.text()).not.toContain(desk.reference);
    }
    // One that a page elsewhere in the domain set beside it is as none.
    const doubled = await desk.get(PAGE, `${COOKIE}=${value}; ${COOKIE}=${value}`);
    expect(await doubled.text()).not.toContain(desk.reference);
  });
});

describe('attacks on it', () => {
  const watched = (store: Store, steps: string[]) =>
    new Proxy(store, {
      get:
        (target, verb: keyof Store) =>
        (...args: never[]) => {
          steps.push(verb);
          return (target[verb] as (...args: never[]) => unknown)(...args);
        },
    });

  it.each([
    ['a browser', browser],
    ['curl', { Accept: '*/*' }],
  ])('from %s, an unknown code takes the same steps at the store as a known one', async (_who, headers) => {
    const steps: string[] = [];
    const handle = createCasePageHandler({ ...desk.parts, store: watched(desk.parts.store, steps) });
    const send = (code: string) =>
      handle(new Request(PAGE, { method: 'POST', body: new URLSearchParams({ code }), headers }));
    await send(desk.receipt);
    const known = steps.splice(0);
    await send(makeReceipt());
    expect(steps).toEqual(known);
    steps.splice(0);
    await send('nonsense');
    expect(steps).toEqual([]);
  });

  it('guesses are counted with those of the API, and a visitor who does nothing else is stopped', async () => {
    const guess = async () =>
      locationOf(await desk.post({ code: makeReceipt() }, { ...browser, 'X-Real-IP': '192.0.2.1' }));
    const answers = await Promise.all(Array.from({ length: 90 }, guess));
    const ofCode = (code: string) => answers.filter(([, address]) => String(address).endsWith(code)).length;
    expect([ofCode('unknown-receipt'), ofCode('too-many-guesses')]).toEqual([60, 30]);
    // Although each was led on to a page, they were refused.
    expect((await guess())[0]).toBe(429);
    expect((await desk.open()).page.status).toBe(200);
  });

  it('an open page stays open, however much is refused to others at the same address', async () => {
    const { cookie } = await desk.open();
    const at = (Cookie: string) =>
      new Request(PAGE, { headers: { Accept: 'text/html', 'X-Real-IP': '192.0.2.1', Cookie } });
    for (let count = 0; count < 99; count += 1) desk.parts.refusals.note(at(''), 'not-found', 404);
    expect((await desk.handle(at(''))).status).toBe(429);
    const page = await desk.handle(at(cookie));
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(desk.reference)]);
    // By itself alone: who floods with it is stopped as well.
    for (let count = 0; count < 60; count += 1)
      desk.parts.refusals.note(at(cookie), 'status', 429, desk.receiptId);
    expect((await desk.handle(at(cookie))).status).toBe(429);
  });

  it('a page of another site, a body that is too large, JSON, other fields and other methods are refused', async () => {
    const code = desk.receipt;
    const refused = async (response: Response) => (await response.json()).code;
    const plain = { Accept: '*/*' };
    expect(await refused(await desk.post({ code }, { ...plain, Origin: 'https://evil.example' }))).toBe(
      'cross-site',
    );
    expect(await refused(await desk.post({ code, more: 'x' }, plain))).toBe('invalid-fields');
    expect(await refused(await desk.post({ code: 'x'.repeat(5000) }, plain))).toBe('body-too-large');
    const json = {
      method: 'POST',
      body: JSON.stringify({ code }),
      headers: { 'Content-Type': 'application/json' },
    };
    expect(await refused(await desk.handle(new Request(PAGE, json)))).toBe('unsupported-media-type');
    const erasing = await desk.handle(new Request(PAGE, { method: 'DELETE' }));
    expect([erasing.status, erasing.headers.get('allow')]).toEqual([405, 'GET, POST']);
    const { cookie } = await desk.open();
    const framed = { headers: { Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' } };
    expect((await desk.handle(new Request(PAGE, framed))).status).toBe(403);
  });

  it('a store that is down is said on a page, with the number of the request', async () => {
    const { cookie } = await desk.open();
    const store = { ...desk.parts.store, findCaseByReceipt: () => Promise.reject(new StoreError('down')) };
    const handle = createCasePageHandler({ ...desk.parts, store });
    const down = await handle(new Request(PAGE, { headers: { Cookie: cookie, 'Accept-Language': 'en' } }));
    expect(down.status).toBe(503);
    expect(await down.text()).toContain(down.headers.get('x-request-id') ?? 'none');
  });

  it('an address with a fault of somebody’s own says nothing of theirs', async () => {
    expect(await (await desk.get('/api/case/page?language=en&fault=reference')).text()).toContain(
      'role="alert"',
    );
    for (const fault of ['<b>call 0900</b>', 'character-9', 'toString', 'character-1x'])
      expect(
        await (await desk.get(`/api/case/page?fault=${encodeURIComponent(fault)}`)).text(),
      ).not.toContain('role="alert"');
  });
});
