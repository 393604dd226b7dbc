import { beforeEach, describe, expect, it } from 'vitest';
import { createAttachmentHandler } from '../../functions/api/case-attachment.ts';
import { createMessageHandler } from '../../functions/api/case-messages.ts';
import { overviewSchema } from '../../src/disclosure/team-wire.ts';
import { sealForTeam } from '../../src/openpgp/seal.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { randomId } from '../support/cases.ts';
import { DAY, jobsOn, withBothStores } from '../support/jobs.ts';
import { certificateWith, mounted } from '../support/parts.ts';
import { postMessage, reportDesk, SITE } from '../support/sealed.ts';
import { NOW, type StaffDesk, staffDesk } from '../support/staff-desk.ts';

const MINUTE = 60_000;
const codeOf = async (response: Response) => [response.status, (await response.json()).code];
let desk: StaffDesk;
/** Armored keys of Anna, whose key lasts, and Bram, whose key ends as the test says. */
let keys: string[];

/** From now on Bram's key ends at `end`, and Anna's where it is said. */
function endAt(end: number, anna: number | null = null): void {
  const team = desk.whole.map((one, index) => ({ ...one, expiresAt: index === 0 ? anna : end }));
  desk.parts.team = team;
}

const reportParts = () => ({ team: desk.parts.team, now: desk.parts.now });

beforeEach(async () => {
  desk = await staffDesk();
  keys = desk.team.map(({ armored }) => armored);
});

describe('when the key of one member has run out', () => {
  it('a report, a follow-up, an attachment and a reply that reach the others are taken', async () => {
    endAt(NOW);
    const anna = keys.slice(0, 1);
    const { handle } = await reportDesk(reportParts());
    expect((await handle(postMessage(await sealForTeam('report', anna, [])))).status).toBe(201);
    const content = new Uint8Array(9000);
    const sealed = await sealAttachment(await planAttachment('x', content.length, anna), content);
    const attachment = { id: randomId(), size: sealed.length };
    const { token, path } = await desk.newCase({ attachments: [attachment] });
    const authorised = { Authorization: `Bearer ${token}` };
    const follow = await createMessageHandler(desk.parts)(
      new Request(`${SITE}/api/case/messages`, {
        method: 'POST',
        headers: { ...authorised, 'Content-Type': 'application/json' },
        body: JSON.stringify({ id: randomId(), sealed: await sealForTeam('more', anna, []) }),
      }),
    );
    expect(follow.status).toBe(201);
    const putChunk = mounted({
      '/api/case/attachments/[id]/[index]': createAttachmentHandler(desk.parts),
    });
    const put = await putChunk(
      new Request(`${SITE}/api/case/attachments/${attachment.id}/0`, {
        method: 'PUT',
        headers: { ...authorised, 'Content-Type': 'application/octet-stream' },
        body: sealed,
      }),
    );
    expect(put.status).toBe(204);
    const cookie = await desk.signIn(0);
    const { version } = await (await desk.request('GET', path, undefined, { cookie })).json();
    const message = { id: randomId(), sealed: await desk.sealTo('reply', [...anna, desk.replyKey]) };
    const reply = await desk.request('POST', `${path}/messages`, { version, message }, { cookie });
    expect(reply.status).toBe(201);
  });

  it('what reaches nobody else is refused, and so is what leaves out a key that is good for a while', async () => {
    endAt(NOW);
    const { handle } = await reportDesk(reportParts());
    const forBram = await sealForTeam('x', keys.slice(1), []);
    expect(await codeOf(await handle(postMessage(forBram)))).toEqual([422, 'missing-recipient']);
    endAt(NOW + 20 * MINUTE);
    const later = await reportDesk(reportParts());
    const forAnna = await sealForTeam('x', keys.slice(0, 1), []);
    expect(await codeOf(await later.handle(postMessage(forAnna)))).toEqual([422, 'missing-recipient']);
    // What was sealed to the whole team just before somebody's end is on its way.
    desk.clock.now = NOW + 21 * MINUTE;
    const both = await sealForTeam('x', keys, []);
    expect((await later.handle(postMessage(both))).status).toBe(201);
  });

  it('when all have, everything is refused with a code of its own', async () => {
    endAt(NOW - DAY, NOW - DAY);
    const { handle } = await reportDesk(reportParts());
    const sealed = await sealForTeam('x', keys, []);
    expect(await codeOf(await handle(postMessage(sealed)))).toEqual([503, 'no-team-key']);
  });

  it('the overview says whose it is, and whether anybody is left', async () => {
    const cookie = await desk.signIn(0);
    const look = async () =>
      overviewSchema.parse(
        await (await desk.request('GET', '/api/staff/overview', undefined, { cookie })).json(),
      );
    expect(await look()).toMatchObject({ keys: [], noTeamKey: false });
    endAt(NOW + 1, NOW + DAY);
    expect((await look()).keys.map(({ hasExpired }) => hasExpired)).toEqual([false, false]);
    endAt(NOW, NOW + DAY);
    const seen = await look();
    expect(seen.keys.map(({ name, hasExpired }) => [name, hasExpired])).toEqual([
      ['Anna <anna@example.com>', false],
      ['Bram <bram@example.com>', true],
    ]);
    expect(seen.noTeamKey).toBe(false);
    endAt(NOW, NOW);
    expect((await look()).noTeamKey).toBe(true);
  });
});

withBothStores((open) => {
  it('the team is told with the next thing that happens, once, and by each daily job no more', async () => {
    const fingerprint = 'AB'.repeat(20);
    const team = [
      certificateWith({ fingerprint, expiresAt: NOW + 5 * MINUTE }),
      certificateWith({ fingerprint: 'CD'.repeat(20), userIds: ['Bob'] }),
    ];
    const jobs = jobsOn(await open(), { team, language: 'en' });
    const told = () => jobs.sent.filter(({ id }) => id.startsWith('expiry.'));
    jobs.state.now = NOW;
    await jobs.inBackground();
    expect(told()).toEqual([]);
    jobs.state.now = NOW + 6 * MINUTE;
    for (const server of [0, 1]) await jobs.inBackground(server);
    await jobs.inBackground();
    expect(told().map(({ subject }) => subject)).toEqual(['The key of Ada <ada@example.org> has expired']);
    expect(told()[0]?.text.replace(/\s+/g, ' ')).toContain(
      'no longer encrypted to Ada <ada@example.org>. The rest of the team still gets them.',
    );
  });
});
