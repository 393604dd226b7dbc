import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey, hkdfSync, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createDesk } from '../../functions/reporter/desk.ts';
import { deskKeyOf } from '../../src/settings/desk-key.ts';
import { deskKeyPem } from '../../src/well-known/desk-key.ts';
import { DESK_KEY } from '../support/desk-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'desk-key-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SITE = 'https://desk.example';
/** The public key that RFC 8032 section 7.1 gives for the seed. */
const PUBLIC = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const set = deskKeyOf({ DESK_KEY, SERVER_SECRET: '' }, SITE);

/** Splits a note as C2SP signed-note says, by a few lines of its own. */
function partsOf(note: string) {
  const at = note.lastIndexOf('\n\n') + 1;
  const [, name = '', base64 = ''] = /^\n— (\S+) (\S+)\n$/.exec(note.slice(at)) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  return { text: note.slice(0, at), name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

describe('the key of the desk', () => {
  it('is the seed that is set, and has the name, id and form of C2SP signed-note', () => {
    const numbered = Buffer.from(`01${PUBLIC}`, 'hex');
    const id = createHash('sha256').update('desk.example/log\n').update(numbered).digest('hex').slice(0, 8);
    expect(set.vkey).toBe(`desk.example/log+${id}+${numbered.toString('base64')}`);
  });

  it('follows from the secret of the server where none is set, and is another with another secret', () => {
    const vkeyOf = (SERVER_SECRET: string) => deskKeyOf({ SERVER_SECRET }, SITE).vkey;
    const seed = hkdfSync('sha256', 'a secret', '', 'meldpunt desk key', 32);
    const same = deskKeyOf({ DESK_KEY: Buffer.from(seed).toString('base64'), SERVER_SECRET: 'x' }, SITE);
    expect(vkeyOf('a secret')).toBe(same.vkey);
    expect(vkeyOf('another')).not.toBe(same.vkey);
  });

  it('is called after the host and port of the site', () => {
    expect(deskKeyOf({ SERVER_SECRET: 'x' }, 'http://localhost:4321').name).toBe('localhost:4321/log');
  });

  it('signs notes that Node’s own crypto verifies, with the published key', () => {
    const text = 'meldpunt statement v1\nsite: https://desk.example\n';
    const note = partsOf(createDesk(set).sign(text));
    expect(note).toMatchObject({ text, name: 'desk.example/log', keyId: Buffer.from(set.keyId, 'hex') });
    const key = createPublicKey(deskKeyPem(`# a comment\n${set.vkey}\n`));
    expect(verify(null, Buffer.from(text), key, note.signature)).toBe(true);
    expect(verify(null, Buffer.from(`${text} `), key, note.signature)).toBe(false);
  });

  it('signs notes that openssl verifies, with /desk-key.pem', () => {
    const { text, signature } = partsOf(createDesk(set).sign('a text — with more than ASCII\n'));
    const files = { pem: deskKeyPem(`${set.vkey}\n`), text, signature };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const options = ['-verify', '-pubin', '-inkey', 'pem', '-rawin', '-in', 'text', '-sigfile', 'signature'];
    const said = execFileSync('openssl', ['pkeyutl', ...options], { cwd: folder, encoding: 'utf8' });
    expect(said).toContain('Signature Verified Successfully');
  });
});
