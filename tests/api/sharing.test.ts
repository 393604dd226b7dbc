import { readPrivateKey } from 'openpgp';
import { beforeEach, describe, expect, it } from 'vitest';
import { accessOf } from '../../src/browser/inbox/sharing/access.ts';
import { allItems } from '../../src/browser/inbox/sharing/all-items.ts';
import { shareCase } from '../../src/browser/inbox/sharing/share-case.ts';
import type { SharingTools } from '../../src/browser/inbox/sharing/tools.ts';
import { joined } from '../../src/disclosure/bytes.ts';
import { caseViewSchema } from '../../src/disclosure/case-view.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { readOriginal } from '../../src/disclosure/original.ts';
import { readReport } from '../../src/disclosure/report.ts';
import { sharingSchema } from '../../src/disclosure/sharing-wire.ts';
import { readSignedText } from '../../src/disclosure/signed-text.ts';
import { dearmor } from '../../src/openpgp/armor.ts';
import { storedForm } from '../../src/openpgp/inspect.ts';
import { makeKeyPair } from '../../src/openpgp/keys.ts';
import { splitHead } from '../../src/openpgp/message-head.ts';
import { openText, sessionKeysOf } from '../../src/openpgp/open.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { unlockReplyKey } from '../../src/openpgp/unlock-reply-key.ts';
import { ample, changeInput, messageIn, newMessage, newNote, noteInput, randomId } from '../support/cases.ts';
import { listedFile, placedText, reportText } from '../support/own-texts.ts';
import { SITE } from '../support/parts.ts';
import { nodeTools } from '../support/sharing-tools.ts';
import { codeOf, NOW, type StaffDesk, staffDesk } from '../support/staff-desk.ts';

/** Anna and Bram, Marieke who came, Cees who left, and nobody's. */
const names = ['Anna', 'Bram', 'Marieke', 'Cees', 'Stranger'];
const pairs = Promise.all(names.map((name) => makeKeyPair({ name })));
const [ANNA, BRAM, MARIEKE, CEES, STRANGER] = [0, 1, 2, 3, 4];

let desk: StaffDesk;
let cookie: string;
beforeEach(async () => {
  desk = await staffDesk({ keys: pairs as never, members: 3 });
  desk.parts.former = [desk.whole[CEES] ?? { keyIds: [] }];
  cookie = await desk.signIn(ANNA);
});

const asked = () => ({ cookie });
const privateKey = async (member: number) =>
  readPrivateKey({ armoredKey: (await pairs)[member]?.privateKey ?? '' });

/** What the page of a member has, who sends its requests to this desk. */
async function toolsOf(member: number, ask: SharingTools['ask'] = askDesk): Promise<SharingTools> {
  const circle = { team: desk.team, former: desk.whole.slice(CEES, CEES + 1) };
  return nodeTools({ key: await privateKey(member) }, circle, ask, fileOf);
}
const fileOf: SharingTools['file'] = async (reference, { id }) => {
  const path = `/api/staff/cases/${reference}/attachments/${id}/0`;
  return { ok: true, value: await (await desk.request('GET', path, undefined, asked())).blob() };
};
const askDesk: SharingTools['ask'] = async (method, path, schema, body) => {
  const response = await desk.request(method, `/api/staff/${path}`, body, asked());
  const answer: unknown = await response.json();
  const parsed = schema.safeParse(answer);
  if (response.ok && parsed.success) return { ok: true, value: parsed.data };
  const { code } = answer as { code: never };
  return { ok: false, problem: code, number: '' };
};

const sealedFor = (text: string, members: number[], ...others: string[]) =>
  desk.sealTo(text, [...members.map((member) => desk.whole[member]?.armored ?? ''), ...others]);

/** A case of before: sealed to Anna, Bram and Cees, with a reply, a note and an attachment; its report names the reply key. */
async function oldCase() {
  const content = new Uint8Array(20_000).fill(3);
  const before = [ANNA, BRAM, CEES].map((member) => desk.whole[member]?.armored ?? '');
  const plan = await planAttachment('bewijs.txt', content.length, before);
  const bytes = await sealAttachment(plan, content);
  const attachmentId = randomId();
  const attachments = [await listedFile(attachmentId, 'bewijs.txt', content)];
  const report = reportText({ description: 'the report', replyKey: desk.replyKey, attachments });
  const sealed = await sealedFor(report, [ANNA, BRAM, CEES], desk.replyKey);
  const made = await desk.newCase(
    { attachments: [{ id: attachmentId, size: bytes.length }] },
    { ...newMessage('reporter', NOW), sealed },
  );
  const { reference } = made;
  const upload = { count: 1, eraseAt: NOW + limits.uploadTime, quota: ample, limits: [], now: NOW };
  await desk.store.putChunk({ reference, attachmentId, index: 0, bytes, ...upload });
  const place = { reference, number: 2, from: 'team' } as const;
  const reply = await sealedFor(placedText('the reply', place), [ANNA, BRAM, CEES], desk.replyKey);
  const message = { id: randomId(), from: 'team', by: 'Anna', at: NOW, sealed: reply, sameAs: null } as const;
  const current = await desk.store.findCase(reference);
  if (!current) throw new Error('no case');
  await desk.store.changeCase(changeInput(current, {}, { message: messageIn(message) }));
  const noteText = placedText('the note', { reference, number: 1, from: 'note' });
  const note = newNote({ kind: 'triage', sealed: await sealedFor(noteText, [ANNA, BRAM, CEES]) });
  await desk.store.appendNote(noteInput(reference, 1, note));
  return { ...made, attachmentId, bytes, sealed, reply };
}

/** The texts of a case as somebody opens them: null for what they can't. */
async function openedBy(member: number, reference: string) {
  const key = await privateKey(member);
  const messages = await desk.store.readMessages(reference);
  const notes = await desk.store.readNotes(reference);
  const open = async (sealed: string) => {
    const { text } = await openText(await sessionKeysOf(key, sealed), sealed);
    if (text?.startsWith('---\nformat:')) return readReport(text).description;
    return text === null ? null : (readSignedText(text)?.text ?? text);
  };
  return Promise.all([...messages, ...notes].map(({ sealed }) => open(sealed)));
}
const view = async (path: string) =>
  sharingSchema.parse(await (await desk.request('GET', `${path}/shared`, undefined, asked())).json());

describe('sharing a case', () => {
  it('gives a newcomer all of it, takes it from who left, and leaves it to who had it', async () => {
    const { reference, path, attachmentId, bytes } = await oldCase();
    expect(await openedBy(MARIEKE, reference)).toEqual([null, null, null]);
    expect(await shareCase(reference, await toolsOf(ANNA))).toMatchObject({
      state: 'shared',
      items: 4,
      closed: 0,
    });
    for (const member of [ANNA, BRAM, MARIEKE]) {
      const [report, reply, note, sharing] = await openedBy(member, reference);
      expect([report, reply, note]).toEqual(['the report', 'the reply', 'the note']);
      expect(sharing).toContain('meldpunt sharing v1');
    }
    for (const member of [CEES, STRANGER])
      expect(await openedBy(member, reference)).toEqual([null, null, null, null]);
    const chunk = await desk.store.readChunk({ reference, attachmentId, index: 0 });
    const [old, shared] = [splitHead(bytes), splitHead(chunk ?? new Uint8Array())];
    expect(shared?.contents).toEqual(old?.contents);
    for (const [member, count] of [
      [MARIEKE, 1],
      [CEES, 0],
      [STRANGER, 0],
    ] as const)
      expect(await sessionKeysOf(await privateKey(member), chunk ?? '')).toHaveLength(count);
    // Done once more there is nothing to do, and the version of the case did not move.
    expect(await shareCase(reference, await toolsOf(BRAM))).toEqual({ state: 'right' });
    expect((await desk.store.findCase(reference))?.version).toBe(2);
    expect(await view(path)).toMatchObject({ version: 1, kept: null, left: 0 });
    // The trail has it once.
    const entries = await desk.store.readTrail({ before: null, limit: 99 });
    const told = entries.filter(({ note }) => note.includes('act: shared'));
    expect(told.map(({ note }) => note.includes(`reference: ${reference}`))).toEqual([true]);
  });

  it('its reporter reads on, and puts together what the desk signed for', async () => {
    const { reference, token, sealed, reply } = await oldCase();
    await shareCase(reference, await toolsOf(ANNA));
    const response = await desk.reporterSees(
      new Request(`${SITE}/api/case`, { headers: { Authorization: `Bearer ${token}` } }),
    );
    const { messages, replyKey } = caseViewSchema.parse(await response.json());
    const key = await unlockReplyKey(replyKey ?? '', 'the passphrase of a receipt');
    for (const [index, stored] of [sealed, reply].entries()) {
      const message = messages[index];
      if (!message?.shared?.original) throw new Error('no original');
      expect(message.sealed).not.toBe(stored);
      const own = await sessionKeysOf(key, message.sealed);
      expect((await openText(own, message.sealed)).text).not.toBeNull();
      const { original } = message.shared;
      const { text } = await openText(await sessionKeysOf(key, original), original);
      const { head = new Uint8Array() } = readOriginal(text ?? '') ?? {};
      const block = dearmor(message.sealed, 'MESSAGE');
      const parts = block.ok ? splitHead(block.bytes) : null;
      expect(storedForm(joined([head, parts?.contents ?? new Uint8Array()]))).toBe(stored);
    }
    // No reporter hears of notes, nor of who it was.
    expect(JSON.stringify(messages)).not.toContain('sharing');
  });

  it('leaves originals to who reads them when it is done again', async () => {
    const { reference } = await oldCase();
    await shareCase(reference, await toolsOf(ANNA));
    const first = (await desk.store.readMessages(reference)).map(({ original }) => original);
    desk.parts.team = [...desk.team.slice(0, 2), ...desk.whole.slice(STRANGER)];
    desk.team.splice(2, 1, ...desk.whole.slice(STRANGER));
    expect(await shareCase(reference, await toolsOf(BRAM))).toMatchObject({ state: 'shared' });
    const messages = await desk.store.readMessages(reference);
    const [newcomer, before] = [await privateKey(STRANGER), await privateKey(ANNA)];
    for (const [index, { original = '' }] of messages.entries()) {
      expect(original).not.toBe(first[index]);
      for (const key of [newcomer, before])
        expect(
          readOriginal((await openText(await sessionKeysOf(key, original), original)).text ?? ''),
        ).toMatchObject({
          number: index + 1,
        });
    }
  });

  it('killed between any two requests nothing is lost, and the next try does it', async () => {
    for (let most = 0; most < 4; most += 1) {
      const { reference } = await oldCase();
      let count = 0;
      const dying = await toolsOf(ANNA, async (...given) => {
        if (count === most) throw new Error('killed');
        count += 1;
        return askDesk(...given);
      });
      await expect(shareCase(reference, dying)).rejects.toThrow('killed');
      expect((await openedBy(ANNA, reference)).slice(0, 3)).not.toContain(null);
      expect((await openedBy(CEES, reference)).slice(0, 3)).not.toContain(null);
      expect(await shareCase(reference, await toolsOf(BRAM))).toMatchObject({ state: 'shared', items: 4 });
      expect((await openedBy(MARIEKE, reference)).slice(0, 3)).not.toContain(null);
    }
  });

  it('an answer that got lost is no second sharing', async () => {
    const { reference, path } = await oldCase();
    const bodies: unknown[] = [];
    const tools = await toolsOf(ANNA, async (method, at, schema, body) => {
      if (method === 'POST') bodies.push(body);
      return askDesk(method, at, schema, body);
    });
    await shareCase(reference, tools);
    const again = await desk.request('POST', `${path}/shared`, bodies[0], asked());
    expect([again.status, await again.json()]).toEqual([200, { version: 1 }]);
    expect(await desk.store.readNotes(reference)).toHaveLength(2);
  });

  it('two members at once do no harm', async () => {
    const { reference } = await oldCase();
    const results = await Promise.all(
      [ANNA, BRAM].map(async (member) => shareCase(reference, await toolsOf(member))),
    );
    expect(results.some(({ state }) => state === 'shared')).toBe(true);
    for (const member of [ANNA, BRAM, MARIEKE])
      expect((await openedBy(member, reference)).slice(0, 3)).not.toContain(null);
  });

  it('where a colleague was through with it between two requests, that is no fault of the key', async () => {
    const sealed = await sealedFor(reportText(), [ANNA, BRAM, CEES]);
    const { reference } = await desk.newCase({}, { ...newMessage('reporter', NOW), sealed });
    let count = 0;
    const late = await toolsOf(ANNA, async (...given) => {
      count += 1;
      if (count === 2) await shareCase(reference, await toolsOf(BRAM));
      return askDesk(...given);
    });
    expect(await shareCase(reference, late)).toEqual({ state: 'right' });
  });

  it('a colleague who answers and notes something in the middle of it loses nothing, nor does the newcomer', async () => {
    const { reference } = await oldCase();
    const all = [ANNA, BRAM, MARIEKE];
    let count = 0;
    const slow = await toolsOf(ANNA, async (...given) => {
      count += 1;
      // Between keeping the copies and having them take their place.
      if (count === 3) {
        const sealed = await sealedFor('the answer', all, desk.replyKey);
        const message = { id: randomId(), from: 'team', by: 'Bram', at: NOW, sealed, sameAs: null } as const;
        const current = await desk.store.findCase(reference);
        if (current) await desk.store.changeCase(changeInput(current, {}, { message: messageIn(message) }));
        const note = newNote({ sealed: await sealedFor('another note', all) });
        await desk.store.appendNote(noteInput(reference, 2, note));
      }
      return askDesk(...given);
    });
    expect(await shareCase(reference, slow)).toMatchObject({ state: 'shared', items: 4, closed: 0 });
    for (const member of all)
      expect((await openedBy(member, reference)).slice(0, 5)).toEqual([
        ...[expect.stringContaining('the report'), 'the reply', 'the answer', 'the note', 'another note'],
      ]);
  });

  it('withdrawn in the middle of it the case is gone, and none of its copies stays', async () => {
    for (const most of [1, 2, 3]) {
      const { reference } = await oldCase();
      let count = 0;
      const tools = await toolsOf(ANNA, async (...given) => {
        count += 1;
        if (count === most + 1) await desk.store.eraseCase({ reference, mails: [], now: NOW });
        return askDesk(...given);
      });
      expect(await shareCase(reference, tools)).toEqual({ state: 'gone' });
      expect(await desk.store.readSharing(reference)).toEqual({ version: 0, copies: null });
    }
  });

  it('a case that is full of notes is still taken from who left', async () => {
    const { reference, path } = await oldCase();
    const sealed = await sealedFor('x', [ANNA, BRAM, MARIEKE]);
    for (let number = 2; number <= limits.notes; number += 1)
      await desk.store.appendNote({
        ...noteInput(reference, number, newNote({ sealed })),
        most: limits.notes,
        mostBytes: limits.noteBytes,
      });
    expect(await shareCase(reference, await toolsOf(ANNA))).toMatchObject({ state: 'shared', items: 4 });
    expect((await openedBy(CEES, reference)).every((text) => text === null)).toBe(true);
    const body = { version: 2, notes: limits.notes + 1 };
    expect((await desk.request('PUT', `${path}/seen`, body, asked())).status).toBe(204);
  });

  it('files with more session keys than one answer holds are shared to the last', async () => {
    const before = [ANNA, BRAM, CEES].map((member) => desk.whole[member]?.armored ?? '');
    // For keys of nobody here, of an algorithm that nobody here knows.
    const strangers = Array.from({ length: 75 }, (_, key) => {
      const body = new Uint8Array(2000).map((_, at) => (at * 7 + key * 31) % 256);
      body.set([3, 1, 2, 3, 4, 5, 6, 7, key + 1, 99]);
      return joined([new Uint8Array([0xc1, 192 + ((2000 - 192) >> 8), (2000 - 192) & 255]), body]);
    });
    const files = await Promise.all(
      Array.from({ length: limits.attachments }, async (_, at) => {
        const content = new Uint8Array(100).fill(at);
        const sealed = await sealAttachment(await planAttachment(`${at}.txt`, 100, before), content);
        const id = randomId();
        return {
          id,
          listed: await listedFile(id, `${at}.txt`, content),
          bytes: joined([...strangers, sealed]),
        };
      }),
    );
    const report = reportText({ attachments: files.map(({ listed }) => listed) });
    const { reference, path } = await desk.newCase(
      { attachments: files.map(({ id, bytes }) => ({ id, size: bytes.length })) },
      { ...newMessage('reporter', NOW), sealed: await sealedFor(report, [ANNA, BRAM, CEES]) },
    );
    const upload = { count: 1, eraseAt: NOW + limits.uploadTime, quota: ample, limits: [], now: NOW };
    for (const { id, bytes } of files)
      await desk.store.putChunk({ reference, attachmentId: id, index: 0, bytes, ...upload });
    const { items, left } = await view(path);
    expect([items.filter(({ kind }) => kind === 'attachment').length + left, left > 0]).toEqual([10, true]);
    const people = await (await toolsOf(ANNA)).people();
    const access = async () => {
      const all = await allItems(reference, askDesk);
      if (!all.ok) throw new Error(all.problem);
      const { members, left: gone } = accessOf(all.value, people);
      return [...members, ...gone].map(({ opens }) => opens);
    };
    // Anna, Bram, Marieke, and Cees who left.
    expect(await access()).toEqual([11, 11, 0, 11]);
    expect(await shareCase(reference, await toolsOf(ANNA))).toMatchObject({ state: 'shared', items: 11 });
    // With the original of the report, and a note of each of three rounds; Cees opens nothing.
    expect(await access()).toEqual([15, 15, 15]);
    const of = async (member: number, id: string) =>
      sessionKeysOf(
        await privateKey(member),
        (await desk.store.readChunk({ reference, attachmentId: id, index: 0 })) ?? '',
      );
    for (const { id } of files)
      expect([(await of(MARIEKE, id)).length, (await of(CEES, id)).length]).toEqual([1, 0]);
    for (const query of ['?after=x', `?after=${'0'.repeat(31)}G`])
      expect((await desk.request('GET', `${path}/shared${query}`, undefined, asked())).status).toBe(422);
  });

  it('what a key does not open it does not share', async () => {
    const { reference } = await oldCase();
    expect(await shareCase(reference, await toolsOf(MARIEKE))).toEqual({
      ...{ state: 'unshared', closed: 4, left: [] },
    });
    expect(await desk.store.readSharing(reference)).toEqual({ version: 0, copies: null });
  });

  it('copies that the server gives back otherwise are not confirmed', async () => {
    const { reference } = await oldCase();
    const other = await sealedFor('another text', [ANNA, BRAM, MARIEKE]);
    const block = dearmor(other, 'MESSAGE');
    const head = block.ok ? Buffer.from(splitHead(block.bytes)?.head ?? []).toString('base64') : '';
    const tools = await toolsOf(ANNA, async (method, path, schema, body) => {
      const answer = await askDesk(method, path, schema, body);
      const { copies } = (answer.ok ? answer.value : {}) as { copies?: { head: string }[] };
      if (method === 'PUT' && copies?.[0]) copies[0].head = head;
      return answer;
    });
    expect(await shareCase(reference, tools)).toEqual({ state: 'unlike' });
    expect(await desk.store.readNotes(reference)).toHaveLength(1);
  });
});

describe('the endpoint for sharing', () => {
  let good: { path: string; body: { version: number; copies: { kind: string; id: string; head: string }[] } };
  beforeEach(async () => {
    const { reference, path } = await oldCase();
    const bodies: never[] = [];
    const stopping = await toolsOf(ANNA, async (method, at, schema, body) => {
      if (method === 'PUT') bodies.push(body as never);
      if (method === 'PUT') throw new Error('enough');
      return askDesk(method, at, schema, body);
    });
    await expect(shareCase(reference, stopping)).rejects.toThrow('enough');
    good = { path, body: bodies[0] as never };
  });
  const put = async (body: unknown) =>
    codeOf(await desk.request('PUT', `${good.path}/shared`, body, asked()));
  const withHead = (head: string) => ({
    ...good.body,
    copies: good.body.copies.map((copy, index) => (index === 0 ? { ...copy, head } : copy)),
  });
  const headOf = async (...members: number[]) => {
    const block = dearmor(await sealedFor('x', members, desk.replyKey), 'MESSAGE');
    return Buffer.from((block.ok && splitHead(block.bytes)?.head) || []).toString('base64');
  };

  it('takes nothing that reaches fewer or others than the team, or drops the reporter', async () => {
    expect(await put(withHead(await headOf(ANNA, BRAM)))).toEqual([422, 'shared-differs']);
    const right = good.body.copies[0]?.head ?? '';
    const bytes = Buffer.from(right, 'base64');
    const stranger = Buffer.from(await headOf(STRANGER), 'base64');
    expect(await put(withHead(Buffer.concat([stranger, bytes]).toString('base64')))).toEqual([
      422,
      'shared-differs',
    ]);
    expect(await put(withHead(bytes.subarray(0, 10).toString('base64')))).toEqual([
      422,
      'unsupported-encryption',
    ]);
    expect(await put(withHead(''))).toEqual([422, 'shared-differs']);
    const [first, ...others] = good.body.copies;
    expect(await put({ ...good.body, copies: [{ ...first, id: randomId() }, ...others] })).toEqual([
      422,
      'shared-differs',
    ]);
    expect(await put({ ...good.body, copies: [{ ...first, kind: 'note' }, ...others] })).toEqual([
      422,
      'shared-differs',
    ]);
    expect(await put({ ...good.body, copies: [first, first] })).toEqual([422, 'invalid-fields']);
    expect(await put({ ...good.body, copies: [] })).toEqual([422, 'invalid-fields']);
    expect(await put({ ...good.body, version: 3 })).toEqual([412, 'version-conflict']);
    const readable = { ...good.body, copies: [{ ...first, original: 'readable' }, ...others] };
    expect(await put(readable)).toEqual([422, 'not-openpgp']);
    expect((await put(good.body))[0]).toBe(200);
  });

  it('takes no body that is too large, none from another page, and nobody who is not signed in', async () => {
    const path = `${good.path}/shared`;
    const large = await desk.request('PUT', path, 'x'.repeat(limits.body.copies + 1), asked());
    expect(await codeOf(large)).toEqual([413, 'body-too-large']);
    const foreign = { ...asked(), headers: { Origin: 'https://evil.example' } };
    for (const method of ['PUT', 'POST'])
      expect(await codeOf(await desk.request(method, path, {}, foreign))).toEqual([403, 'cross-site']);
    for (const method of ['GET', 'PUT', 'POST'])
      expect(await codeOf(await desk.request(method, path, method === 'GET' ? undefined : {}))).toEqual([
        401,
        'not-signed-in',
      ]);
    const nowhere = await desk.request('GET', '/api/staff/cases/CVD-2026-000000/shared', undefined, asked());
    expect(await codeOf(nowhere)).toEqual([404, 'not-found']);
  });

  it('confirms only what was kept last, and only with a note to the whole team', async () => {
    const path = `${good.path}/shared`;
    const { hash } = (await (await desk.request('PUT', path, good.body, asked())).json()) as { hash: string };
    const sealed = await sealedFor('the note', [ANNA, BRAM, MARIEKE]);
    const note = { id: randomId(), number: 2, sealed };
    const post = async (body: unknown) => codeOf(await desk.request('POST', path, body, asked()));
    expect(await post({ version: 0, hash: 'a'.repeat(64), note })).toEqual([412, 'version-conflict']);
    expect(await post({ version: 1, hash, note })).toEqual([412, 'version-conflict']);
    const forFewer = { ...note, sealed: await sealedFor('x', [ANNA, BRAM]) };
    expect(await post({ version: 0, hash, note: forFewer })).toEqual([422, 'missing-recipient']);
    expect(await post({ version: 0, hash, note: { ...note, number: 9 } })).toEqual([409, 'number-taken']);
    expect((await post({ version: 0, hash, note }))[0]).toBe(200);
  });
});
