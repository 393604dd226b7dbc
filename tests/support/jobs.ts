import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey } from 'openpgp';
import { afterAll, afterEach, describe } from 'vitest';
import type { LogEvent } from '../../functions/http/log.ts';
import { runDaily, runInBackground } from '../../functions/jobs/daily.ts';
import { type Mail, MailError, type Mailer } from '../../functions/mail/mailer.ts';
import type { Parts, Published, PublishedPath } from '../../functions/parts-types.ts';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { AMPLE, newCaseInput } from './cases.ts';
import { withKv } from './kv.ts';
import { NOW, SITE, testParts } from './parts.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export { NOW, SITE };

/** Opens two stores on one empty database: two servers. */
type OpenStores = () => Promise<readonly [Store, Store]>;

/** Runs `tests` with both stores: sqlite, and kv on a real redis behind the bridge. */
export function withBothStores(tests: (open: OpenStores, store: 'sqlite' | 'kv') => void): void {
  describe('with sqlite', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jobs-'));
    const opened: Store[] = [];
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
    });
    afterAll(() => rmSync(folder, { recursive: true }));
    tests(async () => {
      const file = join(folder, `${randomUUID()}.sqlite`);
      const stores = [createSqliteStore(file), createSqliteStore(file)] as const;
      opened.push(...stores);
      return stores;
    }, 'sqlite');
  });
  describe('with kv', () => {
    const kv = withKv();
    tests(async () => {
      const { redis, bridge } = kv();
      await redis.connection.sendCommand(['FLUSHALL']);
      return [createKvStore(bridge), createKvStore(bridge)];
    }, 'kv');
  });
}

/** A certificate made long ago, so that clocks do not matter, that lasts for `seconds`, or for ever. */
export async function makePublishedKey(
  userId: { name: string; email?: string },
  seconds = 0,
): Promise<string> {
  const { publicKey } = await generateKey({
    type: 'ecc',
    curve: 'curve25519Legacy',
    userIDs: [userId],
    keyExpirationTime: seconds,
    date: KEY_MADE_AT,
    format: 'armored',
    config: { v6Keys: false, aeadProtect: false },
  });
  return publicKey;
}
export const KEY_MADE_AT = new Date(Date.UTC(2020, 0, 1));
let lastingKey: Promise<string> | undefined;

/** What a site in order publishes: nothing of it ends soon. */
export async function publishedInOrder(path: PublishedPath): Promise<Published> {
  if (path === '/.well-known/security.txt') return { text: 'Expires: 2099-01-01T00:00:00Z\r\n' };
  lastingKey ??= makePublishedKey({ name: 'Team' });
  return { text: await lastingKey };
}

/** The jobs on a store, with a clock that can be moved and a mailer that records, or is down, unless one is given. */
export function jobsOn(
  stores: readonly Store[],
  {
    language = 'nl',
    mailer: given,
    mailsPerDay = 100,
    teamEmail = ['team@example.com'],
    ...overrides
  }: {
    language?: LanguageCode;
    mailer?: Mailer;
    mailsPerDay?: number;
    teamEmail?: string[];
  } & Partial<Parts> = {},
) {
  const sent: Mail[] = [];
  /** Ids of the entries that were sent, by themselves or in a digest. */
  const told: string[] = [];
  const logged: LogEvent[] = [];
  const state = { now: NOW, isDown: false, quota: AMPLE };
  const mailer: Mailer = given ?? {
    async send(mail) {
      if (state.isDown) throw new MailError('the mail service is down');
      const gathered = await stores[0]?.readGathered(mail.id);
      told.push(...(gathered?.length ? gathered.map(({ id }) => id) : [mail.id]));
      sent.push(mail);
    },
  };
  const made = stores.map((store) =>
    testParts({
      ...{ store, mailer, mailsPerDay, teamEmail, teamLanguage: language },
      now: () => new Date(state.now),
      log: (event) => void logged.push(event),
      fetchPublished: publishedInOrder,
      ...overrides,
    }),
  );
  const partsAt = (index: number) => {
    const parts = made[index % made.length];
    if (!parts) throw new Error('no store');
    return { ...parts, storageQuota: state.quota };
  };
  return {
    state,
    sent,
    told,
    logged,
    /** Runs the daily job on the store with this number, for so many ms. */
    daily: (index = 0, time = 20_000) => runDaily(partsAt(index), time),
    inBackground: (index = 0) => runInBackground(partsAt(index), 20_000),
    /** `first-response 0`: what has been sent of one case, in order. */
    reminders: (reference = '') =>
      told.flatMap((id) => {
        const [kind, about, name, , step] = id.split('.');
        return kind === 'reminder' && (reference === '' || about === reference) ? [`${name} ${step}`] : [];
      }),
    /** The cases whose erasure was announced, in the order in which that was sent. */
    erasures: () =>
      told.flatMap((id) => {
        const [kind, reference = ''] = id.split('.');
        return kind === 'erasure' ? [reference] : [];
      }),
    /** What follows `expiry.` in the ids of the warnings sent, in order. */
    warnings: () => sent.flatMap(({ id }) => (id.startsWith('expiry.') ? [id.slice('expiry.'.length)] : [])),
    summaries: () => sent.filter(({ id }) => id.startsWith('monthly-summary')),
  };
}

/** Stores a case without announcing it. */
export async function putCase(
  store: Store,
  fields: Parameters<typeof newCaseInput>[0] = {},
  sealed?: string,
) {
  const input = newCaseInput({ receivedAt: NOW, ...fields });
  const report = sealed === undefined ? input.report : { ...input.report, sealed };
  await store.createCase({ ...input, report, mails: [] });
  return input.newCase;
}
