import { EventEmitter } from 'node:events';
import { until } from '../support/project.ts';
import { ask } from './ask.ts';
import { type Adapter, allCases, makeBed } from './bed.ts';
import { type Check, exactly, figure } from './check.ts';
import { newTally, sendAll, toldBy } from './kill-client.ts';
import { type MailWay, openPost } from './kill-mail.ts';
import { rage } from './kill-storm.ts';
import { checkLog } from './log-check.ts';
import { bearer, from, type MadeReport, makeReports } from './reports.ts';
import type { Servers } from './servers.ts';

export interface KillSize {
  submissions: number;
  clients: number;
  adapter: Adapter;
  mail: MailWay;
}

const MINUTE = 60_000;
/** By so much the clock of each server is ahead of the one before: limits and leases go by. */
const STEP = 5 * MINUTE;
/** The clock of the last one: past the longest back-off of a mail; and how fast it runs, so that health looks often. */
const LATER = 7 * 60 * MINUTE;
const FAST = 30;

/**
 * Clients send reports, each until it is acknowledged, while the server is killed again and again, sometimes before it
 * takes a single request; for kv its redis-server as well. Then one that may live sends what is still to be sent. Every
 * case must be there once, open with gpg, have arrived by mail once, and have one entry that waits or stands in the log.
 */
export async function kill(servers: Servers, size: KillSize): Promise<Check[]> {
  const reports = await makeReports(size.submissions, servers.site.publicKey);
  const bed = await makeBed(size.adapter);
  const post = await openPost(size.mail, bed.dataDir);
  // Few enough that part of them is gathered.
  const settings = { ...bed.settings, ...post.settings, MAILS_PER_DAY: '40' };
  const tally = newTally();
  const sending = new EventEmitter();
  try {
    let isOver = false;
    const clients = Array.from({ length: size.clients }, (_, visitor) => {
      const mine = reports.filter((_report, at) => at % size.clients === visitor);
      return sendAll({ url: servers.url, visitor, sending }, mine, tally);
    });
    const [acknowledged, storm] = await Promise.all([
      Promise.all(clients).finally(() => {
        isOver = true;
      }),
      rage({
        launch: (life) => servers.launch(settings, { ahead: life * STEP }),
        ...{ restartStore: bed.restartStore, sending, isOver: () => isOver },
      }),
    ]);
    const last = servers.launch(settings, { ahead: storm.lives * STEP + LATER, speed: FAST });
    await last.ready;
    try {
      const store = bed.open();
      const references = new Map(acknowledged.flat());
      const cases = await checkCases(servers, reports, references);
      const isSent = async () => {
        await ask(`${servers.url}/api/health`);
        return (await store.outboxState()).waiting === 0 || undefined;
      };
      await until(isSent, 'the end of the outbox').catch(() => undefined);
      const inStore = await allCases(store);
      return [
        figure('server killed, times', storm.lives),
        ...(bed.restartStore ? [figure('redis-server killed, times', storm.storeLives)] : []),
        ...toldBy(tally),
        exactly('faults in the log', (storm.output + last.output()).split('"event":"fault"').length - 1, 0),
        exactly('reports acknowledged', references.size, reports.length),
        exactly('cases in the store', inStore.length, reports.length),
        exactly('receipts among them', new Set(inStore.map((one) => one.receiptId)).size, reports.length),
        ...cases.checks,
        ...(await checkLog(store, [])),
        exactly('mails still waiting', (await store.outboxState()).waiting, 0),
        ...(await post.check(cases.sealed)),
      ];
    } finally {
      await last.end('SIGTERM');
    }
  } finally {
    post.stop();
    await bed.stop();
  }
}

/** Reads each case as its reporter does, and opens it as the team does. */
async function checkCases(
  { url, site }: Servers,
  reports: readonly MadeReport[],
  references: ReadonlyMap<string, string>,
): Promise<{ checks: Check[]; sealed: Map<string, string> }> {
  const sealed = new Map<string, string>();
  let known = 0;
  let opened = 0;
  for (const [at, report] of reports.entries()) {
    const { status, text } = await ask(`${url}/api/case`, { headers: { ...bearer(report), ...from(at) } });
    if (status !== 200) continue;
    const { reference, messages } = JSON.parse(text);
    if (references.get(report.receiptId) === reference) known += 1;
    sealed.set(reference, messages[0].sealed);
    if (messages.length === 1 && site.team.decrypt(messages[0].sealed).includes(report.marker)) opened += 1;
  }
  const checks = [
    exactly('cases under the reference that was acknowledged', known, reports.length),
    exactly('cases that gpg opens, with their own text', opened, reports.length),
  ];
  return { checks, sealed };
}
