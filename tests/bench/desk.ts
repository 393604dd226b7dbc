import { createCaseHandler } from '../../functions/api/case.ts';
import { createTeamCaseHandler } from '../../functions/api/staff-case.ts';
import { createListHandler } from '../../functions/api/staff-cases.ts';
import type { Handler } from '../../functions/http/endpoint.ts';
import { startSession } from '../../functions/staff/session.ts';
import type { Store } from '../../functions/store/store.ts';
import { makeKeyPair, readCertificates } from '../../src/openpgp/keys.ts';
import { AMPLE } from '../support/cases.ts';
import { NOW } from './time.ts';

const SITE = 'https://meldpunt.example';
/** Requests that come from one visitor: well below what one may make. */
const A_VISITOR = 200;

const certificates = makeKeyPair({ name: 'Anna', email: 'anna@example.com' }).then(({ publicKey }) =>
  readCertificates(publicKey, new Date()),
);

/** The handlers of the inbox and of the reporter's side on a store, with a member who is signed in. */
export async function openDesk(store: Store) {
  const team = await certificates;
  let asked = 0;
  const parts = {
    ...{ store, siteUrl: SITE, team, recipients: team, leastReward: 50, retentionDays: 365 },
    storageQuota: AMPLE,
    now: () => new Date(NOW),
    visitorKey: () => `visitor ${Math.floor(asked / A_VISITOR)}`,
    notify: () => undefined,
    log: () => undefined,
  };
  const { cookie } = await startSession({ fingerprint: team[0]?.fingerprint ?? '', name: 'Anna' }, parts);
  const Cookie = cookie.split(';')[0] ?? '';
  const list = createListHandler(parts);
  const one = createTeamCaseHandler(parts);
  const reporter = createCaseHandler(parts);

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
    follow: (token: string) => ask(reporter, '/api/case', { headers: { Authorization: `Bearer ${token}` } }),
  };
}
