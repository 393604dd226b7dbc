import { expect } from 'vitest';
import { runDaily } from '../../functions/jobs/daily.ts';
import type { TeamDigest } from '../../functions/mail/budget.ts';
import { withWebhook } from '../../functions/mail/webhook-store.ts';
import { createAddressBox } from '../../functions/reporter/alert-address.ts';
import type { MailEntry, Store } from '../../functions/store/store.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { newsIn } from '../../src/disclosure/changes.ts';
import { openDeadlines } from '../../src/disclosure/clock.ts';
import { organisation } from '../../src/organisation.ts';
import { changeInput, messageIn, newAlert, newCaseInput, newMail, newMessage } from './cases.ts';
import { DAY, HOUR, publishedInOrder } from './jobs.ts';
import { testParts } from './parts.ts';
import { lives, type Step } from './year-cases.ts';

/** How long before it each deadline is reminded of, and how often after it: as promised, whatever the code says. */
const AHEAD: Record<string, number> = {
  'exploitation-check': 6 * HOUR,
  'fix-date': 3 * DAY,
  publication: 3 * DAY,
};
const aheadOf = (name: string) => (name === 'message' || name === 'progress' ? 0 : (AHEAD[name] ?? DAY));
const everyOf = (name: string) => (name === 'progress' ? 7 * DAY : DAY);

export interface YearPlan {
  /** Day of the first job, at 0:00 UTC. */
  from: number;
  days: number;
  /** Days after the first on which cases of every kind come in. */
  starts: readonly number[];
  /** Days on which no job runs, counted likewise. */
  missing: readonly [first: number, last: number];
  retentionDays: number;
  teamDigest: TeamDigest;
}

/** One that comes in, and what will be done with it. */
interface Life {
  kind: string;
  reference: string;
  at: number;
  steps: readonly Step[];
}

/**
 * Lives through days at a desk to which cases of every kind come, with the daily job at 06:00 UTC, and holds what it mails
 * and erases against what is promised, each day anew. Gives what was seen, for counting.
 */
export async function liveThrough(store: Store, plan: YearPlan) {
  const addresses = createAddressBox('secret');
  const state = { now: plan.from };
  const seen = {
    mails: [] as { id: string; at: number; to: readonly string[]; entries: readonly string[] }[],
    erased: [] as string[],
    lateNews: 0,
    kinds: new Set<string>(),
  };
  /** Entries that were told; and when, of all reminders of a deadline, or announcements of a case. */
  const told = new Set<string>();
  const times = new Map<string, number[]>();
  /** How many mails about late fixes each reporter got. */
  const lateNews = new Map<string, number>();
  const parts = testParts({
    ...{
      store: withWebhook(store),
      addresses,
      now: () => new Date(state.now),
      fetchPublished: publishedInOrder,
    },
    ...{ retentionDays: plan.retentionDays, teamDigest: plan.teamDigest, mailsPerDay: 2000 },
    mailer: {
      async send({ id, to }) {
        const gathered = await store.readGathered(id);
        const entries = gathered.length > 0 ? gathered.map((one) => one.id) : [id];
        for (const entry of entries) {
          expect(told.has(entry), `${entry} is told twice`).toBe(false);
          told.add(entry);
          const about = entry.slice(0, entry.lastIndexOf('.'));
          times.set(about, [...(times.get(about) ?? []), state.now]);
        }
        const [first = ''] = to;
        if (id.startsWith('news.')) lateNews.set(first, (lateNews.get(first) ?? 0) + 1);
        seen.mails.push({ id, at: state.now, to, entries });
      },
    },
  });
  const all = livesOf(plan);
  const isDaily = plan.teamDigest === 'daily';
  const live = new Set<string>();
  const passed = new Map<string, Set<number>>();

  for (let day = 0; day < plan.days; day += 1) {
    const until = plan.from + day * DAY + 6 * HOUR;
    for (const life of all) await live24Hours(life, until);
    if (day >= plan.missing[0] && day <= plan.missing[1]) continue;
    state.now = until;
    const before = await casesOf(live);
    await runDaily(parts, 60_000);
    const after = await casesOf(live);
    const isBack = day === plan.missing[1] + 1;
    for (const one of after.values()) holdToPromises(one, until, isBack);
    for (const [reference, one] of before) if (!after.has(reference)) holdToErasure(one, until);
  }
  await holdToEnd();
  return seen;

  async function casesOf(references: ReadonlySet<string>): Promise<Map<string, Case>> {
    const { cases } = await store.findCases([...references]);
    return new Map(cases.map((one) => [one.reference, one]));
  }

  /** What happens in a case in the day that ends now, each thing at its hour. */
  async function live24Hours({ kind, reference, at, steps }: Life, until: number): Promise<void> {
    const isDue = (time: number) => time > until - DAY && time <= until;
    if (isDue(at)) {
      const fields = lives[kind]?.fields ?? {};
      const claimedAt = kind.startsWith('said') ? at : null;
      const input = newCaseInput({ receivedAt: at, reference, ...fields, claimedAt });
      const alert = newAlert(reference, {
        ...{ isConfirmed: true, address: addresses.close(addressOf(reference), reference) },
      });
      await store.createCase({ ...input, alert });
      live.add(reference);
    }
    for (const [days, act] of steps) {
      const now = at + days * DAY + 2 * HOUR;
      if (!isDue(now) || !live.has(reference)) continue;
      const current = await store.findCase(reference);
      if (!current) throw new Error(`${kind} is gone`);
      state.now = now;
      if (act === null) {
        await store.eraseCase({ reference, mails: [newMail('report-withdrawn', reference)], now });
        live.delete(reference);
        continue;
      }
      const result = act(current, now);
      if (!result.ok) throw new Error(`${kind}, day ${days}: ${result.code}`);
      const written = result.events.some((one) => one.kind === 'message')
        ? newMessage('reporter', now)
        : null;
      const isNews = newsIn(result.events).length > 0;
      const mails: MailEntry[] = [
        ...(written ? [newMail('message-received', reference, written.id)] : []),
        ...(isNews ? [newMail('case-news', reference)] : []),
      ];
      const rest = { events: result.events, mails, now, message: written && messageIn(written) };
      const stored = await store.changeCase({ ...changeInput(current, {}, rest), changed: result.changed });
      expect(stored, kind).toEqual({ outcome: 'changed' });
    }
  }

  /** Nothing that is late is silent, and what could be told ahead was; a fix that did not come is news once. */
  function holdToPromises(one: Case, now: number, isBack: boolean): void {
    const { reference } = one;
    // What is gathered for the morning is told with the next job, and so is the first after its own mail.
    const patience = isDaily ? 2 * DAY : 0;
    for (const { name, dueAt } of openDeadlines(one)) {
      const key = `reminder.${reference}.${name}.${dueAt}`;
      seen.kinds.add(name);
      const ofThis = times.get(key) ?? [];
      const last = ofThis.at(-1) ?? 0;
      const what = `${key} on ${new Date(now).toISOString()}`;
      if (dueAt + patience <= now && !(isDaily && isBack))
        expect(last, `silent: ${what}`).toBeGreaterThan(now - everyOf(name));
      if (patience === 0) {
        expect(ofThis.filter((at) => at === now).length, `too often: ${what}`).toBeLessThanOrEqual(1);
        if (now < dueAt && now >= dueAt - aheadOf(name)) expect(ofThis.length, `not ahead: ${what}`).toBe(1);
        if (now < dueAt - aheadOf(name)) expect(ofThis.length, `too early: ${what}`).toBe(0);
      }
    }
    const isPromised = one.status === 'confirmed' || one.status === 'fixing';
    if (isPromised && one.fixExpectedAt !== null && localDay(now) > isoDay(one.fixExpectedAt))
      passed.set(reference, (passed.get(reference) ?? new Set()).add(one.fixExpectedAt));
    expect(lateNews.get(addressOf(reference)) ?? 0, `late news of ${reference}`).toBe(
      passed.get(reference)?.size ?? 0,
    );
  }

  function holdToErasure(one: Case, now: number): void {
    const { reference, status, waitingSince, publishOn, publishedAt, closedAt } = one;
    const last = times.get(`erasure.${reference}`)?.at(-1) ?? 0;
    expect({ status, waitingSince }, reference).toEqual({ status: 'closed', waitingSince: null });
    expect(publishOn === null || publishedAt !== null, `${reference} is not published`).toBe(true);
    expect(now - last, `${reference} is announced too late`).toBeGreaterThanOrEqual(14 * DAY);
    expect(last, `${reference} is not announced`).toBeGreaterThan(0);
    expect(now - (closedAt ?? now), reference).toBeGreaterThanOrEqual(plan.retentionDays * DAY);
    live.delete(reference);
    seen.erased.push(reference);
  }

  async function holdToEnd(): Promise<void> {
    const end = state.now;
    for (const one of (await casesOf(live)).values()) {
      const isHeld = one.status !== 'closed' || one.waitingSince !== null || openDeadlines(one).length > 0;
      // 14 days from the announcement on, and twice the days without a job where it was not told before those.
      const latest = Math.max(one.closedAt ?? end, ...timesOf(one)) + (plan.retentionDays + 14 + 18) * DAY;
      expect(isHeld || latest > end, `${one.reference} is kept for ever`).toBe(true);
    }
    const digests = seen.mails.filter(({ id }) => id.startsWith('digest.'));
    const days = digests.flatMap(({ at, to }) => to.map((address) => `${localDay(at)} ${address}`));
    expect(new Set(days).size, 'a second digest in a day').toBe(days.length);
    expect(new Set(seen.mails.map(({ id }) => id)).size, 'a mail twice').toBe(seen.mails.length);
    seen.lateNews = [...passed.values()].reduce((sum, one) => sum + one.size, 0);
    expect((await store.outboxState()).failing).toBe(0);
  }

  function timesOf(one: Case): number[] {
    return [one.publishedAt ?? 0, one.toldAt ?? 0];
  }
}

function livesOf({ from, starts }: YearPlan): Life[] {
  return starts.flatMap((start, round) =>
    Object.entries(lives).map(([kind, { steps }], index) => ({
      ...{ kind, steps, at: from + (start + index) * DAY + ((index * 5 + round * 3) % 24) * HOUR },
      reference: `CVD-2027-${'K'.repeat(2)}${round}${String(index).padStart(3, '0')}`,
    })),
  );
}

const addressOf = (reference: string) => `${reference.toLowerCase()}@example.net`;
const isoDay = (day: number) => new Date(day).toISOString().slice(0, 10);
const localDay = (time: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: organisation.timeZone, dateStyle: 'short' }).format(time);
