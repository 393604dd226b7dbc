import { createHash } from 'node:crypto';
import {
  createCleartextMessage,
  createMessage,
  encrypt,
  enums,
  readMessage,
  readPrivateKey,
  sign,
} from 'openpgp';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createBodyHash } from '../../functions/reporter/keyed-hashes.ts';
import { StoreError } from '../../functions/store/store.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { parseReceipt } from '../../src/disclosure/read-receipt.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { armor, dearmor } from '../../src/openpgp/armor.ts';
import { makeKeyPair, makeReplyKey } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { Gpg } from '../support/gpg.ts';
import { post, postJson, postMessage, reportDesk, SITE } from '../support/sealed.ts';

const gpg = new Gpg();
afterAll(() => gpg.close());

const TEXT = 'the finding, in words that must not be readable';
let desk: Awaited<ReturnType<typeof reportDesk>>;
let sealed: string;
beforeEach(async () => {
  desk = await reportDesk();
  sealed = await seal(TEXT, desk.armoredKeys);
});

const receiptId = async () => (await deriveReceipt(makeReceipt())).receiptId;
async function submission(fields: Record<string, unknown> = {}) {
  return {
    sealedReport: sealed,
    receiptId: await receiptId(),
    urgent: false,
    language: 'nl',
    attachments: [],
    ...fields,
  };
}
const bytesOf = (message: string) => {
  const block = dearmor(message, 'MESSAGE');
  if (!block.ok) throw new Error(block.code);
  return block.bytes;
};

/** The session key packets of the sealed message: what stands before its data. */
async function sessionKeys(): Promise<number[]> {
  const { packets } = await readMessage({ armoredMessage: sealed });
  return [...packets.filterByTag(enums.packet.publicKeyEncryptedSessionKey).write()];
}

/** A packet in the new format with a length of five octets. */
function packet(tag: number, body: Uint8Array): number[] {
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, body.length);
  return [0xc0 | tag, 255, ...new Uint8Array(length.buffer), ...body];
}

/** The request is refused under this code, in the form of RFC 9457, and nothing is stored or told. */
async function expectRefusal(request: Request, status: number, code: string) {
  const response = await desk.handle(request);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const body = await response.json();
  expect({ status: response.status, code: body.code }).toEqual({ status, code });
  expect(body).toMatchObject({ type: `urn:meldpunt:problem:${code}`, status, title: expect.any(String) });
  expect(await desk.cases()).toBe(0);
  expect(desk.notified()).toBe(0);
  return response;
}

describe('a report that is right', () => {
  it('is accepted with reference, time and deadline, and stored with its mail', async () => {
    const response = await desk.handle(postJson(await submission({ urgent: true, language: 'en' })));
    expect(response.status).toBe(201);
    const body = await response.json();
    expect(body).toEqual({
      reference: expect.stringMatching(/^CVD-2026-[0-9A-HJKMNP-TV-Z]{6}$/),
      receivedAt: '2026-11-23T09:00:00.000Z',
      respondBy: '2026-11-26T09:00:00.000Z',
      statement: expect.stringMatching(/^meldpunt statement v1\n/),
    });
    expect(await desk.store.findCase(body.reference)).toMatchObject({
      urgent: true,
      language: 'en',
      origin: 'form',
    });
    expect(desk.notified()).toBe(1);
    expect((await desk.store.outboxState()).waiting).toBe(1);
  });

  it('is accepted from a terminal, with a receipt of which the server keeps only the id', async () => {
    const response = await desk.handle(postMessage(sealed, { 'Accept-Language': 'en-GB,nl;q=0.5' }));
    const { reference, receipt, status, privacy } = await response.json();
    expect(response.status).toBe(201);
    expect(parseReceipt(receipt)).toEqual({ ok: true, receipt });
    expect([status, privacy]).toEqual([`${SITE}/en/status`, `${SITE}/en/privacy`]);
    const stored = await desk.store.findCase(reference);
    expect(stored?.receiptId).toBe((await deriveReceipt(receipt)).receiptId);
    expect(stored).toMatchObject({ language: 'en', origin: 'terminal' });
    expect(JSON.stringify([stored, desk.logged])).not.toContain(receipt.slice(0, 9));
  });

  it('sent again under the same receipt is answered as the first time', async () => {
    const same = await submission();
    const first = await (await desk.handle(postJson(same))).json();
    const again = await desk.handle(postJson(same));
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(first);
    expect(await desk.cases()).toBe(1);
  });

  it('announces its attachments, within the limits, and may ask for an alert', async () => {
    const attachments = [{ id: 'a'.repeat(32), size: 5_000_000 }];
    const response = await desk.handle(
      postJson(await submission({ attachments, notifyEmail: 'a@example.net' })),
    );
    const { reference } = await response.json();
    expect(await desk.store.findCase(reference)).toMatchObject({ attachments });
    expect((await desk.store.outboxState()).waiting).toBe(2);
    const tooMany = Array.from({ length: 11 }, (_, index) => ({
      id: String(index).padStart(32, '0'),
      size: 1,
    }));
    const tooLarge = [
      { id: 'a'.repeat(32), size: 20_000_000 },
      { id: 'b'.repeat(32), size: 20_000_000 },
    ];
    const twice = [...attachments, ...attachments];
    for (const wrong of [
      tooMany,
      tooLarge,
      twice,
      [{ id: 'x', size: 1 }],
      [{ id: 'a'.repeat(32), size: 0 }],
    ]) {
      const refused = await desk.handle(postJson(await submission({ attachments: wrong })));
      expect([refused.status, (await refused.json()).code]).toEqual([422, 'invalid-fields']);
    }
  });

  it('under a receipt that another report has is refused, and the first stays', async () => {
    const first = await submission();
    await desk.handle(postJson(first));
    const other = await seal('another', desk.armoredKeys);
    const response = await desk.handle(postJson({ ...first, sealedReport: other }));
    expect(response.status).toBe(409);
    expect((await response.json()).code).toBe('receipt-conflict');
    expect(await desk.cases()).toBe(1);
  });

  it('may be encrypted by gpg, with a Version line, CRLF, and to others besides', async () => {
    const keys = desk.keyPairs.map(({ publicKey }) => publicKey);
    for (const key of keys) gpg.import(key);
    const mine = gpg.makeKey('Me <me@example.net>');
    const message = gpg.encrypt(TEXT, ['One', 'Two', mine], ['--emit-version']).replaceAll('\n', '\r\n');
    expect(message).toContain('Version: GnuPG');
    const response = await desk.handle(postMessage(message));
    expect(response.status).toBe(201);
    const [stored] = await desk.store.readMessages((await response.json()).reference);
    expect(stored?.sealed).not.toContain('Version');
    expect(gpg.decrypt(stored?.sealed ?? '')).toBe(TEXT);
  });

  it('is stored in armor that gpg opens, whatever its length', async () => {
    const team = new Gpg();
    for (const { privateKey } of desk.keyPairs) team.import(privateKey);
    for (const length of [0, 1, 2, 3, 4, 5]) {
      const text = 'x'.repeat(length);
      const { reference } = await (await desk.handle(postMessage(await seal(text, desk.armoredKeys)))).json();
      const [stored] = await desk.store.readMessages(reference);
      expect(team.decrypt(stored?.sealed ?? '')).toBe(text);
    }
    team.close();
  });

  it('may be in the newer AEAD packet that GnuPG 2.4 writes', async () => {
    // Packet 20: version 1, AES-256, OCB, chunk size, then what stands for nonce and ciphertext.
    const body = Uint8Array.from([1, 9, 2, 16, ...crypto.getRandomValues(new Uint8Array(80))]);
    const message = Uint8Array.from([...(await sessionKeys()), 0xd4, body.length, ...body]);
    expect((await desk.handle(postMessage(armor(message, 'MESSAGE')))).status).toBe(201);
  });
});

describe('attacks on POST /api/reports', () => {
  it('readable text', () => expectRefusal(postMessage(TEXT), 422, 'not-openpgp'));

  it('armored literal data', async () => {
    const literal = (await createMessage({ text: TEXT })).armor();
    await expectRefusal(postMessage(literal), 422, 'not-encrypted');
  });

  it('armored compressed data', async () => {
    await expectRefusal(postMessage(gpg.run(['--armor', '--store'], TEXT)), 422, 'not-encrypted');
  });

  it('signed, not encrypted', async () => {
    const key = await readPrivateKey({ armoredKey: (await makeKeyPair({ name: 'Signer' })).privateKey });
    const inline = await sign({ message: await createMessage({ text: TEXT }), signingKeys: key });
    await expectRefusal(postMessage(inline), 422, 'not-encrypted');
    const cleartext = await sign({ message: await createCleartextMessage({ text: TEXT }), signingKeys: key });
    await expectRefusal(postMessage(cleartext), 422, 'not-openpgp');
  });

  it('encrypted to another key', async () => {
    const stranger = (await makeKeyPair({ name: 'Stranger' })).publicKey;
    await expectRefusal(postMessage(await seal(TEXT, [stranger])), 422, 'missing-recipient');
  });

  it('encrypted to only some of the team’s keys', async () => {
    await expectRefusal(
      postMessage(await seal(TEXT, desk.armoredKeys.slice(0, 1))),
      422,
      'missing-recipient',
    );
  });

  it('a message with text behind it or before it', async () => {
    await expectRefusal(postMessage(`${sealed}\n${TEXT}`), 422, 'text-around-message');
    await expectRefusal(postMessage(`${TEXT}\n${sealed}`), 422, 'text-around-message');
  });

  it('a second armored message behind the first', () =>
    expectRefusal(postMessage(sealed + sealed), 422, 'text-around-message'));

  it('a second packet hidden behind the first, in the same armor', async () => {
    const literal = (await createMessage({ text: TEXT })).write() as Uint8Array;
    const hidden = armor(Uint8Array.from([...bytesOf(sealed), ...literal]), 'MESSAGE');
    await expectRefusal(postMessage(hidden), 422, 'more-than-one-message');
    const twice = armor(Uint8Array.from([...bytesOf(sealed), ...bytesOf(sealed)]), 'MESSAGE');
    await expectRefusal(postMessage(twice), 422, 'more-than-one-message');
  });

  it('readable text in the place of ciphertext, in any alphabet, part or packet', async () => {
    const texts = {
      short: new TextEncoder().encode(TEXT),
      long: new TextEncoder().encode(TEXT.repeat(2000)),
      cyrillic: new TextEncoder().encode(
        'Уязвимость в системе, которую никто не должен прочитать. '.repeat(30),
      ),
      utf16: Uint8Array.from(Buffer.from(TEXT.repeat(20), 'utf16le')),
      base64: new TextEncoder().encode(btoa(TEXT.repeat(20))),
      'behind noise': Uint8Array.from([
        ...crypto.getRandomValues(new Uint8Array(60_000)),
        ...new TextEncoder().encode(TEXT.repeat(20)),
      ]),
    };
    for (const [what, text] of Object.entries(texts)) {
      const fake = Uint8Array.from([...(await sessionKeys()), ...packet(18, Uint8Array.from([1, ...text]))]);
      const response = await desk.handle(postMessage(armor(fake, 'MESSAGE')));
      expect([response.status, (await response.json()).code], what).toEqual([422, 'not-encrypted']);
    }
    // In the second part of a body in parts: 512 random bytes, then text.
    const text = new TextEncoder().encode(TEXT.repeat(4).slice(0, 150));
    const noise = crypto.getRandomValues(new Uint8Array(511));
    const parts = Uint8Array.from([...(await sessionKeys()), 0xd2, 0xe9, 1, ...noise, text.length, ...text]);
    await expectRefusal(postMessage(armor(parts, 'MESSAGE')), 422, 'not-encrypted');
    // In what claims to be session keys for others.
    const session = Uint8Array.from([
      3,
      ...new Uint8Array(8).fill(7),
      1,
      0x01,
      0xf8,
      ...text.subarray(0, 63),
    ]);
    const keys = Uint8Array.from([...packet(1, session), ...bytesOf(sealed)]);
    await expectRefusal(postMessage(armor(keys, 'MESSAGE')), 422, 'unsupported-encryption');
    const loose = Uint8Array.from([3, ...new Uint8Array(8).fill(7), 18, ...text.subarray(0, 50)]);
    const looseKeys = Uint8Array.from([...packet(1, loose), ...bytesOf(sealed)]);
    await expectRefusal(postMessage(armor(looseKeys, 'MESSAGE')), 422, 'unsupported-encryption');
  });

  it('an envelope with nothing in it', async () => {
    for (const length of [0, 1, 30]) {
      const body = Uint8Array.from([1, ...crypto.getRandomValues(new Uint8Array(length))]);
      const empty = Uint8Array.from([...(await sessionKeys()), ...packet(18, body)]);
      await expectRefusal(postMessage(armor(empty, 'MESSAGE')), 422, 'not-encrypted');
    }
  });

  it('hidden recipients', async () => {
    for (const { publicKey } of desk.keyPairs) gpg.import(publicKey);
    const [one = '', two = ''] =
      gpg
        .run(['--list-keys', '--with-colons', 'One', 'Two'])
        .match(/(?<=^fpr:::::::::)\w+/gm)
        ?.filter((_, index) => index % 2 === 0)
        .slice(-2) ?? [];
    const message = gpg.encrypt(TEXT, [one, two], ['--throw-keyids']);
    const response = await expectRefusal(postMessage(message), 422, 'hidden-recipients');
    expect(response.status).toBe(422);
  });

  it('encrypted with a password only', async () => {
    const message = gpg.run(
      ['--armor', '--passphrase', 'x', '--pinentry-mode', 'loopback', '--symmetric'],
      TEXT,
    );
    await expectRefusal(postMessage(message), 422, 'symmetric-only');
  });

  it('encrypted without integrity protection, or with a password in version 2', async () => {
    const random = crypto.getRandomValues(new Uint8Array(90));
    const unprotected = Uint8Array.from([...(await sessionKeys()), 0xc9, random.length, ...random]);
    await expectRefusal(postMessage(armor(unprotected, 'MESSAGE')), 422, 'unsupported-encryption');
    const message = await createMessage({ text: TEXT });
    const v2 = await encrypt({ message, passwords: 'x', config: { aeadProtect: true } });
    await expectRefusal(postMessage(String(v2)), 422, 'symmetric-only');
  });

  it('armor cut short, with a wrong checksum, or with a broken line', async () => {
    await expectRefusal(postMessage(sealed.slice(0, -200)), 422, 'armor-damaged');
    const lines = sealed.trimEnd().split('\n');
    const shortened = [...lines.slice(0, 6), ...lines.slice(7)].join('\n');
    await expectRefusal(postMessage(shortened), 422, 'armor-damaged');
    const wrong = sealed.replace(/^=[\w+/]{4}$/m, '=AAAA');
    expect(wrong).not.toBe(sealed);
    await expectRefusal(postMessage(wrong), 422, 'armor-damaged');
    await expectRefusal(
      postMessage(sealed.replace(/^=.*$/m, '').replace(/\n[\w+/]{20}/, '\n<script>alert(1)</')),
      422,
      'armor-damaged',
    );
  });

  it('a body of 10 MiB, with or without a true Content-Length', async () => {
    const large = 'A'.repeat(10 * 1024 * 1024);
    await expectRefusal(postMessage(large), 413, 'body-too-large');
    await expectRefusal(postMessage(large, { 'Content-Length': '10' }), 413, 'body-too-large');
    await expectRefusal(postJson({ sealedReport: large }), 413, 'body-too-large');
  });

  it('a Content-Length that claims too much is refused unread', async () => {
    await expectRefusal(postMessage(sealed, { 'Content-Length': '99999999' }), 413, 'body-too-large');
  });

  it('an endless body is cut off at the limit', async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(65_536).fill(65));
      },
    });
    const request = new Request(`${SITE}/api/reports`, {
      method: 'POST',
      body: endless,
      headers: { 'Content-Type': 'application/pgp-encrypted' },
      duplex: 'half',
    } as RequestInit);
    await expectRefusal(request, 413, 'body-too-large');
    expect(pulled).toBeLessThan(limits.body.openpgp / 65_536 + 4);
  });

  it('a wrong or missing media type', async () => {
    await expectRefusal(post(sealed, 'text/plain'), 415, 'unsupported-media-type');
    await expectRefusal(post(sealed, 'multipart/form-data; boundary=x'), 415, 'unsupported-media-type');
    const untyped = new Request(`${SITE}/api/reports`, {
      method: 'POST',
      body: new TextEncoder().encode(sealed),
    });
    await expectRefusal(untyped, 415, 'unsupported-media-type');
  });

  it('a page of another site', async () => {
    for (const origin of [
      'https://evil.example',
      'null',
      'https://meldpunt.example.evil.example',
      'not a url',
    ]) {
      await expectRefusal(postJson(await submission(), { Origin: origin }), 403, 'cross-site');
    }
    await expectRefusal(postMessage(sealed, { 'Sec-Fetch-Site': 'cross-site' }), 403, 'cross-site');
    expect((await desk.handle(postJson(await submission(), { Origin: SITE }))).status).toBe(201);
  });

  it('a plain form on another site gets a page that says so, and stores nothing', async () => {
    const form = new URLSearchParams({ message: sealed, language: 'en' });
    const response = await desk.handle(
      post(form, 'application/x-www-form-urlencoded', { Origin: 'https://evil.example' }),
    );
    expect(response.status).toBe(403);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await desk.cases()).toBe(0);
  });

  it('JSON that is not JSON, or with fields too many, too few or wrong', async () => {
    await expectRefusal(post('{"sealedReport":', 'application/json'), 400, 'invalid-json');
    await expectRefusal(post('null', 'application/json'), 422, 'invalid-fields');
    const right = await submission();
    await expectRefusal(postJson({ ...right, description: TEXT }), 422, 'invalid-fields');
    for (const name of Object.keys(right)) {
      await expectRefusal(postJson({ ...right, [name]: undefined }), 422, 'invalid-fields');
    }
    for (const wrong of [
      { receiptId: 'x' },
      { language: 'fr' },
      { urgent: TEXT },
      { attachments: [{ name: TEXT }] },
      { notifyEmail: TEXT },
    ]) {
      await expectRefusal(postJson({ ...right, ...wrong }), 422, 'invalid-fields');
    }
  });

  it('a reply key that is not locked, carries a name, or is no key', async () => {
    const open = await makeKeyPair({ name: 'reply key' });
    await expectRefusal(postJson(await submission({ replyKey: open.privateKey })), 422, 'reply-key-invalid');
    const named = await makeKeyPair({ name: TEXT }, 'passphrase');
    await expectRefusal(postJson(await submission({ replyKey: named.privateKey })), 422, 'reply-key-invalid');
    await expectRefusal(postJson(await submission({ replyKey: open.publicKey })), 422, 'reply-key-invalid');
    await expectRefusal(postJson(await submission({ replyKey: TEXT })), 422, 'reply-key-invalid');
    const { lockedPrivateKey } = await makeReplyKey('passphrase');
    const block = dearmor(lockedPrivateKey, 'PRIVATE KEY BLOCK');
    const text = new TextEncoder().encode(TEXT.repeat(5));
    const stuffed = Uint8Array.from([...(block.ok ? block.bytes : []), ...packet(2, text)]);
    await expectRefusal(
      postJson(await submission({ replyKey: armor(stuffed, 'PRIVATE KEY BLOCK') })),
      422,
      'reply-key-invalid',
    );
    const versions = lockedPrivateKey.replace('\n\n', `\nComment: the finding\n\n`);
    const stored = await (await desk.handle(postJson(await submission({ replyKey: versions })))).json();
    expect(JSON.stringify(await desk.store.findCase(stored.reference))).not.toContain('finding');
    expect((await desk.handle(postJson(await submission({ replyKey: lockedPrivateKey })))).status).toBe(201);
  });

  it('other methods are told which there is', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const response = await desk.handle(new Request(`${SITE}/api/reports`, { method }));
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
    }
  });

  it('a flood from one visitor is stopped, and others get through', async () => {
    const from = (address: string) => async () =>
      desk.handle(postJson(await submission(), { 'X-Real-IP': address }));
    const flood = from('2001:db8:1:2::1');
    for (let index = 0; index < 20; index += 1) expect((await flood()).status).toBe(201);
    const refused = await flood();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // Another address of the same subscriber counts as the same visitor.
    expect((await from('2001:db8:1:2:ffff::9')()).status).toBe(429);
    expect((await from('2001:db8:1:3::1')()).status).toBe(201);
    expect((await from('192.0.2.7')()).status).toBe(201);
  });

  it('attachments that are announced and never sent keep nobody out', async () => {
    const send = async (visitor: number) => {
      const attachments = [{ id: crypto.randomUUID().replaceAll('-', ''), size: 32 * 1024 * 1024 }];
      const headers = { 'X-Real-IP': `192.0.2.${visitor}` };
      return (await desk.handle(postJson(await submission({ attachments }), headers))).status;
    };
    // As much as anybody may send in a day, four times over.
    for (let index = 0; index < 95; index += 1) expect(await send(index % 5)).toBe(201);
    expect(await send(9)).toBe(201);
  });

  it('a network with many addresses of IPv6 is one flood, and another network is not', async () => {
    const send = async (address: string) =>
      (await desk.handle(postJson(await submission(), { 'X-Real-IP': address }))).status;
    for (let index = 0; index < 80; index += 1)
      expect(await send(`2001:db8:7:${index.toString(16)}::1`)).toBe(201);
    expect(await send('2001:db8:7:ffff::1')).toBe(429);
    expect(await send('2001:db8:8:ffff::1')).toBe(201);
  });

  it('the hash by which a report is known again tells nothing of an address to who has the store', async () => {
    const body = await submission({ notifyEmail: 'reporter@example.net' });
    expect((await desk.handle(postJson(body))).status).toBe(201);
    const [found] = (await desk.store.listCases({ status: null, after: null, limit: 1 })).cases;
    const [message] = await desk.store.readMessages(found?.reference ?? '');
    const known = JSON.stringify({ ...body, sealedReport: message?.sealed, replyKey: null });
    expect(found?.bodyHash).toMatch(/^[0-9a-f]{64}$/);
    expect(found?.bodyHash).not.toBe(createHash('sha256').update(known).digest('hex'));
    expect(found?.bodyHash).toBe(createBodyHash('secret')(known));
    expect(found?.bodyHash).not.toBe(createBodyHash('another')(known));
  });

  it('nothing that was typed is in any answer or log line', async () => {
    const requests = [
      postMessage(TEXT),
      postJson({ description: TEXT }),
      post(`{"${TEXT}`, 'application/json'),
    ];
    for (const request of requests) {
      const response = await desk.handle(request);
      expect(await response.text()).not.toContain('finding');
    }
    expect(JSON.stringify(desk.logged)).not.toContain('finding');
    expect(desk.logged).toHaveLength(3);
  });
});

describe('when our side fails', () => {
  it('a store that is down gives 503 with Retry-After, and the plain form keeps the message', async () => {
    const failing = { ...desk.store, createCase: () => Promise.reject(new StoreError('down')) };
    desk = { ...(await reportDesk({ store: failing })), store: desk.store };
    const message = await seal(TEXT, desk.armoredKeys);
    const response = await desk.handle(postMessage(message));
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('60');
    const form = await desk.handle(
      post(new URLSearchParams({ message }), 'application/x-www-form-urlencoded'),
    );
    expect(form.status).toBe(503);
    expect(await form.text()).toContain(message.split('\n')[3]);
  });

  it('a reference that is taken is replaced by another', async () => {
    let calls = 0;
    const createCase: typeof desk.store.createCase = async (input) => {
      calls += 1;
      return calls < 3 ? { outcome: 'reference-taken' } : desk.store.createCase(input);
    };
    const clumsy = await reportDesk({ store: { ...desk.store, createCase } });
    const response = await clumsy.handle(postMessage(await seal(TEXT, clumsy.armoredKeys)));
    expect(response.status).toBe(201);
    expect(calls).toBe(3);
  });

  it('an error that nobody expected is a plain 500 without its words', async () => {
    const broken = await reportDesk({
      store: { ...desk.store, createCase: () => Promise.reject(new Error(TEXT)) },
    });
    const response = await broken.handle(postMessage(await seal(TEXT, broken.armoredKeys)));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('finding');
    expect(JSON.stringify(broken.logged)).not.toContain('finding');
    const message = await seal(TEXT, broken.armoredKeys);
    const form = await broken.handle(
      post(new URLSearchParams({ message }), 'application/x-www-form-urlencoded'),
    );
    expect(form.status).toBe(500);
    expect(broken.logged.filter(({ event }) => event === 'fault')).toHaveLength(2);
    expect(broken.logged.at(-1)).toMatchObject({
      event: 'request',
      method: 'POST',
      status: 500,
      code: 'internal',
    });
  });
});
