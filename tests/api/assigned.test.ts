import { beforeEach, describe, expect, it } from 'vitest';
import { runClock } from '../../functions/jobs/clock.ts';
import { type Mail, MailError } from '../../functions/mail/mailer.ts';
import { drainOutbox } from '../../functions/mail/outbox.ts';
import { NOW, type StaffDesk, staffDesk } from '../support/staff-desk.ts';

const DAY = 86_400_000;
const TEAM = 'team@example.com';
const ANNA = 'anna@example.com';
const BRAM = 'bram@example.com';

describe('giving a case to a colleague', () => {
  let desk: StaffDesk;
  let cookie: string;
  let sent: Mail[];
  /** Addresses that the mail service takes nothing to. */
  let refused: string[];
  const [anna, bram] = [0, 1];
  const fingerprintOf = (member: number) => desk.team[member]?.fingerprint ?? '';
  const drain = () => drainOutbox(desk.parts, 5000);
  const give = (path: string, version: number, member: number | null) =>
    desk.request(
      'PATCH',
      path,
      { version, assignee: member === null ? null : fingerprintOf(member) },
      { cookie },
    );

  beforeEach(async () => {
    desk = await staffDesk();
    sent = [];
    refused = [];
    desk.parts.mailer = {
      async send(mail) {
        if (mail.to.some((address) => refused.includes(address)))
          throw new MailError('refused', { isAddressRefused: true });
        sent.push(mail);
      },
    };
    cookie = await desk.signIn(anna);
  });

  it('mails them at their own address: which case, by whom, what is due, and nothing that is sealed', async () => {
    const { reference, path } = await desk.newCase();
    expect((await give(path, 1, bram)).status).toBe(200);
    await drain();
    expect(sent.map(({ to }) => to)).toEqual([[BRAM]]);
    const [mail] = sent;
    expect(mail?.subject).toBe(`Voor jou: ${reference}`);
    for (const words of [
      `Zaak ${reference} is aan jou toegewezen.`,
      'Anna <anna@example.com>',
      'eerste antwoord:\n  uiterlijk do 26 nov 2026, 10:00 CET',
      `/inbox#${reference}`,
    ])
      expect(mail?.text).toContain(words);
    expect(mail?.attachments).toEqual([]);
    expect(mail?.root).toBe(`<case.${reference}@meldpunt.example>`);
  });

  it('mails nobody who takes a case on, who lets it go, or who has lost it again by then', async () => {
    const { path } = await desk.newCase();
    await give(path, 1, anna);
    await give(path, 2, null);
    await give(path, 3, bram);
    await give(path, 4, null);
    await drain();
    expect(sent).toEqual([]);
    expect(await desk.store.outboxState()).toMatchObject({ waiting: 0 });
  });

  it('has its reminders go to them as well, and to no address twice', async () => {
    const { reference, respondBy } = await desk.newCase({ assignee: fingerprintOf(bram) });
    const other = await desk.newCase();
    const remind = (of: string, step: number) =>
      desk.store.announce({
        mails: [{ id: `reminder.${of}.${step}`, kind: 'reminder', reference: of, about: 'first-response' }],
        now: respondBy,
      });
    desk.clock.now = respondBy;
    desk.parts.mailsPerDay = 1000;
    await remind(reference, 0);
    await remind(other.reference, 0);
    await drain();
    expect(sent.map(({ to }) => to)).toEqual([[TEAM, BRAM], [TEAM]]);
    desk.parts.teamEmail = [TEAM, 'Bram@Example.com'];
    await remind(reference, 1);
    await drain();
    expect(sent.at(-1)?.to).toEqual([TEAM, 'Bram@Example.com']);
  });

  it('has the first reminder of article 14 go to them only where somebody else marked the case', async () => {
    desk.parts.mailsPerDay = 1000;
    const mark = async (of: number, by: number) => {
      const { path, reference } = await desk.newCase({ assignee: fingerprintOf(of) });
      const asked = { cookie: by === anna ? cookie : await desk.signIn(by) };
      const exploited = { version: 1, exploited: true };
      expect((await desk.request('PATCH', path, exploited, asked)).status).toBe(200);
      const remind = async (at: number) => {
        desk.clock.now = at;
        const before = sent.length;
        await runClock(desk.parts, 100);
        await drain();
        const ofCase = sent.slice(before).filter(({ subject }) => subject.includes(reference));
        return ofCase.find(({ subject }) => subject.includes('vroegtijdige waarschuwing'))?.to;
      };
      return remind;
    };
    const own = await mark(anna, anna);
    expect(await own(NOW)).toEqual([TEAM]);
    const others = await mark(bram, anna);
    expect(await others(NOW)).toEqual([TEAM, BRAM]);
    // At the deadline it is told to whoever handles the case, as any other is.
    expect(await own(NOW + DAY)).toEqual([TEAM, ANNA]);
  });

  it('goes to their stand-in as well while they are away, and says why; reminders go to the stand-in instead', async () => {
    const away = {
      fingerprint: fingerprintOf(bram),
      standIn: fingerprintOf(anna),
      from: '2026-11-20',
      until: '2026-12-04',
    };
    const put = (absences: unknown[], version: number) =>
      desk.request('PUT', '/api/staff/absences', { version, absences }, { cookie });
    expect((await put([away], 0)).status).toBe(200);
    const { path, reference, respondBy } = await desk.newCase();
    await give(path, 1, bram);
    await drain();
    const [mail] = sent;
    expect(mail?.to).toEqual([BRAM, ANNA]);
    expect(mail?.text.replaceAll(/\s+/g, ' ')).toContain(
      `Zaak ${reference} is toegewezen aan Bram <bram@example.com>. Die is afwezig tot en met 4 december 2026; ` +
        'daarom gaat deze mail ook naar de vervanger: Anna <anna@example.com>.',
    );
    desk.clock.now = respondBy;
    const due = { kind: 'reminder', reference, about: 'first-response' } as const;
    await desk.store.announce({ mails: [{ ...due, id: 'while away' }], now: respondBy });
    await drain();
    expect(sent.at(-1)?.to).toEqual([TEAM, ANNA]);
    cookie = await desk.signIn(anna);
    await put([], 1);
    await desk.store.announce({ mails: [{ ...due, id: 'back again' }], now: respondBy });
    await drain();
    expect(sent.at(-1)?.to).toEqual([TEAM, BRAM]);
  });

  it('reaches the team where the mail service takes nothing to their address', async () => {
    refused = [BRAM];
    const { reference, path } = await desk.newCase({ receivedAt: NOW - 3 * DAY, respondBy: NOW });
    await give(path, 1, bram);
    await desk.store.announce({
      mails: [{ id: 'r', kind: 'reminder', reference, about: 'first-response' }],
      now: NOW,
    });
    expect(await drain()).toEqual({ sent: 2, failed: 0 });
    expect(sent.map(({ to }) => to)).toEqual([[TEAM], [TEAM]]);
    expect(await desk.store.outboxState()).toMatchObject({ waiting: 0 });
  });

  it('counts their address where reminders are counted', async () => {
    const later = NOW + 3 * DAY;
    desk.clock.now = later;
    for (let index = 0; index < 9; index += 1) {
      const { reference } = await desk.newCase({ assignee: fingerprintOf(bram) });
      await desk.store.announce({
        mails: [{ id: `r${index}`, kind: 'reminder', reference, about: 'first-response' }],
        now: later,
      });
    }
    await drain();
    // 8 of 100 mails a day are for reminders, half of them in one hour, and each goes to two.
    expect(sent).toHaveLength(2);
  });
});
