// What somebody can't open themselves, and has a member share for them.
import { readPrivateKey } from 'openpgp';
import { beforeEach, describe, expect, it } from 'vitest';
import { createAttachmentHandler } from '../../functions/api/case-attachment.ts';
import { createMessageHandler } from '../../functions/api/case-messages.ts';
import { nameOf } from '../../src/browser/inbox/sharing/contents.ts';
import { shareCase } from '../../src/browser/inbox/sharing/share-case.ts';
import type { SharingTools } from '../../src/browser/inbox/sharing/tools.ts';
import { writeOriginal } from '../../src/disclosure/original.ts';
import { ANSWER } from '../../src/disclosure/sign-in-answer.ts';
import { makeKeyPair } from '../../src/openpgp/keys.ts';
import { openText, openWith, sessionKeysOf } from '../../src/openpgp/open.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import {
  ample,
  changeInput,
  copiesInput,
  messageIn,
  newMessage,
  newNote,
  noteInput,
  randomId,
  shareInput,
} from '../support/cases.ts';
import { listedFile, placedText, reportText } from '../support/own-texts.ts';
import { SITE } from '../support/parts.ts';
import { nodeTools } from '../support/sharing-tools.ts';
import { NOW, type StaffDesk, staffDesk } from '../support/staff-desk.ts';
import { armored, asIfFor, before } from '../support/stolen.ts';

/** Anna shares; Bram is new, and would be Anna; Cees left. */
const pairs = Promise.all(['Anna', 'Bram', 'Cees'].map((name) => makeKeyPair({ name })));
const [ANNA, BRAM, CEES] = [0, 1, 2];

let desk: StaffDesk;
let cookie: string;
let tools: SharingTools;
beforeEach(async () => {
  desk = await staffDesk({ keys: pairs as never, members: 2 });
  desk.parts.former = [desk.whole[CEES] ?? { keyIds: [] }];
  cookie = await desk.signIn(ANNA);
  tools = nodeTools(
    { key: await privateKey(ANNA) },
    { team: desk.team, former: desk.whole.slice(CEES) },
    async (method, path, schema, body) => {
      const response = await desk.request(method, `/api/staff/${path}`, body, { cookie });
      const answer: unknown = await response.json();
      const parsed = schema.safeParse(answer);
      if (response.ok && parsed.success) return { ok: true, value: parsed.data };
      return { ok: false, problem: (answer as { code: never }).code, number: '' };
    },
    async (reference, { id }) => ({ ok: true, value: new Blob([await chunkOf(reference, id)]) }),
  );
});

const privateKey = async (member: number) =>
  readPrivateKey({ armoredKey: (await pairs)[member]?.privateKey ?? '' });
const certificates = (...members: number[]) => members.map((member) => desk.whole[member]?.armored ?? '');
/** Of what only Anna opens: as if it were for Bram and Cees too. */
const forged = (sealed: string) => asIfFor(sealed, certificates(BRAM, CEES));

async function chunkOf(reference: string, id: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunk = await desk.store.readChunk({ reference, attachmentId: id, index: 0 });
  return new Uint8Array(chunk ?? []);
}
async function textBy(member: number, sealed: string): Promise<string | null> {
  return (await openText(await sessionKeysOf(await privateKey(member), sealed), sealed)).text;
}
async function fileBy(member: number, sealed: Uint8Array): Promise<string | null> {
  const opened = await openWith(await sessionKeysOf(await privateKey(member), sealed), sealed, 100_000);
  return typeof opened === 'string' ? null : new TextDecoder().decode(opened.bytes);
}

/** A case whose report everybody of before opens. */
async function oldCase(report = reportText(), attachments: { id: string; size: number }[] = []) {
  const sealed = await desk.sealTo(report, certificates(ANNA, CEES));
  return desk.newCase({ attachments }, { ...newMessage('reporter', NOW), sealed });
}
type Made = Awaited<ReturnType<typeof oldCase>>;

/** Sent as everybody can who has a receipt. */
async function followUp({ token }: Made, sealed: string): Promise<void> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Origin: SITE };
  const body = JSON.stringify({ id: randomId(), sealed });
  const request = new Request(`${SITE}/api/case/messages`, { method: 'POST', headers, body });
  expect((await createMessageHandler(desk.parts)(request, {})).status).toBe(201);
}
async function upload({ token }: Made, id: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/octet-stream' };
  const request = new Request(`${SITE}/api/case/attachments/${id}/0`, { method: 'PUT', headers, body });
  expect((await createAttachmentHandler(desk.parts)(request, { id, index: '0' })).status).toBe(204);
}
async function ofTeam({ reference }: Made, text: string, number: number): Promise<void> {
  const sealed = await desk.sealTo(text, certificates(ANNA, CEES));
  const current = await desk.store.findCase(reference);
  if (!current) throw new Error('no case');
  expect(number).toBe((await desk.store.readMessages(reference)).length + 1);
  const message = { ...newMessage('team', NOW), sealed };
  await desk.store.changeCase(changeInput(current, {}, { message: messageIn(message) }));
}
const messagesOf = async ({ reference }: Made) => desk.store.readMessages(reference);
const whysOf = async (made: Made, lookedAt?: ReadonlyMap<string, string>) => {
  const result = await shareCase(made.reference, tools, lookedAt);
  return 'left' in result ? result.left.map(({ why }) => why) : result;
};
/** What a member who looked at all that was left confirms. */
async function looked(made: Made): Promise<Map<string, string>> {
  const result = await shareCase(made.reference, tools);
  if (!('left' in result)) throw new Error(result.state);
  return new Map(result.left.map((one) => [nameOf(one), one.sha256 ?? '']));
}

describe('a challenge for signing in, sent as something of a case', () => {
  const challenge = async () => {
    const { id, sealed, opened } = await desk.challenge(ANNA);
    return { id, sealed, answer: ANSWER.exec(opened)?.[0] ?? '' };
  };

  it('is never shared as a message, also where somebody says to have looked at it', async () => {
    const made = await oldCase();
    const { sealed } = await challenge();
    await followUp(made, armored(await forged(sealed)));
    expect(await whysOf(made)).toEqual(['answer']);
    const confirmed = await looked(made);
    expect(await whysOf(made, confirmed)).toEqual(['answer']);
    const [report, stolen] = await messagesOf(made);
    expect(await textBy(BRAM, report?.sealed ?? '')).toContain('meldpunt-report');
    expect(await textBy(BRAM, stolen?.sealed ?? '')).toBe(null);
  });

  it('nor as a report', async () => {
    const sealed = armored(await forged((await challenge()).sealed));
    const made = await desk.newCase({}, { ...newMessage('reporter', NOW), sealed });
    expect(await whysOf(made)).toEqual(['answer']);
    expect(await textBy(BRAM, (await messagesOf(made))[0]?.sealed ?? '')).toBe(null);
  });

  it('nor as a file, listed or not', async () => {
    const { sealed } = await challenge();
    const file = await forged(sealed);
    const id = randomId();
    const made = await oldCase(reportText(), [{ id, size: file.length }]);
    await upload(made, id, file);
    expect(await whysOf(made)).toEqual(['answer']);
    expect(await whysOf(made, await looked(made))).toEqual(['answer']);
    expect(await fileBy(ANNA, await chunkOf(made.reference, id))).toMatch(ANSWER);
    expect(await fileBy(BRAM, await chunkOf(made.reference, id))).toBe(null);
  });

  it('nor as a note or as an original, which a colleague can send', async () => {
    const made = await oldCase();
    const sealed = armored(await forged((await challenge()).sealed));
    await desk.store.appendNote(noteInput(made.reference, 1, newNote({ sealed })));
    await withOriginal(made, sealed);
    expect(await whysOf(made)).toEqual(['answer', 'answer']);
    const [note] = await desk.store.readNotes(made.reference);
    expect(await textBy(BRAM, note?.sealed ?? '')).toBe(null);
    expect(await textBy(BRAM, (await messagesOf(made))[0]?.original ?? '')).toBe(null);
  });

  it('its session key is not sealed for what it does not open', async () => {
    const { sealed } = await challenge();
    const other = await desk.sealTo(reportText(), certificates(CEES));
    const made = await desk.newCase(
      {},
      { ...newMessage('reporter', NOW), sealed: armored(await forged(await before(sealed, other))) },
    );
    expect(await whysOf(made)).toEqual(['unopened']);
    expect(await whysOf(made, await looked(made))).toEqual(['unopened']);
  });
});

/** A case of which the report was shared before: what it came with is beside it. */
async function withOriginal({ reference }: Made, original: string): Promise<void> {
  const messages = (await desk.store.readMessages(reference)).map((one) => ({ ...one, original }));
  const number = (await desk.store.readNotes(reference)).length + 1;
  await desk.store.keepCopies(copiesInput(reference));
  const shared = await desk.store.shareCase({ ...shareInput(reference, number), messages, now: NOW });
  expect(shared.outcome).toBe('shared');
}

describe('what is of somewhere else', () => {
  it('mail of Anna’s is left, whatever it is sent as', async () => {
    const mail = await desk.sealTo('Dear Anna, …', certificates(ANNA));
    const [id, bytes] = [randomId(), await forged(mail)];
    const made = await oldCase(reportText(), [{ id, size: bytes.length }]);
    await followUp(made, armored(bytes));
    await upload(made, id, bytes);
    // Who is asked to confirm it sees of each how it begins.
    expect(await shareCase(made.reference, tools)).toMatchObject({
      left: ['unplaced', 'unlisted'].map((why) => ({ why, beginning: 'Dear Anna, …' })),
    });
    const [, stolen] = await messagesOf(made);
    expect(await textBy(BRAM, stolen?.sealed ?? '')).toBe(null);
    expect(await fileBy(BRAM, await chunkOf(made.reference, id))).toBe(null);
  });

  it('a message or a note of another case, or of another place, is left', async () => {
    const made = await oldCase();
    const other = { reference: 'CVD-2026-4F7K2Q', number: 2, from: 'team' } as const;
    await ofTeam(made, placedText('of another case', other), 2);
    await ofTeam(made, placedText('of another number', { ...other, reference: made.reference }), 3);
    await ofTeam(made, placedText('of the reporter', { ...other, number: 4, from: 'reporter' }), 4);
    await ofTeam(made, placedText('in its place', { ...other, ...made, number: 5 }), 5);
    const sealed = await desk.sealTo(placedText('a letter', { ...other, ...made }), certificates(ANNA, CEES));
    await desk.store.appendNote(noteInput(made.reference, 1, newNote({ sealed })));
    expect(await whysOf(made)).toEqual(['moved', 'moved', 'moved', 'moved']);
    const opened = await Promise.all((await messagesOf(made)).map((one) => textBy(BRAM, one.sealed)));
    expect(opened.map((text) => text === null)).toEqual([false, true, true, true, false]);
  });

  it('an original of another case or message is left, and one of its place is not', async () => {
    for (const [change, whys] of [
      [{}, []],
      [{ number: 2 }, ['moved']],
      [{ reference: 'CVD-2026-4F7K2Q' }, ['moved']],
    ] as const) {
      const made = await oldCase();
      const text = writeOriginal({
        ...{ reference: made.reference, number: 1, head: new Uint8Array(3), ...change },
      });
      await withOriginal(made, await desk.sealTo(text, certificates(ANNA, CEES)));
      expect(await whysOf(made)).toEqual(whys);
      const [report] = await messagesOf(made);
      expect((await textBy(BRAM, report?.original ?? '')) === null).toBe(whys.length > 0);
    }
  });

  it('a file that is not what its report lists is left, and one that a text of no case lists', async () => {
    const content = new TextEncoder().encode('mail of Anna’s');
    const plan = await planAttachment('x', content.length, certificates(ANNA, CEES));
    const bytes = await sealAttachment(plan, content);
    const id = randomId();
    const listed = await listedFile(id, 'x', content);
    const report = (given: Partial<typeof listed>) => reportText({ attachments: [{ ...listed, ...given }] });
    for (const [text, whys] of [
      [report({}), []],
      [report({ sha256: '0'.repeat(64) }), ['different']],
      [report({ size: 3 }), ['different']],
      [report({ id: randomId() }), ['unlisted']],
      [`Dear Anna,\n\n${report({})}`, ['unplaced', 'unlisted']],
    ] as const) {
      const made = await oldCase(text, [{ id, size: bytes.length }]);
      const { reference } = made;
      const upload = { count: 1, eraseAt: NOW * 2, quota: ample, limits: [], now: NOW };
      await desk.store.putChunk({ reference, attachmentId: id, index: 0, bytes, ...upload });
      expect(await whysOf(made)).toEqual(whys);
      expect((await fileBy(BRAM, await chunkOf(made.reference, id))) === null).toBe(whys.length > 0);
    }
  });
});

describe('what a member has looked at', () => {
  it('is shared, and nothing else', async () => {
    const made = await oldCase('a report by hand');
    await followUp(made, await desk.sealTo('and what I forgot', certificates(ANNA, BRAM, CEES)));
    const all = await looked(made);
    const [first] = [...all];
    if (!first) throw new Error('nothing was left');
    expect(await whysOf(made, new Map([first]))).toEqual(['unplaced']);
    expect(await textBy(BRAM, (await messagesOf(made))[0]?.sealed ?? '')).toBe('a report by hand');
    expect(await whysOf(made, all)).toEqual([]);
    expect(await textBy(CEES, (await messagesOf(made))[1]?.sealed ?? '')).toBe(null);
  });

  it('is what was looked at, not what the server gives for it later', async () => {
    const made = await oldCase('a report by hand');
    const others = new Map([...(await looked(made)).keys()].map((name) => [name, '0'.repeat(64)]));
    expect(await whysOf(made, others)).toEqual(['unplaced']);
  });
});
