import type { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answered, ask, codeIn, keepAlive } from './ask.ts';
import { type Check, exactly, figure } from './check.ts';
import { from, JSON_TYPE, type MadeReport } from './reports.ts';

/** What the clients lived through. */
export interface Tally {
  /** Connections that broke while a request was under way, and those that were refused. */
  cut: number;
  refused: number;
  /** Reports that turned out to be in already: the answer to an earlier try was lost. */
  repeated: number;
  unavailable: number;
  limited: number;
  unexpected: string[];
}

export const newTally = (): Tally => ({
  ...{ cut: 0, refused: 0, repeated: 0, unavailable: 0, limited: 0 },
  unexpected: [],
});

/** Longest pause between two reports of a client, and before a report is tried again, in ms. */
const PAUSE = 300;
const AGAIN = 30;
/** How long a report may take to be acknowledged, in ms. */
const PATIENCE = 60_000;

/**
 * A client that sends its reports one after the other, each until it is acknowledged. Tells `sending` of each try.
 * @returns reference by receipt id, as acknowledged
 */
export async function sendAll(
  { url, visitor, sending }: { url: string; visitor: number; sending: EventEmitter },
  reports: readonly MadeReport[],
  tally: Tally,
): Promise<[receiptId: string, reference: string][]> {
  const agent = keepAlive(1);
  const acknowledged: [string, string][] = [];
  for (const { submission, receiptId } of reports) {
    const options = {
      ...{ method: 'POST', headers: { ...JSON_TYPE, ...from(visitor) }, agent },
      body: JSON.stringify(submission),
    };
    await wait(Math.random() * PAUSE);
    const until = performance.now() + PATIENCE;
    for (let isIn = false; !isIn && tally.unexpected.length === 0; ) {
      sending.emit('try');
      const answer = await ask(`${url}/api/reports`, options).catch((error: NodeJS.ErrnoException) => error);
      if (answer instanceof Error) count(answer, tally);
      else if (answer.status === 200 || answer.status === 201) {
        isIn = true;
        if (answer.status === 200) tally.repeated += 1;
        acknowledged.push([receiptId, JSON.parse(answer.text).reference]);
      } else judge(answer, tally);
      if (!isIn) await wait(AGAIN);
      if (performance.now() > until) tally.unexpected.push('not acknowledged in time');
    }
  }
  agent.destroy();
  return acknowledged;
}

function count(error: NodeJS.ErrnoException, tally: Tally): void {
  if (error.code === 'ECONNREFUSED') tally.refused += 1;
  else if (error.name === 'NoAnswer') tally.unexpected.push('no answer');
  else tally.cut += 1;
}

function judge(answer: Answered, tally: Tally): void {
  if (answer.status === 503) tally.unavailable += 1;
  // The clock of the next server is further on: the limits are those of another quarter of an hour.
  else if (answer.status === 428 || answer.status === 429) tally.limited += 1;
  else tally.unexpected.push(`${answer.status} ${codeIn(answer)}`);
}

export const toldBy = (tally: Tally): Check[] => [
  exactly('answers that nobody expected', tally.unexpected.length, 0),
  figure('requests cut off', tally.cut),
  figure('of those, reports that were in already when tried again', tally.repeated),
  figure('connections refused', tally.refused),
  figure('answers 503 while the store was away', tally.unavailable),
  figure('tries that had to wait for a limit', tally.limited),
];
