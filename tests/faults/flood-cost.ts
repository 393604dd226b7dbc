import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatheringFor } from '../../functions/mail/budget.ts';
import type { Parts } from '../../functions/parts-types.ts';
import { attachmentBudget, byteBudget } from '../../functions/reporter/byte-budgets.ts';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { LARGEST } from '../../functions/store/quota.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { DueMail, Store } from '../../functions/store/store.ts';
import { type Flood, floodedDay, type Sealed, sealTexts } from '../support/flooded-day.ts';
import { type RedisConnection, startRedis } from '../support/redis.ts';
import { startRestBridge } from '../support/rest-bridge.ts';
import type { Adapter } from './bed.ts';
import { atMost, type Check, figure, inMib } from './check.ts';

/** What may be stored and mailed where nobody says otherwise. */
const QUOTAS: Record<Adapter, number> = { sqlite: 4096 * 1024 ** 2, kv: 200 * 1024 ** 2 };
const MAILS_PER_DAY = 100;
const TEAM = 'team@example.com';
const ATTACKERS = [1, 100, 5000];
/** As the outbox takes its mails. */
const BATCH = 5;
const LEASE = 3 * 60_000;
/** Reports that are sent on top, at once, when nothing more is taken. */
const IN_VAIN = 1000;

/**
 * What a day of a flood costs the organisation, in bytes, mails and commands of the store, by how many addresses it
 * comes from: measured on the real handler, store and outbox, on a clock that jumps. Whoever floods sends long and short
 * reports by the form, with every proof that is asked for and alerts to strangers, and as from a terminal, until
 * nothing more is taken, every hour anew. What is computed says so.
 * @param hours how many of the 24 there are
 * @param attackers from how many addresses each flood comes
 */
export async function floodCost(
  adapter: Adapter,
  hours: number,
  attackers: readonly number[] = ATTACKERS,
): Promise<Check[]> {
  const sealed = await sealTexts();
  const checks: Check[] = [];
  for (const addresses of attackers) {
    const bed = adapter === 'sqlite' ? sqliteBed() : await kvBed();
    try {
      checks.push(...(await costOf({ addresses, hours, quota: QUOTAS[adapter] }, sealed, bed)));
    } finally {
      await bed.stop();
    }
  }
  return checks;
}

interface CountedBed {
  store: Store;
  /** Commands that Redis ran, those of scripts as well; sqlite has none. */
  commands: (() => Promise<number>) | null;
  stop(): Promise<void>;
}

async function costOf(
  { addresses, hours, quota }: { addresses: number; hours: number; quota: number },
  sealed: Sealed,
  bed: CountedBed,
): Promise<Check[]> {
  const asked = { steps: 0 };
  const store = countingStore(bed.store, asked);
  const sent: DueMail[] = [];
  const flood: Flood = {
    ...{ addresses, sends: 'long and short', asksAlerts: true },
    addressOf: (number) => `10.1.${number >> 8}.${number & 255}`,
  };
  const gather = gatheringFor({ mailsPerDay: MAILS_PER_DAY, teamEmail: [TEAM] }, 0);
  /** Takes what is due as the outbox does; what is in a mail is not read. */
  async function quarterly({ now }: Parts): Promise<void> {
    const at = now().getTime();
    const taken = { now: at, leaseUntil: at + LEASE, limit: BATCH, gather };
    let due: DueMail[];
    do {
      due = await store.takeDueMail(taken);
      sent.push(...due);
      for (const { id } of due) await store.removeMail(id);
    } while (due.length === BATCH);
  }
  const before = (await bed.commands?.()) ?? 0;
  const day = await floodedDay(store, sealed, flood, quota, { quarterly, hours });
  const commands = ((await bed.commands?.()) ?? 0) - before;
  const inTheDay = asked.steps;
  await day.sendMore(IN_VAIN);
  const name = `${addresses} address${addresses === 1 ? '' : 'es'}, ${hours === 24 ? 'a day' : `${hours} h`}`;
  const toTeam = sent.filter(({ kind }) => kind !== 'alert-confirmation').length;
  const most = (addresses === 1 ? 0.015 : 0.1) * quota;
  const perRequest = (inTheDay / day.sent).toFixed(2);
  return [
    figure(`${name}: reports sent, taken (measured)`, `${day.sent}, ${day.accepted}`),
    atMost(`${name}: MiB stored of reports (measured)`, day.bytes / 1024 ** 2, most / 1024 ** 2),
    figure(
      `${name}: stored of follow-ups, of attachments at most (computed)`,
      besideReports(addresses, quota),
    ),
    atMost(`${name}: mails to the team (measured)`, toTeam, MAILS_PER_DAY),
    atMost(`${name}: mails to strangers (measured)`, sent.length - toTeam, 0.1 * MAILS_PER_DAY),
    figure(
      `${name}: requests to the store, with the outbox (measured)`,
      `${inTheDay}, ${perRequest} a report sent`,
    ),
    ...(bed.commands
      ? [figure(`${name}: commands in Redis, those of scripts too (measured)`, commands)]
      : []),
    figure(
      `${name}: requests to the store for ${IN_VAIN} more reports at once (measured)`,
      asked.steps - inTheDay,
    ),
  ];
}

/** What so many addresses may add in a day to cases that they have. */
function besideReports(addresses: number, storageQuota: number): string {
  const request = new Request('https://example.org', { headers: { 'X-Real-IP': '192.0.2.1' } });
  const parts = { storageQuota, visitorKey: (address: string) => address };
  const ofAll = (budgets: { limits: { most: number; windowSeconds: number }[] }[]) =>
    inMib(
      budgets.reduce((sum, { limits: [own, all] }) => {
        if (!own || !all) return sum;
        return sum + Math.min(addresses * own.most, all.most) * ((24 * 3600) / all.windowSeconds);
      }, 0),
    );
  const followUps = (['small', 'large'] as const).map((size) =>
    byteBudget(request, parts, { way: 'follow-up', size, weight: LARGEST[size], now: 0 }),
  );
  return `${ofAll(followUps)}, ${ofAll([attachmentBudget(request, parts, 1, 0)])}`;
}

/** The store, that counts what it is asked; what only the measuring asks is not counted. */
function countingStore(store: Store, asked: { steps: number }): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const verb: unknown = Reflect.get(target, name, receiver);
      if (typeof verb !== 'function' || name === 'storedBytes') return verb;
      return (...given: unknown[]) => {
        asked.steps += 1;
        return verb.apply(target, given);
      };
    },
  });
}

function sqliteBed(): CountedBed {
  const folder = mkdtempSync(join(tmpdir(), 'flood-cost-'));
  const store = createSqliteStore(join(folder, 'meldpunt.sqlite'));
  return {
    ...{ store, commands: null },
    async stop() {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function kvBed(): Promise<CountedBed> {
  const redis = await startRedis();
  const bridge = await startRestBridge(redis.connection);
  const sweep = setInterval(() => bridge.seen.splice(0), 500);
  return {
    store: createKvStore(bridge),
    commands: () => commandsOf(redis.connection),
    async stop() {
      clearInterval(sweep);
      await bridge.stop();
      await redis.stop();
    },
  };
}

async function commandsOf(connection: Pick<RedisConnection, 'sendCommand'>): Promise<number> {
  const told = String(await connection.sendCommand(['INFO', 'commandstats']));
  return [...told.matchAll(/calls=(\d+)/g)].reduce((sum, [, calls]) => sum + Number(calls), 0);
}
