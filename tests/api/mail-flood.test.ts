import { expect, it } from 'vitest';
import type { Mail } from '../../functions/mail/mailer.ts';
import { isDelayed } from '../../functions/mail/outbox.ts';
import type { Store } from '../../functions/store/store.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { changeInput, messageIn, newCaseInput, newMail, newMessage } from '../support/cases.ts';
import { DAY, HOUR, jobsOn, NOW, putCase, withBothStores } from '../support/jobs.ts';

const MINUTE = 60_000;
const DUE = NOW + 3 * DAY;
/** What the team may get in a day with 100 mails a day: its shares, a digest an hour, twelve of what is urgent, and one of what is late. */
const MOST_A_DAY = 75;
const exploited = {
  ...({ status: 'confirmed', assessment: 'confirmed', respondedAt: NOW } as const),
  exploitedAt: NOW,
};

/** Every reference that a mail names, as often as it does. */
const named = ({ text }: Mail) => text.match(/CVD-\d{4}-\w{6}(?!\.asc)/g) ?? [];
const firstOf = (mail: Mail) => new Set(named(mail));

async function report(store: Store, receivedAt: number, fields: Partial<Case> = {}): Promise<Case> {
  const input = newCaseInput({ receivedAt, ...fields });
  const kind = fields.urgent ? 'urgent-report-received' : 'report-received';
  await store.createCase({ ...input, mails: [{ ...input.mail, kind }] });
  return input.newCase;
}

withBothStores((open) => {
  it('500 reports in an hour make eight mails at most, which name each of them once', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    const references: string[] = [];
    for (let index = 0; index < 500; index += 1) {
      jobs.state.now = NOW + index * 7200;
      references.push((await report(stores[index % 2] ?? stores[0], jobs.state.now)).reference);
      await jobs.inBackground(index);
      expect(isDelayed(await stores[0].outboxState(), jobs.state.now)).toBe(false);
    }
    jobs.state.now = NOW + 2 * HOUR;
    await jobs.inBackground();
    const own = jobs.sent.filter(({ attachments }) => attachments.length === 1);
    expect(own).toHaveLength(6);
    expect(jobs.sent.length).toBeLessThanOrEqual(8);
    for (const mail of own) expect(firstOf(mail).size).toBe(1);
    const digests = jobs.sent.filter((mail) => !own.includes(mail));
    const all = [...own.flatMap((mail) => [...firstOf(mail)]), ...digests.flatMap(named)];
    expect(all.toSorted()).toEqual(references.toSorted());
    for (const { html, text } of digests) {
      expect(html.match(/CVD-\d{4}-\w{6}/g)).toHaveLength(text.match(/CVD-\d{4}-\w{6}/g)?.length ?? 0);
      expect(text).toMatch(
        /- CVD-\S+, ontvangen ma 23 nov 2026, 1\d:\d\d CET:\n {2}antwoord uiterlijk do 26 nov 2026, 1\d:\d\d CET\n/,
      );
    }
    expect(await stores[1].outboxState()).toEqual({ waiting: 0, failing: 0, oldestAt: null });
  }, 60_000);

  it('the process killed at any point between gathering, sending and removing: nothing is lost, and a mail that comes again is the same', async () => {
    const stores = await open();
    const arrived: Mail[] = [];
    const jobs = jobsOn(stores, {
      mailer: {
        async send(mail) {
          arrived.push(mail);
        },
      },
    });
    const references: string[] = [];
    for (let index = 0; index < 60; index += 1)
      references.push((await report(stores[0], NOW + index, { urgent: index % 3 === 0 })).reference);
    const [store] = stores;
    const { takeDueMail, removeMail } = store;
    const die = () => Promise.reject(new Error('the process ends here'));
    const deaths = [
      // Taken and gathered, and nothing sent.
      () => {
        store.takeDueMail = async (input) => {
          await takeDueMail(input);
          return die();
        };
      },
      // Sent, and not removed.
      () => {
        store.removeMail = die;
      },
    ];
    for (let round = 0; round < 12; round += 1) {
      jobs.state.now = NOW + round * 30 * MINUTE + 100;
      deaths[round % deaths.length]?.();
      await jobs.inBackground();
      store.takeDueMail = takeDueMail;
      store.removeMail = removeMail;
    }
    for (let hour = 8; hour < 40; hour += 1) {
      jobs.state.now = NOW + hour * HOUR;
      await jobs.inBackground(1);
    }
    const byId = Map.groupBy(arrived, ({ id }) => id);
    for (const same of byId.values()) for (const mail of same) expect(mail).toEqual(same[0]);
    expect([...byId.values()].some((same) => same.length > 1)).toBe(true);
    const once = [...byId.values()].flatMap(([mail]) => (mail ? [...firstOf(mail)] : []));
    expect(once.toSorted()).toEqual(references.toSorted());
    expect((await store.outboxState()).waiting).toBe(0);
  });

  it('urgent reports have a few mails of their own, also while a flood goes on, and a digest of their own after that', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    for (let index = 0; index < 30; index += 1) await report(stores[0], NOW + index);
    const urgent: string[] = [];
    for (let index = 0; index < 9; index += 1)
      urgent.push((await report(stores[0], NOW + 50 + index, { urgent: true })).reference);
    jobs.state.now = NOW + 100;
    await jobs.inBackground();
    expect(jobs.sent.filter(({ subject }) => subject.startsWith('DRINGEND'))).toHaveLength(4);
    jobs.state.now = NOW + 3 * MINUTE;
    await jobs.inBackground();
    const digest = jobs.sent.at(-1);
    expect(digest?.subject).toBe('DRINGEND: 5 dringende meldingen');
    expect(digest && named(digest)).toEqual(urgent.slice(4));
    jobs.state.now = NOW + 6 * MINUTE;
    await jobs.inBackground();
    expect(jobs.sent.at(-1)?.subject).toBe('24 nieuwe meldingen');
  });

  it('what the law asks has a share of its own, and stands first where even that is used up', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    for (let index = 0; index < 40; index += 1) await report(stores[0], NOW + index, { urgent: index > 20 });
    const owing: string[] = [];
    for (let index = 0; index < 8; index += 1) {
      const current = await putCase(stores[0]);
      await stores[0].changeCase(changeInput(current, exploited));
      owing.push(current.reference);
    }
    jobs.state.now = NOW + HOUR / 60;
    await jobs.inBackground();
    const own = jobs.sent.filter(({ subject }) => subject.includes('vroegtijdige waarschuwing'));
    expect(own).toHaveLength(5);
    jobs.state.now = NOW + 4 * MINUTE;
    await jobs.inBackground();
    const digest = jobs.sent.at(-1);
    expect(digest?.subject).toMatch(/^DRINGEND: 3 wettelijke termijnen, 1\d dringende meldingen$/);
    const first = digest ? named(digest).slice(0, 3) : [];
    const told = [...own.flatMap((mail) => [...firstOf(mail)]), ...first];
    expect(told.toSorted()).toEqual(owing.toSorted());
    expect(digest?.text).toContain('enisa');
  });

  it('200 cases that are overdue make one mail a day, which names each, the longest overdue first', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    const cases: Case[] = [];
    for (let index = 0; index < 200; index += 1)
      cases.push(
        await putCase(stores[0], {
          receivedAt: NOW + index * 7 * MINUTE,
          respondBy: DUE + index * 7 * MINUTE,
        }),
      );
    const perDay = new Map<number, Mail[]>();
    // From when all of them are a day late.
    for (let time = DUE + 2 * DAY; time < DUE + 5 * DAY; time += 20 * MINUTE) {
      jobs.state.now = time;
      const before = jobs.sent.length;
      await jobs.inBackground();
      const day = Math.floor(time / DAY);
      perDay.set(day, [...(perDay.get(day) ?? []), ...jobs.sent.slice(before)]);
    }
    expect(perDay.size).toBe(4);
    for (const mails of perDay.values()) expect(mails.length).toBeLessThanOrEqual(1);
    const inOrder = cases.map(({ reference }) => reference);
    // Those that came due first had a mail that day, and the next one was of the others.
    const days = [...perDay.values()].slice(2);
    for (const [mail] of days) {
      expect(mail?.subject).toBe('200 termijnen verstreken');
      expect(mail && named(mail)).toEqual(inOrder);
    }
    expect(new Set(jobs.told).size).toBe(jobs.told.length);
  }, 60_000);

  it('cases that come due together are reminded of on time: some by themselves, the rest in one mail', async () => {
    const stores = await open();
    const jobs = jobsOn(stores);
    const references: string[] = [];
    for (let index = 0; index < 60; index += 1) references.push((await putCase(stores[0])).reference);
    for (const time of [DUE - DAY, DUE - DAY + 6 * MINUTE]) {
      jobs.state.now = time;
      await jobs.daily();
    }
    expect(jobs.sent.filter(({ subject }) => subject.startsWith('Nog 1 dag'))).toHaveLength(4);
    expect(jobs.sent.filter(({ subject }) => subject === '56 termijnen')).toHaveLength(1);
    const reminded = jobs.sent.filter(({ id }) => /^(reminder|digest)\./.test(id));
    expect(reminded.flatMap((mail) => [...firstOf(mail)]).toSorted()).toEqual(references.toSorted());
  });

  it('what was answered, erased or withdrawn meanwhile is not told any more; one thing left has its own mail', async () => {
    const stores = await open();
    const [store] = stores;
    const jobs = jobsOn(stores);
    const [first, second, third] = [await putCase(store), await putCase(store), await putCase(store)];
    for (let index = 0; index < 6; index += 1) await report(store, NOW + index);
    jobs.state.now = NOW + 20;
    await jobs.inBackground();
    const [erased, kept] = [await report(store, NOW + 30), await report(store, NOW + 31)];
    jobs.state.now = NOW + 35;
    await jobs.inBackground();
    await store.eraseCase({ reference: erased.reference, mails: [], now: NOW + 40 });
    jobs.state.now = NOW + 6 * MINUTE;
    await jobs.inBackground();
    const last = jobs.sent.at(-1);
    expect(last?.subject).toContain(`Nieuwe melding ${kept.reference}`);
    expect(last?.attachments).toHaveLength(1);
    jobs.state.isDown = true;
    jobs.state.now = DUE + DAY;
    await jobs.daily();
    jobs.state.isDown = false;
    await store.changeCase(changeInput(first, { ...exploited, exploitedAt: null }));
    await store.eraseCase({ reference: second.reference, mails: [], now: DUE });
    jobs.state.now = DUE + DAY + 2 * MINUTE;
    await jobs.inBackground();
    const late = jobs.sent.filter(({ id }) => id.startsWith('digest.overdue.'));
    expect(late.map(named)).toEqual([expect.arrayContaining([third.reference])]);
    expect(late.flatMap(named)).not.toContain(first.reference);
    expect(late.flatMap(named)).not.toContain(second.reference);
  });

  it.each([
    [['team@example.com'], MOST_A_DAY],
    [['a@example.com', 'b@example.com', 'c@example.com'], MOST_A_DAY + 5],
  ])(
    'whatever strangers do, %s get so much in a day and no more',
    async (teamEmail, most) => {
      const stores = await open();
      const jobs = jobsOn(stores, { teamEmail });
      const [store] = stores;
      const counted = new Map<number, number>();
      let talker = await report(store, NOW);
      for (let time = NOW; time < NOW + 2 * DAY; time += 10 * MINUTE) {
        jobs.state.now = time;
        for (let index = 0; index < 3; index += 1) await report(store, time, { urgent: index === 0 });
        const { reference } = await report(store, time);
        await store.eraseCase({ reference, mails: [newMail('report-withdrawn', reference)], now: time });
        const message = newMessage('reporter', time);
        const mails = [newMail('message-received', talker.reference, message.id)];
        const change = changeInput(
          talker,
          {},
          { message: messageIn(message, { most: 999 }), mails, now: time },
        );
        await store.changeCase(change);
        talker = change.changed;
        const before = jobs.sent.length;
        await jobs.inBackground();
        const day = Math.floor(time / DAY);
        const addresses = jobs.sent.slice(before).reduce((sum, { to }) => sum + to.length, 0);
        counted.set(day, (counted.get(day) ?? 0) + addresses);
      }
      for (const count of counted.values()) expect(count).toBeLessThanOrEqual(most);
      expect(Math.max(...counted.values())).toBeGreaterThan(20);
    },
    60_000,
  );
});
