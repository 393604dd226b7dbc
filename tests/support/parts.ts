import type { Handler, Params } from '../../functions/http/endpoint.ts';
import type { LogEvent } from '../../functions/http/log.ts';
import { problem } from '../../functions/http/problem.ts';
import { createLogFiles } from '../../functions/log/files.ts';
import type { Parts, PublishedLog } from '../../functions/parts-types.ts';
import { createAddressBox } from '../../functions/reporter/alert-address.ts';
import { createCookieBox } from '../../functions/reporter/cookie-box.ts';
import { createDesk } from '../../functions/reporter/desk.ts';
import { createBodyHash, createTextHash, createVisitorKey } from '../../functions/reporter/keyed-hashes.ts';
import { createPlainAnswers } from '../../functions/reporter/plain-answers.ts';
import { createProofs } from '../../functions/reporter/proof.ts';
import { createRefusals } from '../../functions/reporter/refusals.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import { parseTilePath } from '../../src/log/tile-path.ts';
import type { Certificate } from '../../src/openpgp/keys.ts';
import { deskKeyOf } from '../../src/settings/desk-key.ts';
import { AMPLE } from './cases.ts';
import { DESK_KEY } from './desk-key.ts';

export const SITE = 'https://meldpunt.example';
export const NOW = Date.parse('2026-11-23T09:00:00Z');

/** All parts, with what a test looks at and moves. */
export interface TestParts extends Parts {
  /** What `now` tells. */
  clock: { now: number };
  /** What was logged, in order. */
  logged: LogEvent[];
  /** How often the background was asked to run; nothing runs in it. */
  background: Parts['background'] & { runs: number };
}

/**
 * All parts of a desk of its own: an empty store in memory, a clock that stands still, nobody in the team, mails that go
 * nowhere, and a site where all that is published is in order. `overrides` go before these.
 */
export function testParts(overrides: Partial<Parts> = {}): TestParts {
  const clock = { now: NOW };
  const logged: LogEvent[] = [];
  const visitorKey = createVisitorKey('secret');
  const desk = createDesk(deskKeyOf({ DESK_KEY, SERVER_SECRET: '' }, SITE));
  const parts: TestParts = {
    ...{ clock, logged, now: () => new Date(clock.now), log: (event) => void logged.push(event) },
    ...{ siteUrl: SITE, furtherHosts: [], refusals: createRefusals() },
    store: overrides.store ?? createSqliteStore(':memory:'),
    background: {
      runs: 0,
      run() {
        parts.background.runs += 1;
      },
      runNowAndThen: () => undefined,
    },
    announced: new Set(),
    runDaily: async () => ({ reminded: 0, erased: 0, sent: 0, failed: 0 }),
    cronSecret: 'the cron secret',
    ...{ firstResponseDays: 3, leastReward: 50, retentionDays: 365 },
    ...{ services: { hosting: 'own', store: 'own', mail: 'own' }, contactEmail: 'security@example.com' },
    ...{ storageQuota: AMPLE, mailsPerDay: 100 },
    ...{ team: [], former: [], signingKey: null, signsByHand: false },
    ...{ desk, deskKeys: `${desk.vkey}\n` },
    visitorKey: (address) => visitorKey(address, parts.now()),
    ...{ bodyHash: createBodyHash('secret'), textHash: createTextHash('secret') },
    ...{ addresses: createAddressBox('secret'), cookies: createCookieBox('secret') },
    proofs: createProofs('secret'),
    plainAnswers: createPlainAnswers('secret'),
    oldBuild: () => null,
    ...{ mailer: { send: async () => undefined }, webhook: null },
    ...{ teamEmail: ['team@example.com'], teamLanguage: 'nl', teamDigest: 'off' },
    fetchPublished: async () => ({ text: 'Expires: 2099-01-01T00:00:00Z\r\n' }),
    publishedLog: async () => logOf(parts),
    askRebuild: null,
  };
  Object.assign(parts, overrides);
  return parts;
}

/** The log of a desk as a site in order publishes it. */
export function logOf(parts: Pick<Parts, 'store' | 'desk' | 'now' | 'deskKeys'>): PublishedLog {
  const files = createLogFiles(parts);
  return {
    deskKeys: async () => ({ text: parts.deskKeys }),
    checkpoint: async () => ({ text: (await files.checkpoint()).note }),
    async tile(path) {
      const name = parseTilePath(path);
      const bytes = name && (await files.tile(name));
      if (!bytes) throw new Error(`no tile ${path}`);
      return bytes;
    },
  };
}

/** A certificate of the team that is looked at, and never sealed to. */
export function certificateWith(fields: Partial<Certificate>): Certificate {
  const ids = { fingerprint: 'AB'.repeat(20), userIds: ['Ada <ada@example.org>'] };
  const keys = { keyIds: [], encryptionKeyIds: [] };
  const lifetime = { validFrom: 0, expiresAt: null };
  return {
    ...ids,
    ...keys,
    ...lifetime,
    opensSeipd2: false,
    isForGnupg: true,
    signs: true,
    armored: '',
    ...fields,
  };
}

/** Answers as the site does: by the first of these patterns that fits, with what it finds in the address; else 404. */
export function mounted(
  handlers: Readonly<Record<string, Handler>>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    for (const [pattern, handler] of Object.entries(handlers)) {
      const params = paramsIn(pathname, pattern);
      if (params) return handler(request, params);
    }
    return problem('not-found', 'NOWHERE0');
  };
}

function paramsIn(pathname: string, pattern: string): Params | null {
  const source = pattern.replaceAll(/\[\.{3}(\w+)\]/g, '(?<$1>.*)').replaceAll(/\[(\w+)\]/g, '(?<$1>[^/]+)');
  const found = new RegExp(`^${source}$`).exec(pathname);
  if (!found) return null;
  const decoded = (value: string) => {
    try {
      return decodeURIComponent(value);
    } catch {
      return value;
    }
  };
  return Object.fromEntries(
    Object.entries(found.groups ?? {}).map(([name, value]) => [name, decoded(value)]),
  );
}
