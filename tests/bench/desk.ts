import { createCaseHandler } from '../../functions/api/case.ts';
import { createReportHandler } from '../../functions/api/reports.ts';
import { createTeamCaseHandler } from '../../functions/api/staff-case.ts';
import { createListHandler } from '../../functions/api/staff-cases.ts';
import type { Handler } from '../../functions/http/endpoint.ts';
import { announceSummary, runClock } from '../../functions/jobs/clock.ts';
import { watchExpiry } from '../../functions/jobs/expiry.ts';
import { eraseOld } from '../../functions/jobs/retention.ts';
import { watchStorage } from '../../functions/jobs/storage.ts';
import { startSession } from '../../functions/staff/session.ts';
import type { Store } from '../../functions/store/store.ts';
import { makeKeyPair, readCertificates } from '../../src/openpgp/keys.ts';
import { mounted, SITE, testParts } from '../support/parts.ts';
import { freshBody, makeBodies } from './submission.ts';
import { DAY, NOW } from './time.ts';

/** Requests that come from one visitor: well below what one may make. */
const A_VISITOR = 15;
/** Mails that the outbox hands out at once. */
const BATCH = 5;
/** Longer than the oldest case is closed: so nothing is past it. */
const RETENTION_DAYS = 3 * 365;

const certificates = makeKeyPair({ name: 'Anna', email: 'anna@example.com' }).then(({ publicKey }) =>
  readCertificates(publicKey, new Date()),
);

/** The handlers of the inbox and of the reporter's side on a store, with a member who is signed in. */
export async function openDesk(store: Store) {
  const team = await certificates;
  let asked = 0;
  const parts = testParts({
    ...{ store, team },
    now: () => new Date(NOW),
    visitorKey: () => `visitor ${Math.floor(asked / A_VISITOR)}`,
    log: () => undefined,
  });
  const bodies = await makeBodies(team.map(({ armored }) => armored).join('\n'));
  const jobs = {
    ...parts,
    retentionDays: RETENTION_DAYS,
    // Everything that is published is in order, and nobody else's server is measured.
    fetchPublished: async (path: string) => ({
      text: path.endsWith('.txt')
        ? `Expires: ${new Date(NOW + 300 * DAY).toISOString()}\r\n`
        : team.map(({ armored }) => armored).join('\n'),
    }),
  };
  const { cookie } = await startSession({ fingerprint: team[0]?.fingerprint ?? '', name: 'Anna' }, parts);
  const Cookie = cookie.split(';')[0] ?? '';
  const list = createListHandler(parts);
  const one = mounted({ '/api/staff/cases/[reference]': createTeamCaseHandler(parts) });
  const reporter = createCaseHandler(parts);
  let submitted = 0;
  const reports = createReportHandler({
    ...parts,
    // The lane of the form is a hundred wide in a quarter of an hour.
    now: () => new Date(NOW + Math.floor(submitted / 50) * 15 * 60_000),
  });

  /** The answer, read to its end. */
  async function ask(handler: Handler, path: string, init: RequestInit): Promise<unknown> {
    asked += 1;
    const response = await handler(new Request(SITE + path, init));
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
    return body;
  }
  return {
    list: (query: string) => ask(list, `/api/staff/cases${query}`, { headers: { Cookie } }),
    open: (reference: string) => ask(one, `/api/staff/cases/${reference}`, { headers: { Cookie } }),
    change: (reference: string, change: Record<string, unknown>) =>
      ask(one, `/api/staff/cases/${reference}`, {
        method: 'PATCH',
        headers: { Cookie, Origin: SITE, 'Content-Type': 'application/json' },
        body: JSON.stringify(change),
      }),
    submit() {
      submitted += 1;
      return ask(reports, '/api/reports', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: freshBody(bodies),
      }) as Promise<{ reference: string }>;
    },
    /** The daily job; its mails are taken from the outbox, and settled without being written. */
    async daily() {
      const reminded = await runClock(jobs, 2000);
      await announceSummary(jobs);
      await watchExpiry(jobs);
      const erased = await eraseOld(jobs);
      await store.eraseStale(NOW);
      await store.scrub();
      await watchStorage(jobs);
      for (let taken = BATCH; taken === BATCH; ) {
        const due = await store.takeDueMail({ now: NOW, leaseUntil: NOW + DAY, limit: BATCH });
        for (const { id } of due) await store.removeMail(id);
        taken = due.length;
      }
      return { reminded, erased };
    },
    follow: (token: string) => ask(reporter, '/api/case', { headers: { Authorization: `Bearer ${token}` } }),
  };
}
