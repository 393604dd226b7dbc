import { beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { CaseView } from '../../src/disclosure/case-view.ts';
import type { TeamCase } from '../../src/disclosure/team-wire.ts';
import { makeReplyKey } from '../../src/openpgp/keys.ts';
import { lockedReplyKey, replyKeyId } from '../../src/openpgp/reply-key.ts';
import { randomId } from '../support/cases.ts';
import { codeOf, type StaffDesk, sealTo, staffDesk } from '../support/staff-desk.ts';

describe('a reply that the reporter can not read by the receipt code', () => {
  let desk: StaffDesk;
  let cookie: string;
  beforeEach(async () => {
    desk = await staffDesk({ store: createSqliteStore(':memory:') });
    cookie = await desk.signIn(0);
  });

  /** Seals to the team and to these keys; `said` for one that its sender knows is not for the reporter. */
  async function message(keys: string[], said: boolean) {
    const sealed = await sealTo('Thank you.', [...desk.team.map(({ armored }) => armored), ...keys]);
    return { id: randomId(), sealed, ...(said ? { withoutReporter: true } : {}) };
  }
  const reject = (path: string, sent: object) =>
    desk.request(
      'POST',
      `${path}/response`,
      { version: 1, assessment: 'rejected', fixExpectedAt: null, message: sent },
      { cookie },
    );
  const seen = async (path: string) =>
    (await (await desk.request('GET', path, undefined, { cookie })).json()) as TeamCase;
  const seenByReporter = async (token: string) => {
    const asked = new Request('https://meldpunt.example/api/case', {
      headers: { Authorization: `Bearer ${token}` },
    });
    return (await (await desk.reporterSees(asked)).json()) as CaseView;
  };

  it('closes the case with a rejection where its sender says so, and not where nobody does', async () => {
    const other = await makeReplyKey('another passphrase');
    // Sealed to the key in the report, which is not the one that the server was given; or to nobody but the team.
    for (const keys of [[other.publicKey], []]) {
      const { path, token } = await desk.newCase();
      expect(await codeOf(await reject(path, await message(keys, false)))).toEqual([422, 'missing-reporter']);
      const sent = await message(keys, true);
      expect((await reject(path, sent)).status).toBe(201);
      expect((await reject(path, sent)).status).toBe(201);
      const { status, events, version } = await seen(path);
      expect(status).toBe('rejected');
      expect(events.map(({ kind, value }) => [kind, value])).toEqual([
        ['response', 'rejected'],
        ['without-reporter', sent.id],
      ]);
      const closing = { version, status: 'closed', message: await message(keys, true) };
      expect((await desk.request('PATCH', path, closing, { cookie })).status).toBe(200);
      expect((await seen(path)).status).toBe('closed');
      const { messages } = await seenByReporter(token);
      expect(messages.map(({ withoutReporter = false }) => withoutReporter)).toEqual([false, true, true]);
    }
  });

  it('is marked for the team and for the reporter also in a case of which the server keeps no key', async () => {
    const { path, token } = await desk.newCase({ replyKey: null });
    const [first, second] = [await message([], true), await message([desk.replyKey], false)];
    expect((await reject(path, first)).status).toBe(201);
    const { version } = await seen(path);
    expect(
      (await desk.request('POST', `${path}/messages`, { version, message: second }, { cookie })).status,
    ).toBe(201);
    expect((await seen(path)).events.map(({ kind }) => kind)).toEqual([
      'response',
      'without-reporter',
      'reply',
    ]);
    expect((await seenByReporter(token)).messages.map((one) => one.withoutReporter)).toEqual([
      undefined,
      true,
      undefined,
    ]);
  });

  it('answers nothing that the reporter asked, is no news to them, and closes no case in which a message waits', async () => {
    const { path, reference } = await desk.newCase({
      ...{ status: 'resolved', assessment: 'confirmed', respondedAt: 1, resolvedAt: 1, toldAt: 1 },
      waitingSince: 2,
    });
    const hidden = await message([], true);
    const closing = { version: 1, status: 'closed', message: hidden };
    expect(await codeOf(await desk.request('PATCH', path, closing, { cookie }))).toEqual([
      409,
      'message-waits',
    ]);
    const told = () => desk.store.takeDueMail({ now: desk.clock.now, leaseUntil: desk.clock.now, limit: 99 });
    const ofCase = async () =>
      (await told()).filter((one) => one.reference === reference).map(({ kind }) => kind);
    await ofCase();
    const send = (body: object, way = '/messages', method = 'POST') =>
      desk.request(method, `${path}${way}`, body, { cookie });
    expect((await send({ version: 1, message: hidden })).status).toBe(201);
    expect(await desk.store.findCase(reference)).toMatchObject({ version: 2, waitingSince: 2, toldAt: 1 });
    expect(await ofCase()).not.toContain('case-news');
    const readable = await message([desk.replyKey], false);
    expect((await send({ version: 2, status: 'closed', message: readable }, '', 'PATCH')).status).toBe(200);
    expect(await desk.store.findCase(reference)).toMatchObject({ status: 'closed', waitingSince: null });
    expect(await ofCase()).toContain('case-news');
  });

  it('is no such reply where it can be read after all: then nothing is marked', async () => {
    const { path, token } = await desk.newCase();
    expect((await reject(path, await message([desk.replyKey], true))).status).toBe(201);
    expect((await seen(path)).events.map(({ kind }) => kind)).toEqual(['response']);
    expect((await seenByReporter(token)).messages.some((one) => one.withoutReporter)).toBe(false);
  });

  it('must reach the whole team all the same, and the word for it is true or absent', async () => {
    const { path } = await desk.newCase();
    const sealed = await sealTo('x', [desk.replyKey]);
    const toNobody = { id: randomId(), sealed, withoutReporter: true };
    expect(await codeOf(await reject(path, toNobody))).toEqual([422, 'missing-recipient']);
    for (const withoutReporter of [false, 'yes', null]) {
      const sent = { ...(await message([], false)), withoutReporter };
      expect(await codeOf(await reject(path, sent))).toEqual([422, 'invalid-fields']);
    }
    expect((await seen(path)).events).toEqual([]);
  });

  it('is known to the inbox before anybody writes: it gets the id of the key that the server keeps, and no key', async () => {
    const { lockedPrivateKey } = await makeReplyKey('a passphrase');
    const { path } = await desk.newCase({ replyKey: lockedReplyKey(lockedPrivateKey) });
    const view = await seen(path);
    expect(view.replyKeyId).toBe(await replyKeyId(lockedPrivateKey));
    expect(JSON.stringify(view)).not.toContain('PRIVATE KEY');
    const other = await desk.newCase({ replyKey: null });
    expect((await seen(other.path)).replyKeyId).toBeNull();
  });
});
