import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptSecret } from '../../functions/disk/kept-secret.ts';
import { ForeignFileError, makePrivate, makePrivateFolder } from '../../functions/disk/private-files.ts';
import { createFileMailer } from '../../functions/mail/file.ts';
import { demonstrationKey } from '../../functions/node/demonstration-key.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { mailWith } from '../support/a-mail.ts';

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
let folder: string;
let umask: number;
beforeEach(() => {
  umask = process.umask(0);
  folder = mkdtempSync(join(tmpdir(), 'private-'));
});
afterEach(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);
/** The modes of all files and folders below a folder. */
const modesIn = (path: string) =>
  Object.fromEntries(
    readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => [name, modeOf(join(path, name))]),
  );

const mail = mailWith('new');

/** Writes all that Meldpunt keeps in its data folder. */
async function writeEverything(data: string): Promise<void> {
  keptSecret(data, 'server-secret');
  await demonstrationKey(data);
  await createFileMailer({ folder: join(data, 'outbox'), from: 'a@example.com' }).send(mail);
  const store = createSqliteStore(join(data, 'meldpunt.sqlite'));
  await store.putToken({ name: 'x', value: 'x', endsAt: 1 });
  expect(existsSync(join(data, 'meldpunt.sqlite-wal'))).toBe(true);
  expect(modesIn(data)).toEqual({
    'meldpunt.sqlite': '600',
    'meldpunt.sqlite-wal': '600',
    'meldpunt.sqlite-shm': '600',
    'server-secret': '600',
    'team-key.asc': '600',
    'team-key.private.asc': '600',
    outbox: '700',
    ...Object.fromEntries(readdirSync(join(data, 'outbox')).map((name) => [join('outbox', name), '600'])),
  });
  await store.close();
}

describe('with a umask of 000', () => {
  it('the database and what goes beside it, secrets, keys and mails are the owner’s alone, and so are the folders', async () => {
    const data = join(folder, 'new', 'data');
    await writeEverything(data);
    expect([modeOf(join(folder, 'new')), modeOf(data)]).toEqual(['700', '700']);
  });

  it('what was there before with wider modes is narrowed, folder by folder and file by file', async () => {
    const data = join(folder, 'data');
    await writeEverything(data);
    writeFileSync(join(data, 'outbox', 'old.eml'), 'x');
    for (const name of readdirSync(data, { recursive: true, encoding: 'utf8' }))
      chmodSync(join(data, name), name === 'outbox' ? 0o777 : 0o666);
    chmodSync(data, 0o777);
    await writeEverything(data);
    expect([modeOf(data), modeOf(join(data, 'outbox', 'old.eml'))]).toEqual(['700', '600']);
  });

  it('a shared folder stays as it is, and what is in it is private all the same', async () => {
    const shared = join(folder, 'shared');
    mkdirSync(shared);
    chmodSync(shared, 0o1777);
    expect(makePrivateFolder(shared)).toBe(false);
    await writeEverything(shared);
    expect(modeOf(shared)).toBe('1777');
  });
});

describe('what belongs to somebody else', () => {
  /** Calls a function of the module as a user who owns nothing here; gives what it printed. */
  function asNobody(call: string): string {
    const module = new URL('../../functions/disk/private-files.ts', import.meta.url).href;
    const script = `import * as files from ${JSON.stringify(module)};
      try { console.log(files.${call}) } catch (error) { console.log(error.constructor.name, error.path) }`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
      cwd: '/',
      encoding: 'utf8',
    });
    if (stderr) throw new Error(stderr);
    return stdout.trim();
  }

  it('a file that another user laid down is refused, also behind a link', () => {
    // Root's, for everybody but root.
    const file = '/etc/passwd';
    const link = join(folder, 'link');
    symlinkSync(file, link);
    chmodSync(folder, 0o777);
    const mode = modeOf(file);
    for (const path of [file, link])
      expect(asNobody(`makePrivate(${JSON.stringify(path)})`)).toBe(`ForeignFileError ${path}`);
    expect(modeOf(file)).toBe(mode);
  });

  it('a folder of another user is used as it is, and said not to be private', () => {
    const mode = modeOf('/etc');
    expect(asNobody("makePrivateFolder('/etc')")).toBe('false');
    expect(modeOf('/etc')).toBe(mode);
  });

  it('root takes what belongs to the owner of the folder, as in a container, and nothing that another laid there', () => {
    const file = join(folder, 'server-secret');
    writeFileSync(file, 'known to who wrote it');
    if (isRoot) {
      chownSync(file, NOBODY, NOBODY);
      expect(() => makePrivate(file)).toThrow(ForeignFileError);
      expect(() => keptSecret(folder, 'server-secret')).toThrow(ForeignFileError);
      chownSync(folder, NOBODY, NOBODY);
    }
    makePrivate(file);
    expect(modeOf(file)).toBe('600');
    expect(keptSecret(folder, 'server-secret')).toBe('known to who wrote it');
  });
});
