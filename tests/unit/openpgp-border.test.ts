import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The files of ours that a file imports to run with, also when it does so late; types are gone by then. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [
    ...text.matchAll(/^(import|export) (?!type )[^;]*?from '(\.[^']+\.ts)';|import\('(\.[^']+\.ts)'\)/gm),
  ];
  return found.map(([, , early, late]) => relative(root, join(root, dirname(file), early ?? late ?? '')));
}

/** Everything that comes along with a file. */
function reachOf(file: string, reached = new Set<string>()): Set<string> {
  if (reached.has(file)) return reached;
  reached.add(file);
  for (const one of importsOf(file)) reachOf(one, reached);
  return reached;
}

const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
const usesLibrary = (file: string) =>
  /^import (?!type )[^;]*from 'openpgp';/m.test(readFileSync(join(root, file), 'utf8'));

describe('the OpenPGP library', () => {
  it('is never in one worker with a private key and a reader of strangers’ keys or contents', () => {
    const withKey = reachOf('src/browser/workers/team/worker.ts');
    expect([...withKey]).toContain('src/openpgp/team-key.ts');
    for (const file of ['reader-key.ts', 'judge-key.ts', 'seal.ts', 'keys.ts']) {
      expect([...withKey], file).not.toContain(`src/openpgp/${file}`);
    }
    const judge = reachOf('src/browser/workers/judge/worker.ts');
    expect([...judge]).toContain('src/openpgp/reader-key.ts');
    for (const file of ['team-key.ts', 'unlock-reply-key.ts']) {
      expect([...judge], file).not.toContain(`src/openpgp/${file}`);
    }
  });

  it('gets keys of strangers in one place alone, which judges them first', () => {
    const readers = filesIn('src/openpgp').filter((file) =>
      importsOf(file).some((one) => one.endsWith('/judge-key.ts')),
    );
    expect(readers).toEqual(['src/openpgp/reader-key.ts']);
    // The form's own worker seals to keys of ours alone.
    expect([...reachOf('src/browser/workers/seal/worker.ts')]).not.toContain('src/openpgp/reader-key.ts');
  });

  it('is used on the server for keys of the team alone: to seal a challenge, and to look at what is published', () => {
    const users = filesIn('functions').filter((file) =>
      importsOf(file).some((one) => one.startsWith('src/openpgp/') && [...reachOf(one)].some(usesLibrary)),
    );
    expect(users.sort()).toEqual([
      'functions/jobs/expiry.ts',
      'functions/node/demonstration-key.ts',
      'functions/node/sign-security-txt.ts',
      'functions/staff/challenge.ts',
    ]);
    for (const parser of ['inspect.ts', 'reply-key.ts', 'split-message.ts', 'judge-key.ts']) {
      expect([...reachOf(`src/openpgp/${parser}`)].filter(usesLibrary), parser).toEqual([]);
    }
  });
});
