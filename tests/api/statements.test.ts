import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCaseHandler } from '../../functions/api/case.ts';
import { createReportHandler } from '../../functions/api/reports.ts';
import type { Store } from '../../functions/store/store.ts';
import { caseViewSchema } from '../../src/disclosure/case-view.ts';
import { dutiesOf } from '../../src/disclosure/duties.ts';
import { deriveReceipt } from '../../src/disclosure/receipt.ts';
import { teamCaseSchema } from '../../src/disclosure/team-wire.ts';
import { acceptedSchema } from '../../src/disclosure/wire.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { deskKeyPem } from '../../src/well-known/desk-key.ts';
import type { newCaseInput } from '../support/cases.ts';
import { statementsIn } from '../support/independent/log.ts';
import { keysIn } from '../support/independent/note.ts';
import { withBothStores } from '../support/jobs.ts';
import { NOW, SITE, testParts } from '../support/parts.ts';
import { newReport, type Report } from '../support/reporter.ts';
import { post, postJson, postMessage, reportDesk } from '../support/sealed.ts';
import { answered, codeOf, staffDesk } from '../support/staff-desk.ts';

const folder = mkdtempSync(join(tmpdir(), 'statements-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const { deskKeys } = testParts();
/** What the statements in a text say and where their entries belong, by a verifier that shares nothing with the product. */
const provedBy = (text: string) => statementsIn(text, keysIn(deskKeys));
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const iso = (time: number) => new Date(time).toISOString();
const saltOf = (note: string) => provedBy(note)[0]?.fields['salt'] ?? '';

/** The text of what a page shows in its `<pre>`, as a browser copies it. */
function shownIn(page: string): string {
  const [, shown = ''] = /<pre class="statement"[^>]*>\n(.*?)<\/pre>/s.exec(page) ?? [];
  const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" } as Record<
    string,
    string
  >;
  return shown.replaceAll(/&#?\w+;/g, (entity) => entities[entity] ?? entity);
}

/** A report as the form sends it, for a team of several. */
async function reportTo(armoredKeys: readonly string[]): Promise<Report> {
  const [first = ''] = armoredKeys;
  const report = await newReport(first);
  return {
    ...report,
    submission: { ...report.submission, sealedReport: await seal(report.text, armoredKeys) },
  };
}

type Desk = Awaited<ReturnType<typeof reportDesk>>;
/** The three ways to report: each sends a message and gives its reference and what the desk signed about it. */
const ways = {
  async form({ handle, armoredKeys }: Desk) {
    const { submission } = await reportTo(armoredKeys);
    const answer = await handle(postJson(submission), {});
    const { reference, statement = '' } = acceptedSchema.parse(await answer.json());
    return { reference, statement };
  },
  async 'plain form'({ handle, armoredKeys }: Desk) {
    const message = await seal('by hand', armoredKeys);
    const body = new URLSearchParams({ message, language: 'en' });
    const page = await (await handle(post(body, 'application/x-www-form-urlencoded'), {})).text();
    const [reference = ''] = /CVD-\d{4}-\w{6}/.exec(page) ?? [];
    return { reference, statement: shownIn(page) };
  },
  async terminal({ handle, armoredKeys }: Desk) {
    const answer = await handle(postMessage(await seal('from a terminal', armoredKeys)), {});
    const { reference, statement = '' } = acceptedSchema.parse(await answer.json());
    return { reference, statement };
  },
};

describe.each(Object.entries(ways))('an acceptance by the %s', (_, send) => {
  it('is a statement that an independent verifier holds true, about the sealed report exactly as it is stored', async () => {
    const desk = await reportDesk();
    const { reference, statement } = await send(desk);
    const [proved, ...others] = provedBy(statement);
    const [report] = await desk.store.readMessages(reference);
    expect(proved?.fields).toEqual({
      ...{ site: SITE, kind: 'acceptance', reference },
      'sealed-report-sha256': sha256(report?.sealed ?? ''),
      ...{ received: iso(NOW), 'answer-by': iso(NOW + 3 * DAY), salt: saltOf(statement) },
    });
    expect(others).toEqual([]);
    expect(Buffer.from(saltOf(statement), 'base64')).toHaveLength(16);
  });

  it('is stored with the case, and its entry waits for the log', async () => {
    const desk = await reportDesk();
    const { reference, statement } = await send(desk);
    const stored = { note: statement, isLogged: true, position: null };
    expect(await desk.store.readStatements(reference)).toEqual([stored]);
    const entry = provedBy(statement)[0]?.entry.toString('base64');
    const { waiting } = await desk.store.readLog({ before: NOW + 1, most: 10 });
    expect(waiting).toEqual([entry]);
    expect((await desk.store.readLog({ before: NOW, most: 10 })).waiting).toEqual([]);
  });

  it('verifies with openssl and /desk-key.pem', async () => {
    const { statement } = await send(await reportDesk());
    const border = statement.lastIndexOf('\n\n');
    const signature = Buffer.from(statement.slice(border + 2).split(' ')[2] ?? '', 'base64').subarray(4);
    const files = { pem: deskKeyPem(deskKeys), text: statement.slice(0, border + 1), signature };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const options = ['-verify', '-pubin', '-inkey', 'pem', '-rawin', '-in', 'text', '-sigfile', 'signature'];
    const said = execFileSync('openssl', ['pkeyutl', ...options], { cwd: folder, encoding: 'utf8' });
    expect(said).toContain('Signature Verified Successfully');
  });
});

describe('the answer to a report', () => {
  /** What one desk answers to reports, on a store. */
  async function deskOn(store: Store) {
    const desk = await reportDesk({ store });
    const ask = async (report: Report) => {
      const answer = await desk.handle(postJson(report.submission), {});
      return { status: answer.status, ...acceptedSchema.parse(await answer.json()) };
    };
    return { ...desk, ask, newReport: () => reportTo(desk.armoredKeys) };
  }

  withBothStores((open) => {
    it('is the very same statement when the report is sent again, later and at another server', async () => {
      const [one, other] = await open();
      const desk = await deskOn(one);
      const report = await desk.newReport();
      const first = await desk.ask(report);
      const again = createReportHandler({ ...desk.parts, store: other, now: () => new Date(NOW + 5 * DAY) });
      const answer = await again(postJson(report.submission), {});
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ reference: first.reference, statement: first.statement });
      expect(await one.readStatements(first.reference)).toHaveLength(1);
      expect((await one.readLog({ before: NOW + 9 * DAY, most: 10 })).waiting).toHaveLength(1);
    });

    it('is the same also where the first answer was lost, because the server ended after it stored the report', async () => {
      const [one, other] = await open();
      const desk = await deskOn(one);
      const report = await desk.newReport();
      const store = new Proxy(one, {
        get: (target, name: keyof Store) =>
          name === 'createCase'
            ? async (input: Parameters<Store['createCase']>[0]) => {
                await target.createCase(input);
                throw new Error('ended');
              }
            : target[name],
      });
      const dying = createReportHandler({ ...desk.parts, store });
      expect((await dying(postJson(report.submission), {})).status).toBe(500);
      const { status, reference, statement } = await (await deskAgain(desk, other)).ask(report);
      expect(status).toBe(200);
      const [stored] = await other.readStatements(reference);
      expect(statement).toBe(stored?.note);
      expect(provedBy(statement ?? '')[0]?.fields).toMatchObject({ kind: 'acceptance', reference });
    });

    it('has the checkpoint that the log had by then, from the first one on', async () => {
      const [store] = await open();
      const desk = await deskOn(store);
      const report = await desk.newReport();
      expect(await desk.ask(report)).not.toHaveProperty('checkpoint');
      const checkpoint = desk.parts.desk.sign(`${desk.parts.desk.origin}\n0\n${'A'.repeat(43)}=\n`);
      await store.appendToLog({ seenSize: 0, entries: [], tiles: [], checkpoint, month: '2026-11' });
      expect(await desk.ask(await desk.newReport())).toMatchObject({ status: 201, checkpoint });
      expect(await desk.ask(report)).toMatchObject({ status: 200, checkpoint });
    });

    it('has no statement for a report that came in before there were any, and is right all the same', async () => {
      const [store] = await open();
      const desk = await deskOn(store);
      const withoutStatement = new Proxy(store, {
        get: (target, name: keyof Store) =>
          name === 'createCase'
            ? (input: Parameters<Store['createCase']>[0]) => target.createCase({ ...input, statement: null })
            : target[name],
      });
      const report = await desk.newReport();
      const before = createReportHandler({ ...desk.parts, store: withoutStatement });
      await before(postJson(report.submission), {});
      const again = await desk.ask(report);
      expect(again.status).toBe(200);
      expect(again).not.toHaveProperty('statement');
    });
  });

  it('has another salt for each report, so that nobody tells the log from what they know', async () => {
    const desk = await deskOn(testParts().store);
    const notes = await Promise.all(
      Array.from({ length: 5 }, async () => (await desk.ask(await desk.newReport())).statement ?? ''),
    );
    expect(new Set(notes.map(saltOf)).size).toBe(5);
  });

  it('of a report that is refused signs nothing', async () => {
    const desk = await deskOn(testParts().store);
    const { armoredKeys } = desk;
    const signed: string[] = [];
    const { desk: signer } = desk.parts;
    const sign = (text: string) => {
      signed.push(text);
      return signer.sign(text);
    };
    const handle = createReportHandler({ ...desk.parts, desk: { ...signer, sign } });
    const report = await desk.newReport();
    await handle(postJson({ ...report.submission, sealedReport: 'readable' }), {});
    await handle(postMessage(await seal('to one of two', armoredKeys.slice(0, 1))), {});
    expect(signed).toEqual([]);
  });
});

/** The same team's desk on another store. */
async function deskAgain(desk: Desk, store: Store) {
  const handle = createReportHandler({ ...desk.parts, store });
  return {
    async ask({ submission }: Report) {
      const answer = await handle(postJson(submission), {});
      return { status: answer.status, ...acceptedSchema.parse(await answer.json()) };
    },
  };
}

describe('a change of a case', () => {
  /** A case with its acceptance, a member who changes it, and what reporter and team see of it. */
  async function opened(fields: Parameters<typeof newCaseInput>[0] = {}) {
    const desk = await staffDesk();
    const cookie = await desk.signIn(0);
    const { path, reference, token } = await desk.newCase(fields);
    desk.clock.now = NOW + HOUR;
    const ask = async (method: string, to: string, body?: unknown) =>
      desk.request(method, path + to, body, { cookie });
    const seen = async () => teamCaseSchema.parse(await (await ask('GET', '')).json());
    return {
      ...{ desk, reference, ask, seen },
      change: async (body: object) => ask('PATCH', '', { version: (await seen()).version, ...body }),
      respond: async (body: object, version = 1) =>
        ask('POST', '/response', { version, message: await desk.reply(), fixExpectedAt: null, ...body }),
      reporterSees: async () => {
        const headers = { Authorization: `Bearer ${token}` };
        const answer = await createCaseHandler(desk.parts)(new Request(`${SITE}/api/case`, { headers }), {});
        return answer.status === 200 ? caseViewSchema.parse(await answer.json()).statements : answer.status;
      },
      withdraw: async () => {
        const headers = { Authorization: `Bearer ${token}` };
        const request = new Request(`${SITE}/api/case`, { method: 'DELETE', headers });
        return createCaseHandler(desk.parts)(request, {});
      },
      fields: async () => {
        const notes = (await desk.store.readStatements(reference)).map(({ note }) => note);
        return notes.flatMap(provedBy).map((one) => one.fields);
      },
    };
  }

  it.each([
    ['confirmed', { 'fix-expected': '2026-12-24' }],
    ['rejected', {}],
    ['duplicate', {}],
  ] as const)(
    'that is the first response (%s) is one statement, about the sealed reply as it is stored',
    async (assessment, expected) => {
      const one = await opened();
      const fixExpectedAt = assessment === 'confirmed' ? '2026-12-24' : null;
      expect((await one.respond({ assessment, fixExpectedAt })).status).toBe(201);
      const reply = (await one.desk.store.readMessages(one.reference)).at(-1);
      const [said, ...others] = await one.fields();
      expect(said).toEqual({
        ...{ site: SITE, kind: 'response', reference: one.reference },
        ...{ 'sealed-reply-sha256': sha256(reply?.sealed ?? ''), given: iso(NOW + HOUR), assessment },
        ...{ ...expected, salt: expect.any(String) },
      });
      expect(others).toEqual([]);
      const [{ note, ...stored } = { note: '' }] = await one.desk.store.readStatements(one.reference);
      expect(stored).toEqual({ isLogged: true, position: null });
      const { waiting } = await one.desk.store.readLog({ before: NOW + HOUR + 1, most: 10 });
      expect(waiting).toEqual([provedBy(note)[0]?.entry.toString('base64')]);
    },
  );

  it('of status is a statement each time, and none of them goes into the log', async () => {
    const one = await opened(answered('confirmed'));
    for (const status of ['fixing', 'resolved', 'fixing', 'resolved', 'closed']) {
      one.desk.clock.now += 60_000;
      expect((await one.change({ status })).status).toBe(200);
    }
    const said = await one.fields();
    expect(said.map(({ kind, status, changed }) => [kind, status, changed])).toEqual(
      ['fixing', 'resolved', 'fixing', 'resolved', 'closed'].map((status, index) => [
        'status',
        status,
        iso(NOW + HOUR + (index + 1) * 60_000),
      ]),
    );
    const stored = await one.desk.store.readStatements(one.reference);
    expect(stored.map(({ isLogged }) => isLogged)).toEqual([false, false, false, false, false]);
    expect((await one.desk.store.readLog({ before: NOW + 9 * DAY, most: 10 })).waiting).toEqual([]);
  });

  it('of anything else is no statement', async () => {
    const one = await opened(answered('confirmed'));
    const reward = { reward: 100, message: await one.desk.reply() };
    const exploited = { exploited: true };
    for (const body of [
      { fixExpectedAt: '2027-01-04' },
      reward,
      { credit: 'named' },
      exploited,
      { reported: 'early-warning' },
    ]) {
      expect((await one.change(body)).status, JSON.stringify(body)).toBe(200);
    }
    const message = await one.desk.reply();
    expect(
      (await one.ask('POST', '/messages', { version: (await one.seen()).version, message })).status,
    ).toBe(201);
    expect(await one.fields()).toEqual([]);
  });

  it('whose answer was lost is one statement, however often it is asked for', async () => {
    const one = await opened();
    const body = { assessment: 'rejected', message: await one.desk.reply() };
    expect((await one.respond(body)).status).toBe(201);
    const before = await one.desk.store.readStatements(one.reference);
    expect((await one.respond(body)).status).toBeLessThan(300);
    expect(await one.desk.store.readStatements(one.reference)).toEqual(before);
    expect(before).toHaveLength(1);
  });

  it('that is refused is no statement', async () => {
    const one = await opened();
    expect(await codeOf(await one.change({ status: 'fixing' }))).toEqual([409, 'response-needed']);
    expect(await codeOf(await one.respond({ assessment: 'rejected' }, 7))).toEqual([412, 'version-conflict']);
    expect(await one.fields()).toEqual([]);
  });

  it('shows reporter and team the same statements, oldest first', async () => {
    const one = await opened();
    await one.respond({ assessment: 'confirmed', fixExpectedAt: '2026-12-24' });
    await one.change({ status: 'fixing' });
    const { statements } = await one.seen();
    expect(await one.reporterSees()).toEqual(statements);
    expect(statements.map(({ isLogged, position }) => [isLogged, position])).toEqual([
      [true, null],
      [false, null],
    ]);
    const kinds = statements.map(({ note }) => provedBy(note)[0]?.fields['kind']);
    expect(kinds).toEqual(['response', 'status']);
  });

  it('goes with the case: of one that is erased or withdrawn no statement is left, of a stub none is made', async () => {
    const erased = await opened();
    await erased.respond({ assessment: 'rejected' });
    expect((await erased.ask('DELETE', '', { version: 2 })).status).toBe(204);
    expect(await erased.desk.store.readStatements(erased.reference)).toEqual([]);

    const stub = await opened(answered('resolved', { exploitedAt: NOW }));
    await stub.change({ status: 'fixing' });
    expect(await stub.fields()).toHaveLength(1);
    await stub.withdraw();
    expect(await stub.fields()).toEqual([]);
    expect(await stub.reporterSees()).toBe(401);
    await stub.change({ fixAvailableAt: new Date(NOW - 1000).toISOString() });
    for (const reported of dutiesOf('exploited')) await stub.change({ reported });
    expect((await stub.seen()).status).toBe('closed');
    expect(await stub.fields()).toEqual([]);
  });
});

describe('what is signed', () => {
  it('stands in no line of the log', async () => {
    const desk = await reportDesk();
    for (const send of Object.values(ways)) {
      const { statement } = await send(desk);
      const said = JSON.stringify(desk.logged);
      for (const part of [saltOf(statement), ...statement.split(' ').filter(({ length }) => length > 40)]) {
        expect(said).not.toContain(part.trim());
      }
    }
  });

  it('says nothing of the receipt code with which the case is opened', async () => {
    const desk = await reportDesk();
    const answer = await desk.handle(postMessage(await seal('from a terminal', desk.armoredKeys)), {});
    const { receipt = '', statement = '' } = acceptedSchema.parse(await answer.json());
    const { receiptId, accessToken } = await deriveReceipt(receipt);
    for (const secret of [receipt, receiptId, accessToken]) expect(statement).not.toContain(secret);
  });
});
