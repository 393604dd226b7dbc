import { makeKeyPair } from '../../src/openpgp/keys.ts';
import { newCaseInput } from '../support/cases.ts';
import { newStatement } from '../support/log.ts';
import type { Options, Pair, Row } from './section.ts';
import { type Adapter, type Bed, openBed } from './stores.ts';
import { freshBody, makeBodies } from './submission.ts';
import { NOW } from './time.ts';
import { inTurns } from './turns.ts';

/** Calls of each kind in one run. */
const CALLS = 300;
const WARM_UP = 50;

/** What a statement of acceptance adds to a new case: two stores that fill alike, one with and one without. */
export async function measureCases(adapter: Adapter, options: Options): Promise<Row> {
  const { publicKey } = await makeKeyPair({ name: 'Anna', email: 'anna@example.com' });
  const { sealedReport, replyKey } = JSON.parse(freshBody(await makeBodies(publicKey)));
  const beds = [await openBed(adapter), await openBed(adapter)] as const;
  const limits = ['all', 'form', 'bytes', 'visitor'].map((key) => ({
    ...{ key, most: Number.MAX_SAFE_INTEGER, windowSeconds: 900 },
  }));
  const create = async ({ store }: Bed, withStatement: boolean) => {
    const input = newCaseInput({ receivedAt: NOW, replyKey }, limits);
    const { reference } = input.newCase;
    const given = {
      ...{ ...input, report: { ...input.report, sealed: sealedReport } },
      statement: withStatement
        ? newStatement({ note: `${' '.repeat(200)}${newStatement({}, reference).note}` })
        : null,
    };
    return () => store.createCase(given);
  };
  const runs: Pair[] = [];
  try {
    for (let at = 0; at < WARM_UP; at += 1)
      for (const [index, bed] of beds.entries()) await (await create(bed, index === 0))();
    for (let run = 0; run < options.runs; run += 1) {
      const next = { long: await create(beds[0], true), short: await create(beds[1], false) };
      runs.push(
        await inTurns(
          options.isQuick ? 5 : CALLS,
          () => next.long(),
          () => next.short(),
          async () =>
            Object.assign(next, { long: await create(beds[0], true), short: await create(beds[1], false) }),
        ),
      );
    }
  } finally {
    for (const bed of beds) await bed.stop();
  }
  return {
    ...{ what: `createCase with a statement, ${adapter}`, baseline: 'without', unit: 'ms', runs },
    target: { of: 'ratio', most: 1.05 },
  };
}
