import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { deskKeyOf } from '../../src/settings/desk-key.ts';
import { publishedDeskKeys } from '../../src/settings/desk-key-file.ts';
import { SettingsError } from '../../src/settings/environment.ts';
import { DESK_KEY } from '../support/desk-key.ts';

const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'desk-key-file-'));
mkdirSync(join(folder, 'public'));
process.chdir(folder);
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const siteUrl = 'https://desk.example';
const SERVER_SECRET = Buffer.alloc(32, 5).toString('base64');
const own = deskKeyOf({ DESK_KEY, SERVER_SECRET: '' }, siteUrl).vkey;
const derived = deskKeyOf({ SERVER_SECRET }, siteUrl).vkey;
const elsewhere = deskKeyOf({ DESK_KEY, SERVER_SECRET: '' }, 'https://other.example').vkey;

const publish = (known: Partial<Parameters<typeof publishedDeskKeys>[0]> = {}) =>
  publishedDeskKeys({ DATA_DIR: 'data', siteUrl, isProduction: true, ...known });
/** What a build says that refuses; null for one that does not. */
const refusalOf = async (known = {}) => {
  try {
    await publish(known);
  } catch (error) {
    if (error instanceof SettingsError && error.lines.length === 1) return error.lines[0];
    throw error;
  }
  return null;
};
const commit = (text: string) => writeFileSync('public/desk-key.txt', text);
const keep = (secret: string) => {
  mkdirSync('data');
  writeFileSync('data/server-secret', secret);
};
beforeEach(() => {
  for (const made of ['public/desk-key.txt', 'data']) rmSync(made, { recursive: true, force: true });
});

describe('the desk’s keys, where none are committed', () => {
  it('are the one that is set, else what follows from the secret, else from the one in the data folder', async () => {
    expect(await publish({ DESK_KEY, SERVER_SECRET })).toBe(`${own}\n`);
    expect(await publish({ SERVER_SECRET })).toBe(`${derived}\n`);
    keep(SERVER_SECRET);
    expect(await publish()).toBe(`${derived}\n`);
    expect(await publish({ DESK_KEY })).toBe(`${own}\n`);
  });

  it('are none without a secret in a build for the public: it goes on, and nothing can be checked', async () => {
    const makeSecret = () => SERVER_SECRET;
    expect(await publish()).toBe('');
    expect(await publish({ makeSecret })).toBe('');
    expect(await publish({ isProduction: false })).toBe('');
  });

  it('follow in a build for this machine from the secret that its server would make', async () => {
    const made: string[] = [];
    const makeSecret = (dataDir: string) => {
      made.push(dataDir);
      return SERVER_SECRET;
    };
    const local = { isProduction: false, makeSecret };
    expect(await publish(local)).toBe(`${derived}\n`);
    expect(made).toEqual(['data']);
    expect(await publish({ ...local, DESK_KEY })).toBe(`${own}\n`);
    keep(SERVER_SECRET);
    expect(await publish(local)).toBe(`${derived}\n`);
    expect(made).toEqual(['data']);
  });
});

describe('committed keys of the desk', () => {
  const text = `# since November\n${own}\n\n${derived} until 2026-10-01T00:00:00Z\n`;

  it('are published as they are, former ones and all, by the desk itself and by who builds it again', async () => {
    commit(text);
    for (const known of [{ DESK_KEY }, { DESK_KEY, SERVER_SECRET }, {}])
      expect(await publish(known)).toBe(text);
  });

  it('win over a secret in the data folder, which may be that of another desk on this machine', async () => {
    keep(SERVER_SECRET);
    commit(text);
    expect(await publish()).toBe(text);
  });

  it('are refused when they begin with another key than the one that signs, and the refusal has the line to put first', async () => {
    commit(`${derived}\n`);
    const said = await refusalOf({ DESK_KEY });
    expect(said).toMatch(
      /^public\/desk-key\.txt begins with another key than the one that follows from DESK_KEY\./,
    );
    expect(said).toContain(`put ${own} first`);
    expect(said).toMatch(/“ until \d{4}-\d\d-\d\dT[\d:.]+Z”\.$/);
    commit(`${own}\n`);
    expect(await refusalOf({ SERVER_SECRET })).toContain('follows from SERVER_SECRET');
    // What the advice makes is taken.
    commit(`${derived}\n${own} until ${new Date().toISOString()}\n`);
    expect(await refusalOf({ SERVER_SECRET })).toBeNull();
  });

  it('are refused when they are those of another site, but for a build for this machine', async () => {
    commit(`${elsewhere}\n`);
    expect(await refusalOf()).toContain(
      'begins with the key other.example/log, but by SITE_URL this desk is desk.example/log',
    );
    expect(await publish({ DESK_KEY, isProduction: false, siteUrl: 'http://localhost:4321' })).toBe(
      `${elsewhere}\n`,
    );
  });

  it.each([
    ['nothing', ''],
    ['only a remark', '# nothing yet\n'],
    ['a page', '<!doctype html>\n'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\n'],
    ['a former key first', `${derived} until 2026-10-01T00:00:00Z\n${own}\n`],
    ['two that sign', `${own}\n${derived}\n`],
    ['a former key without a moment', `${own}\n${derived} until yesterday\n`],
    ['a key cut short', `${own.slice(0, -4)}\n`],
    ['UTF-16', Buffer.from(`\ufeff${own}\n`, 'utf16le').toString('latin1')],
  ])('are refused when there is %s', async (_, content) => {
    commit(content);
    expect(await refusalOf({ DESK_KEY })).toContain('is no list of desk keys');
  });

  it('are refused when a key is damaged, a former one too', async () => {
    const damaged = own.replace(/\+([0-9a-f]{8})\+/, '+00000000+');
    commit(`${damaged}\n`);
    expect(await refusalOf()).toContain('has a damaged key, desk.example/log+00000000+…');
    commit(`${derived}\n${damaged} until 2026-10-01T00:00:00Z\n`);
    expect(await refusalOf()).toContain('has a damaged key');
  });
});
