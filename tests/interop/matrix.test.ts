import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../src/disclosure/limits.ts';
import { openWith } from '../../src/openpgp/open.ts';
import { readReaders } from '../../src/openpgp/reader-key.ts';
import { sealToReaders } from '../../src/openpgp/seal-to-readers.ts';
import { type Answer, acceptedIn, type Desk, type File, openDesk } from './desk.ts';
import { inboxOpens, keysFor, textIn } from './inbox.ts';
import { type Deed, type User, type Way, ways } from './tool.ts';
import { gpgCurve25519, gpgRsa } from './tools/gpg.ts';
import { tools } from './tools.ts';

const TEXT = 'Anyone can read anything: één “finding”.';
const program: File = { name: 'proof één.bin', bytes: new Uint8Array(5000).map((_, index) => index * 7) };
const notes: File = { name: 'notes.txt', bytes: new TextEncoder().encode('1. log in\n2. één\n') };

/** The usual team: two members with GnuPG, one with each kind of key that it makes. */
let usual: { desk: Desk; users: User[] };
beforeAll(async () => {
  const users = [
    await gpgRsa.settle('Anna <anna@example.com>'),
    await gpgCurve25519.settle('Bram <bram@example.com>'),
  ];
  usual = { users, desk: await openDesk(users.map(({ publicKey }) => publicKey)) };
});
afterAll(() => {
  usual?.desk.close();
  for (const user of usual?.users ?? []) user.leave();
});

const outcomeOf = ({ status, code }: Answer) => [status, code];

/** Signs in by what the tool finds in the challenge. */
async function cookieOf(user: User, desk: Desk): Promise<string> {
  const { answer, cookie } = await desk.signIn(desk.team[0]?.fingerprint ?? '', (sealed) =>
    textIn(user, sealed),
  );
  expect(outcomeOf(answer)).toEqual([201, undefined]);
  return cookie;
}

/** What was sent to the usual team is taken, and every member opens it, in the inbox and with GnuPG. */
async function usualTeamOpens(answer: Answer): Promise<void> {
  expect(outcomeOf(answer)).toEqual([201, undefined]);
  const { sealed } = await usual.desk.stored(acceptedIn(answer));
  for (const member of usual.users) {
    expect(await inboxOpens(member, usual.desk, sealed)).toEqual({ text: TEXT });
    const read = await textIn(member, sealed);
    if (read === '') throw new Error('GnuPG read nothing');
    expect(read).toBe(TEXT);
  }
}

describe.each(tools)('$name $key', (tool) => {
  let user: User;
  let desk: Desk;
  beforeAll(async () => {
    user = await tool.settle('Carla <carla@example.com>');
    desk = await openDesk([user.publicKey]);
  });
  afterAll(() => {
    desk?.close();
    user?.leave();
  });
  /** Does it, unless the tool can't: then just what is known to come of it must come of it. */
  async function attempt(deed: Deed, way: Way, act: () => Promise<void>): Promise<void> {
    const limit = tool.limits?.find((one) => one.deed === deed && (one.way ?? way) === way);
    if (limit) await expect(act()).rejects.toThrow(limit.outcome);
    else await act();
  }
  /** Sends a file with a report; the tool opens what arrived, and so does the inbox. */
  async function sendAndOpen(file: File): Promise<void> {
    const { answer } = await desk.sendForm(TEXT, { files: [file] });
    expect(outcomeOf(answer)).toEqual([201, undefined]);
    const attachment = (await desk.stored(acceptedIn(answer))).attachment ?? new Uint8Array();
    const keys = await keysFor(user, desk, attachment);
    expect(await openWith(keys, attachment, limits.attachmentBytes)).toEqual(file);
    const { bytes, name } = await user.open(attachment);
    if (Buffer.compare(bytes, file.bytes) !== 0) throw new Error('other bytes than were sealed');
    expect([null, file.name]).toContain(name);
  }

  it('a member opens a report that came by the form', () =>
    attempt('reports', 'plain', async () => {
      const { answer } = await desk.sendForm(TEXT);
      expect(outcomeOf(answer)).toEqual([201, undefined]);
      const { sealed } = await desk.stored(acceptedIn(answer));
      expect(await textIn(user, sealed)).toBe(TEXT);
      expect(await inboxOpens(user, desk, sealed)).toEqual({ text: TEXT });
    }));

  it('a member opens an attachment, byte for byte and under its name', () =>
    attempt('attachments', 'plain', () => sendAndOpen(program)));

  it('a member opens an attachment of text', () => sendAndOpen(notes));

  it('a member signs in, with the tool and with a key file', () =>
    attempt('sign-in', 'plain', async () => {
      await cookieOf(user, desk);
      const byFile = await desk.signIn(desk.team[0]?.fingerprint ?? '', async (sealed) => {
        const { text } = await inboxOpens(user, desk, sealed);
        return text ?? '';
      });
      expect(outcomeOf(byFile.answer)).toEqual([201, undefined]);
    }));

  it.each(ways)('a member pastes a reply that the reporter opens: %s', (way) =>
    attempt('replies', way, async () => {
      const { answer, replyKey = '', openLast } = await desk.sendForm(TEXT);
      const cookie = await cookieOf(user, desk);
      const sealed = await user.seal(TEXT, [...desk.certificates, replyKey], way);
      expect(outcomeOf(await desk.reply(acceptedIn(answer), sealed, cookie))).toEqual([201, undefined]);
      expect(await openLast?.()).toEqual({ text: TEXT });
      expect(await inboxOpens(user, desk, sealed)).toEqual({ text: TEXT });
    }),
  );

  it.each(ways)('a reporter reports by curl to a team with such a key: %s', async (way) => {
    const answer = await desk.curl(await user.seal(TEXT, desk.certificates, way));
    expect(outcomeOf(answer)).toEqual([201, undefined]);
    const { sealed } = await desk.stored(acceptedIn(answer));
    expect(await inboxOpens(user, desk, sealed)).toEqual({ text: TEXT });
    expect(await textIn(user, sealed)).toBe(TEXT);
  });

  it.each(ways)('a reporter reports by curl to a team with GnuPG: %s', (way) =>
    attempt('reporting', way, async () =>
      usualTeamOpens(await usual.desk.curl(await user.seal(TEXT, usual.desk.certificates, way))),
    ),
  );

  it.each(ways)('a reporter reports by curl in binary, to a team with GnuPG: %s', (way) =>
    attempt('binary', way, async () => {
      if (!user.sealBinary) throw new Error('it has no option for binary');
      const message = await user.sealBinary(TEXT, usual.desk.certificates, way);
      // The first bit of every packet; armor begins with a dash.
      expect((message[0] ?? 0) & 0x80).toBe(0x80);
      await usualTeamOpens(await usual.desk.curl(message, 'octet-stream'));
    }),
  );

  it('a reporter with an own key of the tool opens the answer with it', () =>
    attempt('answers', 'plain', async () => {
      const [own] = await readReaders(user.publicKey, new Date());
      const ownKey = own.certificate.armored;
      const { answer } = await usual.desk.sendForm(TEXT, { ownKey });
      expect(outcomeOf(answer)).toEqual([201, undefined]);
      const [anna] = usual.users;
      if (!anna) throw new Error('there is no team');
      const cookie = await cookieOf(anna, usual.desk);
      const reply = await sealToReaders(TEXT, usual.desk.certificates, [ownKey]);
      expect(outcomeOf(await usual.desk.reply(acceptedIn(answer), reply, cookie))).toEqual([201, undefined]);
      const { sealed } = await usual.desk.stored(acceptedIn(answer));
      expect(await textIn(user, sealed)).toBe(TEXT);
    }));
});
