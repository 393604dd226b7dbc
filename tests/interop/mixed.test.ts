import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedIn, type Desk, openDesk } from './desk.ts';
import { inboxOpens, textIn } from './inbox.ts';
import type { User } from './tool.ts';
import { gpgCurve25519 } from './tools/gpg.ts';
import { openpgp6 } from './tools/openpgpjs.ts';
import { pgpy } from './tools/pgpy.ts';
import { rnp } from './tools/rnp.ts';
import { gosop, pgpainless, sqop } from './tools/sop.ts';
import { sq } from './tools/sq.ts';
import { tools } from './tools.ts';

const TEXT = 'Anyone can read anything: één “finding”.';
const CONTENTS = '1. log in\n2. één';
const file = { name: 'notes.txt', bytes: new TextEncoder().encode(`${CONTENTS}\n`) };

describe('a team in which everybody has another tool', () => {
  let members: User[];
  let desk: Desk;
  beforeAll(async () => {
    members = await Promise.all(
      tools.map((tool, index) => tool.settle(`Member ${index} <m${index}@example.com>`)),
    );
    desk = await openDesk(members.map(({ publicKey }) => publicKey));
  });
  afterAll(() => {
    desk?.close();
    for (const member of members ?? []) member.leave();
  });

  it.each(tools.map((tool, index) => ({ tool, index })))(
    'opens a report of the form and its attachment: $tool.name $tool.key',
    async ({ tool, index }) => {
      const member = members[index];
      if (!member) throw new Error('there is no such member');
      const { answer } = await desk.sendForm(TEXT, { files: [file] });
      expect([answer.status, answer.code]).toEqual([201, undefined]);
      const { sealed, attachment } = await desk.stored(acceptedIn(answer));
      expect(await inboxOpens(member, desk, sealed)).toEqual({ text: TEXT });
      const limit = tool.limits?.find(({ deed }) => deed === 'beside-newer');
      for (const message of [sealed, attachment ?? '']) {
        if (limit) await expect(textIn(member, message)).rejects.toThrow(limit.outcome);
        else expect([TEXT, CONTENTS]).toContain(await textIn(member, message));
      }
    },
  );

  it('takes a report from a terminal that is sealed to all of them', async () => {
    const reporter = await openpgp6.settle('Reporter <reporter@example.net>');
    const answer = await desk.curl(await reporter.seal(TEXT, desk.certificates, 'plain'));
    expect([answer.status, answer.code]).toEqual([201, undefined]);
    const { sealed } = await desk.stored(acceptedIn(answer));
    for (const member of members) expect(await inboxOpens(member, desk, sealed)).toEqual({ text: TEXT });
  });

  it('is not reached by a report that leaves one of them out', async () => {
    const reporter = await gpgCurve25519.settle('Reporter <reporter@example.net>');
    const { status, code } = await desk.curl(
      await reporter.seal(TEXT, desk.certificates.slice(0, 1), 'plain'),
    );
    expect([status, code]).toEqual([422, 'missing-recipient']);
    reporter.leave();
  });

  /** The programs of Debian 12; there are others of RFC 9580, for which the page has its commands. */
  it.each([gpgCurve25519, sq, sqop, rnp, pgpainless, gosop, pgpy])(
    'is out of reach for $name where it has a newer key, as the report page and the one on what works with which say',
    async (tool) => {
      const reporter = await tool.settle('Reporter <reporter@example.net>');
      const newer = tools.flatMap(({ key }, index) =>
        ['X25519', 'X448', 'version 6'].includes(key) ? [members[index]?.publicKey ?? ''] : [],
      );
      expect(newer).toHaveLength(3);
      for (const key of newer)
        await expect(reporter.seal(TEXT, [key], 'plain')).rejects.toThrow(/ended with|rror/);
      reporter.leave();
    },
  );
});
