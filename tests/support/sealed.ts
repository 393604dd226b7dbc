import { createReportHandler } from '../../functions/api/reports.ts';
import type { Parts } from '../../functions/parts-types.ts';
import type { Submission } from '../../src/disclosure/wire.ts';
import { makeKeyPair, readCertificates } from '../../src/openpgp/keys.ts';
import { SITE, testParts } from './parts.ts';

export { SITE };

/** The handler of `POST /api/reports` on an empty store, with a team of two, and everything it logged. */
export async function reportDesk(overrides: Partial<Parts> = {}) {
  const pairs = [await makeKeyPair({ name: 'One' }), await makeKeyPair({ name: 'Two' })];
  const certificates = await readCertificates(pairs.map(({ publicKey }) => publicKey).join('\n'), new Date());
  const parts = testParts({ team: certificates, ...overrides });
  const { store, logged } = parts;
  const handle = createReportHandler(parts);
  return {
    handle,
    store,
    logged,
    parts,
    team: certificates,
    armoredKeys: certificates.map(({ armored }) => armored),
    keyPairs: pairs,
    notified: () => parts.background.runs,
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
