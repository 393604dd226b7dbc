import { afterAll, describe, expect, it } from 'vitest';
import { openText, sessionKeysOf } from '../../src/openpgp/open.ts';
import { unlockTeamKey } from '../../src/openpgp/team-key.ts';
import { fixture, fixtureText } from '../support/fixture.ts';
import { acceptedIn, type Desk, openDesk } from './desk.ts';

/** The keys of the samples are valid then. */
const then = new Date('2026-12-01T00:00:00Z');
const WORDS = 'interop marker — “quotes” é 漢';
const gnupg = ['g22-cv25519', 'g22-rsa3072'];
const desks: Desk[] = [];
afterAll(() => {
  for (const desk of desks) desk.close();
});

describe('a message of a tool that is not here is taken by curl, and opens in the inbox of every member', () => {
  it.each([
    ['GnuPG 2.2 in binary', 'g22-binary.gpg', gnupg],
    ['GnuPG with a comment, as GPG Suite makes it', 'g22-comment.asc', gnupg],
    ['GnuPG with the own key hidden', 'g22-hiddenself.asc', gnupg],
    ['Keybase', 'kbpgp.asc', gnupg],
    ['a mail program, with a Charset', 'charset.asc', gnupg],
    ['a mail program, with double spacing', 'doubled.asc', gnupg],
    ['a message that was copied with its indent', 'indented.asc', gnupg],
    ['OpenPGP.js 6, to an own X25519 key as well', 'o6-selfx25519.asc', gnupg],
    ['sq 1.3, to an own key of version 6 as well', 'sq13-selfv6.asc', gnupg],
    ['sq 1.3, to a team with its default key', 'to-sq13-default.asc', ['sq13-default']],
  ])('%s', async (_, file, names) => {
    const desk = await openDesk(
      names.map((name) => fixtureText(`keys/${name}.asc`)),
      () => then,
    );
    desks.push(desk);
    const answer = await desk.curl(fixture(`messages/${file}`));
    expect([answer.status, answer.code]).toEqual([201, undefined]);
    const { sealed } = await desk.stored(acceptedIn(answer));
    const fingerprints = desk.team.map(({ fingerprint }) => fingerprint);
    for (const name of names) {
      const { key } = await unlockTeamKey(fixture(`keys/${name}.private.asc`), '', fingerprints);
      const { text } = await openText(await sessionKeysOf(key, sealed), sealed);
      expect(text).toContain(WORDS);
    }
  });
});
