import { expect, it } from 'vitest';
import { createAddressBox } from '../../functions/reporter/alert-address.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { nothingDone } from '../../src/disclosure/duties.ts';
import { changeInput, messageIn, newAlert, newCaseInput, newMail, newMessage } from '../support/cases.ts';
import { DAY, HOUR, jobsOn, NOW, putCase, withBothStores } from '../support/jobs.ts';

const at = (moment: string) => Date.parse(`${moment}:00Z`);
const day = (text: string) => Date.parse(text);
/** Answered, and told of just now: no clock runs but that of the next news. */
const answered = { status: 'confirmed', assessment: 'confirmed', respondedAt: NOW, toldAt: NOW } as const;
const closed = { ...answered, status: 'closed', closedAt: NOW } as const;
const told = (time: number) => ({ ...answered, receivedAt: time - DAY, respondedAt: time, toldAt: time });
const addresses = createAddressBox('secret');

/** A case, and what has been told of it after a job at each moment. */
const table: [string, Partial<Case>, [moment: string, ...reminders: string[]][]][] = [
  [
    'a message that waits, after two days and daily from then on',
    { ...answered, waitingSince: NOW },
    [
      ['2026-11-25T08:59'],
      ['2026-11-25T09:00', 'message 0'],
      ['2026-11-26T08:59'],
      ['2026-11-26T09:00', 'message 1'],
    ],
  ],
  [
    'a message in a closed case likewise',
    { ...closed, waitingSince: NOW },
    [['2026-11-25T08:59'], ['2026-11-25T09:00', 'message 0'], ['2026-12-09T09:00', 'message 14']],
  ],
  [
    'a message before the first response only by that',
    { waitingSince: NOW },
    [
      ['2026-11-25T09:00', 'first-response -1'],
      ['2026-11-26T09:00', 'first-response 0'],
    ],
  ],
  [
    'a fix date three days before its end, at it, and daily after',
    { ...answered, fixExpectedAt: day('2026-12-01') },
    [
      ['2026-11-28T22:59'],
      ['2026-11-28T23:00', 'fix-date -3'],
      ['2026-12-01T22:59'],
      ['2026-12-01T23:00', 'fix-date 0'],
      ['2026-12-02T23:00', 'fix-date 1'],
    ],
  ],
  [
    'a fix date on the day that summer time begins',
    { ...told(at('2027-03-20T09:00')), fixExpectedAt: day('2027-03-28') },
    [
      ['2027-03-28T21:59', 'fix-date -3'],
      ['2027-03-28T22:00', 'fix-date 0'],
    ],
  ],
  [
    'a fix date on the day that it ends',
    { ...told(at('2027-10-25T09:00')), fixExpectedAt: day('2027-10-31') },
    [
      ['2027-10-31T22:59', 'fix-date -3'],
      ['2027-10-31T23:00', 'fix-date 0'],
    ],
  ],
  [
    'a fix date on a leap day',
    { ...told(at('2028-02-22T09:00')), fixExpectedAt: day('2028-02-29') },
    [['2028-02-26T22:59'], ['2028-02-26T23:00', 'fix-date -3'], ['2028-02-29T23:00', 'fix-date 0']],
  ],
  [
    'no fix date of what is solved',
    { ...answered, status: 'resolved', resolvedAt: NOW, fixExpectedAt: day('2026-11-25') },
    [['2026-11-30T09:00']],
  ],
  [
    'no news for two weeks, and weekly from then on',
    answered,
    [
      ['2026-12-07T08:59'],
      ['2026-12-07T09:00', 'progress 0'],
      ['2026-12-14T08:59'],
      ['2026-12-14T09:00', 'progress 1'],
      ['2026-12-29T09:00', 'progress 3'],
    ],
  ],
  [
    'an agreed publication, also in a closed case',
    { ...closed, publishOn: day('2026-12-05') },
    [
      ['2026-12-01T22:59'],
      ['2026-12-01T23:00', 'publication -3'],
      ['2026-12-04T23:00', 'publication 0'],
      ['2026-12-06T23:00', 'publication 2'],
    ],
  ],
  [
    'no publication once it is published',
    { ...closed, publishOn: day('2026-11-25'), publishedAt: NOW },
    [['2026-11-30T09:00']],
  ],
  [
    'what is said to be exploited, six hours before its day is over, at it, and daily after',
    { ...answered, claimedAt: NOW },
    [
      ['2026-11-24T02:59'],
      ['2026-11-24T03:00', 'exploitation-check -6h'],
      ['2026-11-24T09:00', 'exploitation-check 0'],
      ['2026-11-26T09:00', 'exploitation-check 2'],
    ],
  ],
  [
    'that anew, a day after nobody could tell yet',
    { ...answered, claimedAt: NOW, claimAnswer: 'unclear', claimAnsweredAt: NOW + DAY, checkFrom: NOW + DAY },
    [
      ['2026-11-25T02:59'],
      ['2026-11-25T03:00', 'exploitation-check -6h'],
      ['2026-11-25T09:00', 'exploitation-check 0'],
    ],
  ],
  [
    'that no more, once it was not true',
    { ...answered, claimedAt: NOW, claimAnswer: 'not-true', claimAnsweredAt: NOW },
    [['2026-11-30T09:00']],
  ],
  [
    'the last report of an incident a month after its notification, on the last day of a month that is shorter',
    {
      ...told(at('2027-02-25T09:00')),
      incidentAt: at('2027-01-29T09:00'),
      reported: {
        ...nothingDone,
        'incident-early-warning': 1,
        'incident-inform-users': 1,
        'incident-notification': at('2027-01-31T09:00'),
      },
    },
    [
      ['2027-02-27T08:59'],
      ['2027-02-27T09:00', 'incident-final-report -1'],
      ['2027-02-28T09:00', 'incident-final-report 0'],
    ],
  ],
];

withBothStores((open) => {
  it.each(table)('reminds of %s', async (_, fields, moments) => {
    const stores = await open();
    const jobs = jobsOn(stores);
    const { reference } = await putCase(stores[0], fields);
    const expected: string[] = [];
    for (const [index, [moment, ...reminders]] of moments.entries()) {
      jobs.state.now = at(moment);
      for (const server of [index, index + 1]) await jobs.daily(server);
      expected.push(...reminders);
      expect(jobs.reminders(reference), moment).toEqual(expected);
    }
    expect(await stores[0].outboxState()).toMatchObject({ failing: 0 });
  });

  it('what is due has a mail of its own, what is late comes in one mail a day, and so does what nobody was promised by the day', async () => {
    const stores = await open();
    const jobs = jobsOn(stores, { language: 'en' });
    const ofAll = { ...answered, waitingSince: NOW + 12 * DAY, fixExpectedAt: day('2026-12-05') };
    const { reference } = await putCase(stores[0], ofAll);
    const subjects = async (moment: string) => {
      jobs.sent.splice(0);
      jobs.state.now = at(moment);
      await jobs.daily();
      const ofCase = jobs.sent.filter(({ id }) => !id.startsWith('monthly-summary'));
      return ofCase.map(({ subject }) => subject).toSorted();
    };
    expect(await subjects('2026-12-06T06:00')).toEqual([
      expect.stringMatching(`^Fix date passed 7 hours ago: ${reference}`),
    ]);
    expect(await subjects('2026-12-07T10:00')).toEqual([
      expect.stringMatching(`^2 days, 1 hour without an answer: message in ${reference}`),
      '2 deadlines passed',
    ]);
    const text = jobs.sent.find(({ subject }) => subject === '2 deadlines passed')?.text;
    for (const line of [
      `${reference}, expected fix date:\n  due Sat, 5 Dec 2026\n`,
      `${reference}, keep the reporter informed:\n  due Mon, 7 Dec 2026, 10:00 CET\n`,
    ])
      expect(text).toContain(line);
    expect(await subjects('2026-12-08T10:00')).toEqual(['2 deadlines passed']);
  });

  it('a fix date that starts anew is reminded of anew, and each that has passed is news to the reporter once', async () => {
    const stores = await open();
    const [store] = stores;
    const jobs = jobsOn(stores, { addresses });
    const input = newCaseInput({ ...answered, receivedAt: NOW, fixExpectedAt: day('2026-11-25') });
    const { reference } = input.newCase;
    const address = addresses.close('reporter@example.net', reference);
    await store.createCase({
      ...input,
      mails: [],
      alert: newAlert(reference, { address, isConfirmed: true }),
    });
    const news = () => jobs.sent.filter(({ to }) => to.includes('reporter@example.net'));
    for (const hours of [0, 24, 61]) {
      jobs.state.now = NOW + hours * HOUR;
      await jobs.daily();
    }
    expect(news()).toEqual([]);
    for (const hours of [62, 63, 86]) {
      jobs.state.now = NOW + hours * HOUR;
      await Promise.all([jobs.daily(0), jobs.daily(1)]);
    }
    expect(news()).toHaveLength(1);
    const [mail] = news();
    // Nothing in it tells which case it is, not even the id that mail programs show.
    expect(JSON.stringify(mail)).not.toContain(reference);
    const moved = changeInput(input.newCase, { fixExpectedAt: day('2026-11-28') });
    await store.changeCase(moved);
    for (const hours of [100, 136, 160]) {
      jobs.state.now = NOW + hours * HOUR;
      await jobs.daily();
    }
    expect(news()).toHaveLength(2);
    const days = new Set(jobs.told.filter((id) => id.includes('.fix-date.')).map((id) => id.split('.')[3]));
    expect(days).toEqual(new Set([String(at('2026-11-25T23:00')), String(at('2026-11-28T23:00'))]));
  });

  it.each([
    ['nl', 'Nieuw bericht in een gesloten zaak: ', 'gesloten zaak'],
    ['en', 'New message in a closed case: ', 'closed case'],
  ] as const)(
    'a message in a closed case is mailed as such in “%s”, alone and among others',
    async (language, subject, words) => {
      const stores = await open();
      const [store] = stores;
      const write = async (count: number) => {
        const references: string[] = [];
        for (let index = 0; index < count; index += 1) {
          const current = await putCase(store, closed);
          const message = newMessage('reporter', NOW);
          const mails = [newMail('message-received', current.reference, message.id)];
          await store.changeCase(
            changeInput(current, { waitingSince: NOW }, { message: messageIn(message), mails }),
          );
          references.push(current.reference);
        }
        return references;
      };
      const jobs = jobsOn(stores, { language });
      const [alone] = await write(1);
      await jobs.inBackground();
      expect(jobs.sent.map((one) => one.subject)).toEqual([subject + alone]);
      const daily = jobsOn(stores, { language, teamDigest: 'daily' });
      const references = await write(2);
      for (const hours of [0, 24]) {
        daily.state.now = NOW + hours * HOUR;
        await daily.inBackground();
      }
      const text = daily.sent.find(({ id }) => id.startsWith('digest.'))?.text ?? '';
      for (const reference of references)
        expect(text).toMatch(new RegExp(`- ${reference}, 1 [^\\n]*${words}:`));
    },
  );
});
