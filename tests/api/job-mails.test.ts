import { expect, it } from 'vitest';
import { createHealthHandler } from '../../functions/api/health.ts';
import { createResendMailer } from '../../functions/mail/resend.ts';
import type { Store } from '../../functions/store/store.ts';
import { changeInput, newMail } from '../support/cases.ts';
import { DAY, HOUR, jobsOn, NOW, putCase, SITE, withBothStores } from '../support/jobs.ts';
import { testParts } from '../support/parts.ts';
import { startResend } from '../support/resend.ts';

const MINUTE = 60_000;
const DUE = NOW + 3 * DAY;
const NEEDLE = 'needle-in-the-sealed-message';
const PLATFORM = 'https://www.enisa.europa.eu/topics/product-security/single-reporting-platform-srp';
const answered = { status: 'confirmed', assessment: 'confirmed', respondedAt: NOW + HOUR } as const;

/** A mail of the jobs as one text, with single spaces; it has nothing attached. */
function whole(mail: { subject: string; text: string; attachments: unknown[]; to: string[] } | undefined) {
  expect(mail).toMatchObject({ attachments: [], to: ['team@example.com'] });
  return `${mail?.subject}\n\n${mail?.text.replaceAll(/(?<=\S) +/g, ' ')}`;
}

withBothStores((open) => {
  it('a reminder whose answer was lost is worded anew and goes out once, and nothing stays behind', async () => {
    const resend = await startResend();
    const stores = await open();
    const mailer = createResendMailer({ apiKey: 're_test', from: 'a@example.com', baseUrl: resend.url });
    const jobs = jobsOn(stores, { mailer });
    const health = async () => {
      const now = () => new Date(jobs.state.now);
      const handler = createHealthHandler(
        testParts({ store: stores[0], storageQuota: jobs.state.quota, now }),
      );
      return (await handler(new Request(`${SITE}/api/health`))).status;
    };
    const { reference } = await putCase(stores[0]);
    jobs.state.now = DUE - DAY;
    resend.answerWith((response) => response.socket?.destroy());
    await jobs.inBackground();
    expect([resend.received.length, await health()]).toEqual([1, 503]);
    // By now there is less time left, so the words are others. Two at once are no reason to drop a mail, either.
    jobs.state.now += 90 * MINUTE;
    resend.answerWith();
    resend.breakWith((response) =>
      response
        .writeHead(409, { 'Content-Type': 'application/json' })
        .end('{"statusCode":409,"name":"concurrent_idempotent_requests","message":"x"}'),
    );
    await jobs.inBackground();
    expect((await stores[0].outboxState()).failing).toBe(1);
    jobs.state.now += 90 * MINUTE;
    resend.breakWith();
    await jobs.inBackground(1);
    expect(resend.received.map(({ mail }) => mail.subject)).toEqual([expect.stringContaining(reference)]);
    expect(await stores[0].outboxState()).toMatchObject({ waiting: 0, failing: 0 });
    expect(await health()).toBe(200);
    resend.stop();
  });

  it.each([
    {
      language: 'nl',
      what: 'eerste antwoord',
      due: 'donderdag 26 november 2026 om 10:00 CET',
      texts: ['Nog 1 dag: ', 'Nu: ', '1 dag, 2 uur te laat: '],
      late: 'Te laat: 1 dag, 2 uur\n',
      page: '/inbox',
    },
    {
      language: 'en',
      what: 'first response',
      due: 'Thursday, 26 November 2026 at 10:00 CET',
      texts: ['1 day left: ', 'Now: ', '1 day, 2 hours late: '],
      late: 'Late by: 1 day, 2 hours\n',
      page: '/en/inbox',
    },
  ] as const)(
    'a reminder in “$language” names case, deadline and delay, and nothing else',
    async ({ language, what, due, texts, late, page }) => {
      const stores = await open();
      const jobs = jobsOn(stores, { language });
      const found = await putCase(stores[0], { replyKey: NEEDLE, assignee: NEEDLE }, NEEDLE);
      const { reference, receiptId, bodyHash } = found;
      for (const time of [DUE - DAY, DUE + 10 * MINUTE, DUE + DAY + 2 * HOUR]) {
        jobs.state.now = time;
        await jobs.daily();
      }
      const mails = jobs.sent.filter(({ id }) => /^(reminder|digest)\./.test(id));
      expect(mails.map(({ subject }) => subject)).toEqual(
        texts.map((text) => `${text}${what} in ${reference}`),
      );
      for (const mail of mails) {
        const text = whole(mail);
        for (const words of [what, due, `${SITE}${page}#${reference}\n`]) expect(text).toContain(words);
        for (const secret of [NEEDLE, receiptId, bodyHash, 'BEGIN', 'enisa', '{{', 'undefined'])
          expect(text).not.toContain(secret);
      }
      expect(mails.map(({ text }) => text.includes(late))).toEqual([false, false, true]);
    },
  );

  it('a reminder that arrives later than planned tells how late it is on arrival', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    const { reference } = await putCase(stores[0]);
    jobs.state.isDown = true;
    jobs.state.now = DUE - DAY;
    await jobs.daily();
    jobs.state.isDown = false;
    jobs.state.now = DUE + 5 * HOUR + 3 * MINUTE;
    // What waits is sent; the clock does not look at the case meanwhile.
    await jobs.daily();
    const first = jobs.sent.find(({ id }) => id.endsWith('.-1'));
    expect(first?.subject).toBe(`5 uur, 3 minuten te laat: eerste antwoord in ${reference}`);
    expect(first?.text.replaceAll(/\s+/g, ' ')).toContain('Het is nu 5 uur, 3 minuten te laat.');
  });

  it.each([
    ['nl', 'vroegtijdige waarschuwing (24 uur)', 'melding aan de autoriteiten (72 uur)', 'eindverslag'],
    ['en', 'early warning (24 hours)', 'notification to the authorities (72 hours)', 'final report'],
  ] as const)('reminders of reports to the authorities in “%s” lead to the platform', async (...row) => {
    const [language, ...names] = row;
    const stores = await open();
    const jobs = jobsOn(stores, { language });
    const current = await putCase(stores[0]);
    await stores[0].changeCase(changeInput(current, { ...answered, exploitedAt: NOW, resolvedAt: NOW }));
    jobs.state.now = NOW + 14 * DAY;
    await jobs.daily();
    const mails = jobs.sent.filter(({ id }) => id.startsWith('reminder.'));
    // Informing the users goes past the platform.
    const lead = mails.filter(({ text }) => text.includes(PLATFORM));
    expect([mails.length, lead.length]).toEqual([4, 3]);
    for (const name of names) {
      const text = whole(lead.find(({ subject }) => subject.includes(name)));
      expect(text).toContain(`\n${PLATFORM}\n`);
      expect(text).toContain(`#${current.reference}\n`);
    }
  });

  async function answer(store: Store, receivedAt: number, ms: number) {
    const current = await putCase(store, { receivedAt });
    const now = receivedAt + ms;
    const figure = { month: new Date(now).toISOString().slice(0, 7), ms, isLate: ms > 3 * DAY };
    await store.changeCase(changeInput(current, { ...answered, respondedAt: now }, { figure, now }));
  }

  it('the summary of a month is sent once, with its own figures and what waits', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    await answer(stores[0], NOW, 2 * HOUR);
    await answer(stores[1], NOW - DAY, 4 * DAY);
    const { reference } = await putCase(stores[0]);
    // Those of other months do not count.
    await answer(stores[0], Date.UTC(2026, 11, 1), HOUR);
    await answer(stores[0], Date.UTC(2026, 9, 1), HOUR);
    for (let day = 1; day <= 31; day += 1) {
      jobs.state.now = Date.UTC(2026, 11, day, 6);
      await jobs.daily(day);
    }
    const [mail, ...others] = jobs.summaries();
    expect(others).toEqual([]);
    const text = whole(mail);
    expect(mail?.subject).toBe('Het meldpunt in november 2026');
    for (const line of [
      'Meldingen ontvangen: 3',
      'Eerste antwoorden gegeven: 2',
      'Daarvan op tijd: 1',
      'Gemiddelde tijd tot het eerste antwoord: 2 dagen, 1 uur',
      'Langste tijd tot het eerste antwoord: 4 dagen',
      `- ${reference}, eerste antwoord:`,
      '  do 26 nov 2026, 10:00 CET',
      `${SITE}/inbox`,
    ])
      expect(text.split('\n')).toContain(line);
    jobs.state.now = Date.UTC(2027, 0, 1);
    await jobs.daily();
    expect(jobs.summaries().map(({ subject }) => subject)).toEqual([
      'Het meldpunt in november 2026',
      'Het meldpunt in december 2026',
    ]);
  });

  it('the summary is there in English, and says so when nothing waits', async () => {
    const stores = await open();
    const jobs = jobsOn(stores, { language: 'en' });
    await answer(stores[0], NOW, DAY);
    jobs.state.now = Date.UTC(2026, 11, 1);
    await jobs.daily();
    const text = whole(jobs.summaries()[0]);
    for (const line of [
      'The reporting desk in November 2026',
      'Reports received: 1',
      'Of those on time: 1',
      'Average time to the first response: 1 day',
      'No deadline is running now.',
      `${SITE}/en/inbox`,
    ])
      expect(text.split('\n')).toContain(line);
  });

  it('there is no summary of a month in which nothing happened, unless something waits', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    for (const month of [0, 1, 2]) {
      jobs.state.now = Date.UTC(2026, month, 1);
      await jobs.daily();
    }
    expect(jobs.sent).toEqual([]);
    await putCase(stores[0], { receivedAt: Date.UTC(2026, 2, 30) });
    jobs.state.now = Date.UTC(2026, 4, 1);
    await jobs.daily();
    expect(jobs.summaries().map(({ subject }) => subject)).toEqual(['Het meldpunt in april 2026']);
    expect(whole(jobs.summaries()[0])).toContain('Eerste antwoorden gegeven: 0');
    expect(jobs.summaries()[0]?.text).not.toContain('Gemiddelde');
  });

  it('a reminder of a deadline that nobody knows makes no mail', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    const { reference } = await putCase(stores[0]);
    await stores[0].announce({ mails: [newMail('reminder', reference, 'no-such-deadline')], now: NOW });
    await jobs.inBackground();
    expect(jobs.sent).toEqual([]);
  });
});
