import { describe, expect, it } from 'vitest';
import { dailyMail } from '../../functions/mail/daily-mails.ts';
import { digestMail } from '../../functions/mail/digest-mails.ts';
import { nextMorning } from '../../functions/mail/morning.ts';
import { changeInput, messageIn, newCaseInput, newMail, newMessage } from '../support/cases.ts';
import { DAY, HOUR, jobsOn, NOW, withBothStores } from '../support/jobs.ts';
import { certificateWith } from '../support/parts.ts';

// NOW is Monday 23 November, ten o'clock where the organisation is.
const TUESDAY = Date.parse('2026-11-24T05:00:00Z');
const [anna, bram] = ['Anna <anna@example.com>', 'Bram <bram@example.com>'].map((userId, index) =>
  certificateWith({ fingerprint: `${index}`.repeat(40), userIds: [userId] }),
) as [ReturnType<typeof certificateWith>, ReturnType<typeof certificateWith>];

describe('the morning of a digest', () => {
  it.each([
    ['in winter', '2026-11-23T09:00:00Z', '2026-11-24T05:00:00Z'],
    ['in summer', '2026-07-23T09:00:00Z', '2026-07-24T04:00:00Z'],
    ['the night that summer begins', '2026-03-28T20:00:00Z', '2026-03-29T04:00:00Z'],
    ['the night that it ends', '2026-10-24T20:00:00Z', '2026-10-25T05:00:00Z'],
    ['just before it', '2026-11-24T04:59:59Z', '2026-11-24T05:00:00Z'],
    ['at that very moment: the day after', '2026-11-24T05:00:00Z', '2026-11-25T05:00:00Z'],
  ])('is at six where the organisation is: %s', (_, now, morning) => {
    const found = nextMorning(Date.parse(now), 'Europe/Amsterdam');
    expect(new Date(found).toISOString().replace('.000', '')).toBe(morning);
  });
});

describe('a list of what is due', () => {
  it.each([
    ['nl', /\b(?:ma|di|wo|do|vr|za|zo) \d+ (?:nov|dec) 2026\b/g],
    ['en', /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? \d+ (?:Nov|Dec) 2026\b/g],
  ] as const)('writes days and moments in one way, in %s', (language, oneWay) => {
    const { newCase } = newCaseInput({ receivedAt: NOW });
    const day = Date.UTC(2026, 10, 26);
    const answered = { ...newCase, status: 'confirmed', assessment: 'confirmed', respondedAt: NOW } as const;
    const cases = [
      newCase,
      { ...answered, reference: 'CVD-2026-4F7K2Q', fixExpectedAt: day },
      { ...answered, reference: 'CVD-2026-4F7K2R', status: 'closed' as const, publishOn: day },
      { ...answered, reference: 'CVD-2026-4F7K2S', status: 'closed' as const, eraseAt: NOW + 14 * DAY },
    ];
    const about = ['first-response', 'fix-date', 'publication', ''];
    const gathered = cases.map(({ reference }, at) => ({
      ...{ id: `${at}`, reference, about: about[at] ?? '', addedAt: NOW },
      kind: about[at] ? ('reminder-ahead' as const) : ('erasure-ahead' as const),
    }));
    const mail = { id: 'x', to: [], siteUrl: 'https://meldpunt.example', language };
    const known = new Map(cases.map((one) => [one.reference, one]));
    const people = { teamEmail: [], team: [], absences: [], today: '2026-11-23' };
    for (const { text } of [digestMail(mail, gathered, known), dailyMail(mail, gathered, known, people)]) {
      expect(text.match(oneWay)).toHaveLength(4);
      expect(text.match(/\b2026\b(?!-)/g)).toHaveLength(4);
    }
  });
});

withBothStores((open) => {
  it('TEAM_DIGEST=daily makes one mail of a day, by case, under whoever each waits for', async () => {
    const stores = await open();
    const [store] = stores;
    const jobs = jobsOn(stores, { teamDigest: 'daily', team: [anna, bram] });
    const taken = newCaseInput({ receivedAt: NOW });
    const free = newCaseInput({ receivedAt: NOW + HOUR });
    for (const input of [taken, free]) await store.createCase(input);
    await jobs.inBackground();
    const assigned = { version: 2, at: NOW, by: 'Anna', kind: 'assigned' as const, value: bram.fingerprint };
    const { reference } = taken.newCase;
    await store.changeCase(
      changeInput(
        taken.newCase,
        { assignee: bram.fingerprint },
        { events: [assigned], mails: [newMail('assigned', reference, bram.fingerprint)] },
      ),
    );
    let current = await store.findCase(reference);
    for (let index = 0; current && index < 2; index += 1) {
      const message = newMessage('reporter', NOW + index);
      const mails = [newMail('message-received', reference, message.id)];
      await store.changeCase(
        changeInput(current, { waitingSince: NOW }, { message: messageIn(message), mails }),
      );
      current = await store.findCase(reference);
    }
    for (const time of [NOW + HOUR, TUESDAY - 1]) {
      jobs.state.now = time;
      await jobs.inBackground(1);
      expect(jobs.sent).toEqual([]);
      expect(await store.outboxState()).toMatchObject({ failing: 0 });
    }
    jobs.state.now = TUESDAY;
    await jobs.inBackground();
    expect(jobs.sent).toHaveLength(1);
    const [mail] = jobs.sent;
    expect(mail?.to).toEqual(['team@example.com', 'bram@example.com']);
    expect(mail?.subject).toBe('Vandaag bij het meldpunt: 2 zaken');
    const { newCase } = free;
    expect(mail?.text).toContain(
      `Nog door niemand opgepakt:\n\n- ${newCase.reference}, nieuwe melding:\n  eerste antwoord uiterlijk do 26 nov 2026, 11:00 CET\n\n` +
        `Voor Bram <bram@example.com>:\n\n- ${reference}, nieuwe melding, 2 nieuwe berichten, toegewezen:\n  eerste antwoord uiterlijk do 26 nov 2026, 10:00 CET;`,
    );
    jobs.state.now = TUESDAY + DAY;
    await jobs.inBackground();
    expect(jobs.sent).toHaveLength(1);
  });

  it('it holds back nothing that is urgent, that the law asks, or that is due that day', async () => {
    const stores = await open();
    const [store] = stores;
    const jobs = jobsOn(stores, { teamDigest: 'daily' });
    const urgent = newCaseInput({ receivedAt: NOW, urgent: true });
    await store.createCase({ ...urgent, mails: [{ ...urgent.mail, kind: 'urgent-report-received' }] });
    await jobs.inBackground();
    expect(jobs.sent).toHaveLength(1);
    const exploited = {
      status: 'confirmed',
      assessment: 'confirmed',
      respondedAt: NOW,
      exploitedAt: NOW,
    } as const;
    await store.changeCase(changeInput(urgent.newCase, exploited));
    await jobs.inBackground();
    expect(jobs.sent).toHaveLength(2);
    expect(jobs.sent[1]?.subject).toContain('vroegtijdige waarschuwing');
    // Due on Tuesday at eight: the digest of that morning would say so two hours before.
    const soon = newCaseInput({ receivedAt: NOW, respondBy: TUESDAY + 2 * HOUR });
    // Due on Tuesday at two in the afternoon: that digest is in time.
    const later = newCaseInput({ receivedAt: NOW, respondBy: TUESDAY + 8 * HOUR });
    for (const input of [soon, later]) await store.createCase({ ...input, mails: [] });
    jobs.state.now = NOW + 5 * HOUR;
    await jobs.inBackground();
    expect(jobs.sent.slice(2).map(({ text }) => text.includes(soon.newCase.reference))).toEqual([true]);
    jobs.state.now = TUESDAY;
    await jobs.inBackground();
    // One thing alone has its own mail, in the morning all the same.
    expect(jobs.sent.slice(3).map(({ id }) => id)).toEqual([`digest.daily.${TUESDAY}`]);
    expect(jobs.sent[3]?.text).toContain(later.newCase.reference);
    jobs.state.now = TUESDAY + 8 * HOUR;
    await jobs.inBackground();
    expect(
      jobs.sent.slice(4).filter(({ subject }) => subject.startsWith('Nu: eerste antwoord')),
    ).toHaveLength(1);
  });
});
