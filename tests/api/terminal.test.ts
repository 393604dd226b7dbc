import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../src/disclosure/limits.ts';
import { armor } from '../../src/openpgp/armor.ts';
import { readCertificates } from '../../src/openpgp/keys.ts';
import { framePackets, listPackets } from '../../src/openpgp/packets.ts';
import { fixture, fixtureText } from '../support/fixture.ts';
import { packet } from '../support/packets.ts';
import { post, reportDesk, SITE } from '../support/sealed.ts';

/** The samples were made for keys that are valid then. */
const then = new Date('2026-12-01T00:00:00Z');
const binary = fixture('messages/g22-binary.gpg');
const armored = fixtureText('messages/kbpgp.asc');
const OPTIONS = '-H Content-Type:application/pgp-encrypted';

let desk: Awaited<ReturnType<typeof reportDesk>>;
beforeEach(async () => {
  const team = ['g22-cv25519', 'g22-rsa3072'].map((name) => fixtureText(`keys/${name}.asc`));
  desk = await reportDesk({ team: await readCertificates(team.join('\n'), then) });
});

/** The longest session key first, and the contents last. */
const keyBytes = ({ tag, body }: { tag: number; body: Uint8Array }) => (tag === 1 ? body.length : -1);

/** A packet in the new format, as sq and OpenPGP.js write it (RFC 9580 section 4.2.1). */
function newFormat(tag: number, body: Uint8Array): Buffer {
  const { length } = body;
  const head = length < 192 ? [length] : [192 + ((length - 192) >> 8), (length - 192) & 255];
  return Buffer.from([0xc0 | tag, ...head, ...body]);
}

const storedOf = async (reference: string) =>
  (await desk.store.readMessages(reference)).map(({ sealed }) => sealed);

describe('a message from a terminal', () => {
  it.each(['application/octet-stream', 'application/pgp-encrypted'])(
    'is taken in binary as %s, and stored in armor',
    async (type) => {
      const response = await desk.handle(post(binary, type));
      expect(response.status).toBe(201);
      const { reference, receipt } = await response.json();
      expect(receipt).toEqual(expect.any(String));
      expect(await storedOf(reference)).toEqual([armor(binary, 'MESSAGE')]);
    },
  );

  it('is taken in binary with a session key for RSA-3072 first, whose header in the new format looks like half a mark', async () => {
    const listed = (listPackets(binary) ?? []).toSorted((one, other) => keyBytes(other) - keyBytes(one));
    const bytes = Buffer.concat(listed.map(({ tag, body }) => newFormat(tag, body)));
    expect([...bytes.subarray(0, 2)]).toEqual([0xc1, 0xc0]);
    expect((await desk.handle(post(new Uint8Array(bytes), 'application/octet-stream'))).status).toBe(201);
  });

  it('is taken as text whatever character it begins with', async () => {
    const indented = armored.replaceAll(/^/gm, '\u00a0');
    expect((await desk.handle(post(indented, 'application/pgp-encrypted'))).status).toBe(201);
  });

  it('is taken in UTF-16, as PowerShell writes it, and after a byte order mark', async () => {
    const little = Buffer.from(`\u{feff}${armored.replaceAll('\n', '\r\n')}`, 'utf16le');
    for (const body of [little, Buffer.from(little).swap16(), Buffer.from(`\u{feff}${armored}`)]) {
      const response = await desk.handle(post(new Uint8Array(body), 'application/pgp-encrypted'));
      expect(response.status).toBe(201);
    }
  });

  it('pasted into the plain form is taken the same way', async () => {
    const quoted = armored.replaceAll(/^/gm, '> ').replaceAll('\n', '\r\n');
    const form = new URLSearchParams({ message: `\u{feff}${quoted}`, language: 'nl' });
    const response = await desk.handle(post(String(form), 'application/x-www-form-urlencoded'));
    expect([response.status, await desk.cases()]).toEqual([201, 1]);
    expect(await response.text()).toContain('CVD-2026-');
  });

  it('is refused in binary where it comes from another site, is cut off, or is too large for the store', async () => {
    const codeOf = async (body: Uint8Array<ArrayBuffer>, headers = {}) =>
      (await (await desk.handle(post(body, 'application/octet-stream', headers))).json()).code;
    expect(await codeOf(binary, { Origin: 'https://evil.example' })).toBe('cross-site');
    expect(await codeOf(binary, { 'Sec-Fetch-Site': 'cross-site' })).toBe('cross-site');
    expect(await codeOf(binary.subarray(0, -9))).toBe('armor-damaged');
    // In armor it is longer than a message may be, in binary it is not.
    const keys = listPackets(binary)?.slice(0, 2) ?? [];
    const large = framePackets([...keys, packet(18, Uint8Array.from([1, ...randomBytes(220_000)]))]);
    expect(large.length).toBeLessThan(limits.sealedReport);
    expect(await codeOf(large)).toBe('body-too-large');
    expect(await codeOf(new Uint8Array(limits.body.openpgp + 1))).toBe('body-too-large');
    expect(await desk.cases()).toBe(0);
  });

  it('is refused with a sentence, in the language that is asked for, or in both', async () => {
    const detailFor = async (language?: string) => {
      const headers = language === undefined ? {} : { 'Accept-Language': language };
      const response = await desk.handle(post('no message', 'application/pgp-encrypted', headers));
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      const { code, detail } = await response.json();
      expect(code).toBe('not-openpgp');
      return detail;
    };
    const [dutch, english] = [await detailFor('nl'), await detailFor('en-GB')];
    expect(dutch).toContain('OpenPGP-bericht');
    expect(english).toContain('OpenPGP message');
    expect(await detailFor()).toBe(`${dutch} / ${english}`);
  });
});

describe('curl without an option that it needs', () => {
  let server: Server;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'curl-'));
    writeFileSync(join(folder, 'report.asc'), armored);
    writeFileSync(join(folder, 'report.gpg'), binary);
    server = createServer(async (incoming, outgoing) => {
      const headers = new Headers(
        Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
      );
      headers.set('host', new URL(SITE).host);
      const { method = '' } = incoming;
      const request = new Request(`${SITE}/api/reports`, { method, headers, body: await buffer(incoming) });
      const response = await desk.handle(request);
      outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  async function curl(...options: string[]) {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/reports`;
    const child = spawn('curl', ['--silent', '--show-error', ...options, url], { cwd: folder });
    return JSON.parse(await text(child.stdout));
  }

  it.each([
    ['-d, which takes the line ends out', ['-d', '@report.asc']],
    ['-d, of a binary message', ['-d', '@report.gpg']],
    ['no content type but curl’s own', ['--data-binary', '@report.asc']],
    ['no content type', ['--data-binary', '@report.asc', '-H', 'Content-Type:']],
    ['no content type, of a binary message', ['--data-binary', '@report.gpg', '-H', 'Content-Type:']],
    ['-F, as a form with a file', ['-F', 'message=@report.asc']],
    ['text/plain', ['--data-binary', '@report.asc', '-H', 'Content-Type: text/plain']],
  ])('is told which one, in a language of its own: %s', async (_, options) => {
    for (const [language, kept] of [
      ['nl', 'We hebben niets bewaard.'],
      ['en', 'We kept nothing.'],
    ] as const) {
      const { status, code, detail } = await curl(...options, '-H', `Accept-Language: ${language}`);
      expect([status, code]).toEqual([415, 'unsupported-media-type']);
      expect(detail).toContain('--data-binary @');
      expect(detail).toContain(OPTIONS);
      expect(detail).toContain(kept);
    }
    expect(await desk.cases()).toBe(0);
  });

  it.each([
    ['an armored message', 'report.asc', 'pgp-encrypted'],
    ['a binary one', 'report.gpg', 'octet-stream'],
    ['one in UTF-16', 'report-utf16.asc', 'pgp-encrypted'],
  ])('is told of -d with the right type, which takes the line ends out of %s', async (_, file, type) => {
    writeFileSync(join(folder, 'report-utf16.asc'), Buffer.from(`\ufeff${armored}`, 'utf16le'));
    const typed = ['-d', `@${file}`, '-H', `Content-Type: application/${type}`];
    for (const language of ['nl', 'en']) {
      const { status, code, detail } = await curl(...typed, '-H', `Accept-Language: ${language}`);
      expect([status, code]).toEqual([422, 'bytes-lost']);
      expect(detail).toContain('--data-binary @');
    }
    expect(await desk.cases()).toBe(0);
  });

  it.each([
    ['-T, which is no POST', ['-T', 'report.asc'], [405, 'method-not-allowed']],
    ['-T with the right type', ['-T', 'report.asc', ...OPTIONS.split(' ')], [405, 'method-not-allowed']],
    ['--json', ['--json', '@report.asc'], [400, 'invalid-json']],
  ] as const)('is told which to use instead of %s', async (_, options, expected) => {
    for (const language of ['nl', 'en']) {
      const { status, code, detail } = await curl(...options, '-H', `Accept-Language: ${language}`);
      expect([status, code]).toEqual(expected);
      expect(detail).toContain(`--data-binary @`);
      expect(detail).toContain(OPTIONS);
      expect(detail).toMatch(/(?:geen|no) -d, -F, -T (?:of|or) --json/);
      expect(detail).toContain('POST');
    }
    expect(await desk.cases()).toBe(0);
  });

  it('is told that nothing came, of a file that is empty, has nothing but white space in it, or is not there', async () => {
    writeFileSync(join(folder, 'empty.asc'), '');
    writeFileSync(join(folder, 'blank.asc'), '\ufeff \r\n\t\r\n');
    writeFileSync(join(folder, 'blank-utf16.asc'), Buffer.from('\ufeff\r\n', 'utf16le'));
    for (const file of ['empty.asc', 'blank.asc', 'blank-utf16.asc', 'missing.asc']) {
      const options = ['--data-binary', `@${file}`, ...OPTIONS.split(' ')];
      const { status, code, detail } = await curl(...options, '-H', 'Accept-Language: nl');
      expect([status, code]).toEqual([422, 'empty-message']);
      expect(detail).toContain('het bericht is leeg');
      expect((await curl(...options, '-H', 'Accept-Language: en')).detail).toContain('the message is empty');
    }
    expect(await desk.cases()).toBe(0);
  });

  it('is told that nothing came of a file in UTF-16BE, of which -d sends nothing', async () => {
    const file = Buffer.from(`\ufeff${armored}`, 'utf16le').swap16();
    writeFileSync(join(folder, 'report-utf16be.asc'), file);
    for (const language of ['nl', 'en']) {
      const typed = ['-d', '@report-utf16be.asc', ...OPTIONS.split(' ')];
      const { status, code, detail } = await curl(...typed, '-H', `Accept-Language: ${language}`);
      expect([status, code]).toEqual([422, 'empty-message']);
      expect(detail).toContain('--data-binary @');
    }
    expect(await desk.cases()).toBe(0);
  });

  it('is told options with which it works', async () => {
    for (const file of ['report.asc', 'report.gpg']) {
      expect(await curl('--data-binary', `@${file}`, ...OPTIONS.split(' '))).toMatchObject({
        reference: expect.any(String),
      });
    }
    const typed = ['-H', 'Content-Type: application/octet-stream'];
    expect(await curl('--data-binary', '@report.gpg', ...typed)).toMatchObject({
      receipt: expect.any(String),
    });
  });
});
