import { readFileSync } from 'node:fs';
import { createMessage, encrypt, generateSessionKey, readKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../../functions/html.ts';
import type { ProblemCode } from '../../src/disclosure/problems.ts';
import { Gpg } from '../support/gpg.ts';
import { type Desk, openDesk } from './desk.ts';

const TEXT = 'Anyone can read anything: één “finding”.';

describe('what the tools make and nobody of the team could open', () => {
  const member = new Gpg();
  const colleague = new Gpg();
  const reporter = new Gpg();
  let keys: string[];
  let desk: Desk;
  beforeAll(async () => {
    member.makeKey('Anna <anna@example.com>');
    colleague.makeKey('Bram <bram@example.com>', 'rsa2048');
    reporter.makeKey('Rik <rik@example.net>');
    keys = [member.exportPublic(), colleague.exportPublic()];
    for (const key of keys) reporter.import(key);
    desk = await openDesk(keys);
  });
  afterAll(() => {
    desk?.close();
    for (const gpg of [member, colleague, reporter]) gpg.close();
  });

  const team = ['anna@example.com', 'bram@example.com'];
  const loopback = ['--pinentry-mode', 'loopback', '--passphrase'];
  /** What a reporter makes, and the code of the answer. */
  const made: [what: string, code: ProblemCode, make: () => string | Promise<string>][] = [
    ['gpg to one of the two', 'missing-recipient', () => reporter.encrypt(TEXT, team.slice(0, 1))],
    ['gpg --throw-keyids', 'hidden-recipients', () => reporter.encrypt(TEXT, team, ['--throw-keyids'])],
    [
      'gpg --symmetric',
      'symmetric-only',
      () => reporter.run([...loopback, 'secret', '--armor', '--symmetric'], TEXT),
    ],
    ['gpg --sign', 'not-encrypted', () => reporter.run([...loopback, '', '--armor', '--sign'], TEXT)],
    ['gpg --clearsign', 'not-openpgp', () => reporter.run([...loopback, '', '--clearsign'], TEXT)],
    [
      'gpg --rfc2440, without integrity protection',
      'unsupported-encryption',
      () => reporter.encrypt(TEXT, team, ['--rfc2440', '--cipher-algo', 'AES256']),
    ],
    ['OpenPGP.js 6 with SEIPD version 2', 'newer-encryption', () => sealNewer(keys)],
    [
      'a mail with words around the message',
      'text-around-message',
      () => `Hello,\n\n${reporter.encrypt(TEXT, team)}`,
    ],
    [
      'a message of which the end is missing',
      'armor-damaged',
      () => reporter.encrypt(TEXT, team).slice(0, 300),
    ],
  ];

  it.each(made)('%s: %s, with a sentence that says what to do in either language', async (_, code, make) => {
    const message = await make();
    const { status, code: given } = await desk.curl(message);
    expect([status, given]).toEqual([422, code]);
    for (const language of ['nl', 'en'] as const) {
      const sentence = sentenceOf(language, code);
      // What is wrong, what to do, and that nothing was kept.
      expect(sentence.split(/[.:] /).length).toBeGreaterThanOrEqual(3);
      expect(await desk.plainForm(message, language)).toContain(html`${sentence}`.text);
    }
    expect(sentenceOf('nl', code)).not.toBe(sentenceOf('en', code));
  });
});

/** A message in the form that RFC 9580 prefers, to keys that don't ask for it. */
async function sealNewer(armoredKeys: readonly string[]): Promise<string> {
  const encryptionKeys = await Promise.all(armoredKeys.map((armoredKey) => readKey({ armoredKey })));
  const chosen = await generateSessionKey({ encryptionKeys });
  return encrypt({
    message: await createMessage({ text: TEXT }),
    encryptionKeys,
    sessionKey: { ...chosen, aeadAlgorithm: 'ocb' },
  });
}

function sentenceOf(language: string, code: ProblemCode): string {
  const file = new URL(`../../locales/${language}/problems.json`, import.meta.url);
  const sentences: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
  return sentences[code] ?? '';
}
