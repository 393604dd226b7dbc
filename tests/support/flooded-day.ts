import { randomBytes } from 'node:crypto';
import { createReportHandler } from '../../functions/api/reports.ts';
import type { Parts } from '../../functions/parts-types.ts';
import { createProofs } from '../../functions/reporter/proof.ts';
import type { Store } from '../../functions/store/store.ts';
import { makeKeyPair, readCertificates } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { SITE, testParts } from './parts.ts';
import { proofFor } from './proof.ts';
import { post, postJson, postMessage } from './sealed.ts';

const HOUR = 3_600_000;
/** Midnight in UTC: budgets of a day and of an hour begin with it. */
const MIDNIGHT = Date.UTC(2026, 10, 23);

export type Way = 'form' | 'plain form' | 'terminal';
export const ways: readonly Way[] = ['form', 'plain form', 'terminal'];

/** Who floods: from how many addresses, which ones, and with what. */
export interface Flood {
  addresses: number;
  addressOf: (number: number) => string;
  /** What is sent at every chance: long reports, or short ones as well. */
  sends: 'long' | 'long and short';
  /** Has the form ask for e-mail alerts to others, a new one each time. */
  asksAlerts?: boolean;
}

/** What goes on beside a flood instead of people who report. */
export interface Beside {
  /** Is called every quarter of an hour by its clock. */
  quarterly: (parts: Parts) => Promise<void>;
  /** How many hours of the day there are. */
  hours: number;
}

/** One report by somebody who means it. */
export interface Honest {
  hour: number;
  way: Way;
  isLong: boolean;
  status: number;
  code: string;
  retryAfter: number;
  /** What the page for a person, or the problem, says. */
  text: string;
  /** What health said just before, and which warnings the team had been sent by then. */
  health: string;
  warned: string[];
}

export interface Day {
  /** Of the flood. */
  sent: number;
  accepted: number;
  /** What the flood added to the store, as that counts it. */
  bytes: number;
  honest: Honest[];
  /** Mails to the team, by kind. */
  mails: Map<string, number>;
  warned: string[];
  /** Sends so many more reports, all at once, from all addresses in turn. */
  sendMore(count: number): Promise<void>;
}

/** Sealed texts, made once: the longest that is taken, and one of ordinary length. */
export interface Sealed {
  team: Parts['team'];
  long: string;
  short: string;
  /** The longest that still counts as short. */
  longestShort: string;
}

export async function sealTexts(): Promise<Sealed> {
  const { publicKey } = await makeKeyPair({ name: 'Team' });
  const team = await readCertificates(publicKey, new Date());
  const keys = team.map(({ armored }) => armored);
  const [long, short, longestShort] = await Promise.all(
    [192_900, 4096, 17_500].map((length) => seal('x'.repeat(length), keys)),
  );
  return { team, long: long ?? '', short: short ?? '', longestShort: longestShort ?? '' };
}

/**
 * A day of a flood, hour by hour on a clock of its own: in each, whoever floods sends by the form (with every proof
 * that is asked for) and as from a terminal until nothing more is taken, and then three people send a short report,
 * one each way; in some hours others send a long one too. With `beside` there are none of these.
 */
export async function floodedDay(
  store: Store,
  sealed: Sealed,
  flood: Flood,
  quota: number,
  beside?: Beside,
): Promise<Day> {
  const parts = testParts({
    ...{ store, team: sealed.team, storageQuota: quota },
    // Next to no work: what is counted here is not time.
    proofs: createProofs('secret', { fewest: 1, most: 2 }),
  });
  const { clock } = parts;
  clock.now = MIDNIGHT;
  const handle = createReportHandler(parts);
  const day: Day = { sent: 0, accepted: 0, bytes: 0, honest: [], mails: new Map(), warned: [], sendMore };

  async function send(way: Way, text: string, address: string): Promise<Response> {
    const headers = { 'X-Real-IP': address };
    if (way === 'terminal') return handle(postMessage(text, headers));
    if (way === 'plain form') {
      const form = new URLSearchParams({ message: text, language: 'nl' });
      return handle(post(String(form), 'application/x-www-form-urlencoded', { ...headers, Origin: SITE }));
    }
    const receiptId = randomBytes(32).toString('hex');
    const alert = flood.asksAlerts
      ? { notifyEmail: `${receiptId.slice(0, 20)}@${receiptId.slice(20, 30)}.example` }
      : {};
    const fields = { urgent: false, language: 'nl', attachments: [], ...alert };
    const report = { sealedReport: text, receiptId, ...fields };
    let answer = await handle(postJson(report, headers));
    for (let round = 0; round < 3 && answer.status === 428; round += 1) {
      const proof = await proofFor((await answer.json()).challenge);
      answer = await handle(postJson({ ...report, proof }, headers));
    }
    return answer;
  }

  async function sendMore(count: number): Promise<void> {
    for (let at = 0; at < count; at += 1)
      await send('terminal', sealed.short, flood.addressOf(at % flood.addresses));
  }

  /** Sends until nothing more is taken, from one address after the other. */
  async function pour(way: Way, text: string): Promise<void> {
    const before = await store.storedBytes();
    // Whoever is refused from so many addresses in a row knows that it is not about the address.
    for (let refused = 0; refused < Math.min(flood.addresses, 2); day.sent += 1) {
      // Not more than one in a second: who is refused too often in a minute is not even looked at.
      clock.now += 1001;
      const answer = await send(way, text, flood.addressOf(next));
      // A store that does not answer is no limit that ends a flood.
      if (![201, 429].includes(answer.status))
        throw new Error(
          `a flood was answered with ${answer.status}: ${JSON.stringify(parts.logged.slice(-2))}`,
        );
      if (answer.status === 201) {
        refused = 0;
        day.accepted += 1;
      } else {
        refused += 1;
        next = (next + 1) % flood.addresses;
      }
    }
    day.bytes += (await store.storedBytes()) - before;
  }
  let next = 0;

  /** Takes what waits in the outbox. */
  async function takeMails(): Promise<void> {
    const due = await store.takeDueMail({ now: clock.now, leaseUntil: clock.now + HOUR, limit: 1000 });
    for (const { id, kind } of due) {
      day.mails.set(kind, (day.mails.get(kind) ?? 0) + 1);
      if (kind === 'storage-warning') day.warned.push(id);
      await store.removeMail(id);
    }
  }

  let people = 0;
  async function reportHonestly(hour: number, way: Way, isLong: boolean): Promise<void> {
    await takeMails();
    // Only here: it takes along mails and their texts, for which Vite is needed.
    const { createHealthHandler } = await import('../../functions/api/health.ts');
    const looks = createHealthHandler({ ...parts, team: [] });
    const health = await (await looks(new Request(`${SITE}/api/health`))).json();
    people += 1;
    const address = `172.16.${people >> 8}.${people & 255}`;
    const answer = await send(way, isLong ? sealed.long : sealed.short, address);
    const text = await answer.text();
    const code = /"code":"([a-z-]+)"/.exec(text)?.[1] ?? '';
    const retryAfter = Number(answer.headers.get('retry-after'));
    const seen = { health: health.store, warned: [...day.warned] };
    day.honest.push({ hour, way, isLong, status: answer.status, code, retryAfter, text, ...seen });
  }

  const trueNow = Date.now;
  // What is counted in the process goes by the clock of the machine.
  Date.now = () => clock.now;
  try {
    for (let hour = 0; hour < (beside?.hours ?? 24); hour += 1) await passHour(hour);
  } finally {
    Date.now = trueNow;
  }
  if (!beside) await takeMails();
  return day;

  /** Whoever floods tries at its beginning, and where nobody else is there every quarter of an hour. */
  async function passHour(hour: number): Promise<void> {
    const began = MIDNIGHT + hour * HOUR;
    for (const quarter of beside ? [0, 1, 2, 3] : [0]) {
      clock.now = Math.max(clock.now, began + (quarter * HOUR) / 4);
      for (const way of ['form', 'terminal'] as const) {
        await pour(way, sealed.long);
        if (flood.sends === 'long and short') await pour(way, sealed.longestShort);
      }
      await beside?.quarterly(parts);
    }
    if (beside) return;
    clock.now = Math.max(clock.now, began + HOUR / 2);
    for (const way of ways) await reportHonestly(hour, way, false);
    if (hour % 8 === 0) for (const way of ways) await reportHonestly(hour, way, true);
  }
}
