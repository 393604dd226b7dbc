import { createReportHandler, type ReportParts } from '../../functions/api/reports.ts';
import type { LogEvent } from '../../functions/http/log.ts';
import { createBodyHash, createTextHash, createVisitorKey } from '../../functions/http/secrets.ts';
import { createAddressBox } from '../../functions/reporter/alert-address.ts';
import { createProofs } from '../../functions/reporter/proof.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Submission } from '../../src/disclosure/wire.ts';
import { makeKeyPair, readCertificates } from '../../src/openpgp/keys.ts';
import { AMPLE } from './cases.ts';

export const SITE = 'https://meldpunt.example';

/** The handler of `POST /api/reports` on an empty store, with a team of two, and everything it logged. */
export async function reportDesk(overrides: Partial<ReportParts> = {}) {
  const pairs = [await makeKeyPair({ name: 'One' }), await makeKeyPair({ name: 'Two' })];
  const certificates = await readCertificates(pairs.map(({ publicKey }) => publicKey).join('\n'), new Date());
  const store = createSqliteStore(':memory:');
  const logged: LogEvent[] = [];
  let notified = 0;
  const handle = createReportHandler({
    store,
    recipients: certificates,
    addresses: createAddressBox('secret'),
    proofs: createProofs('secret'),
    siteUrl: SITE,
    firstResponseDays: 3,
    storageQuota: AMPLE,
    mailsPerDay: 100,
    now: () => new Date('2026-11-23T09:00:00Z'),
    visitorKey: (address) => createVisitorKey('secret')(address, new Date('2026-11-23T09:00:00Z')),
    bodyHash: createBodyHash('secret'),
    textHash: createTextHash('secret'),
    notify: () => {
      notified += 1;
    },
    log: (event) => logged.push(event),
    ...overrides,
  });
  return {
    handle,
    store,
    logged,
    recipients: certificates,
    armoredKeys: certificates.map(({ armored }) => armored),
    keyPairs: pairs,
    notified: () => notified,
    /** How many cases there are. */
    cases: async () => (await store.listCases({ status: null, after: null, limit: 100 })).cases.length,
  };
}

/** A request as it reaches the handler. */
export function post(body: BodyInit, contentType: string, headers: Record<string, string> = {}): Request {
  return new Request(`${SITE}/api/reports`, {
    method: 'POST',
    body,
    headers: { ...(contentType ? { 'Content-Type': contentType } : {}), ...headers },
  });
}

export function postJson(submission: Partial<Submission> | Record<string, unknown>, headers = {}): Request {
  return post(JSON.stringify(submission), 'application/json', headers);
}

export const postMessage = (message: BodyInit, headers = {}) =>
  post(message, 'application/pgp-encrypted', headers);
