import { randomBytes } from 'node:crypto';
import { appendBatches } from '../../functions/log/append.ts';
import { createDesk } from '../../functions/reporter/desk.ts';
import type { NewStatement } from '../../functions/store/store.ts';
import { HASH_SIZE, parseTilePath } from '../../src/log/tile-path.ts';
import { inclusionProof } from '../../src/log/tree.ts';
import { deskKeyOf } from '../../src/settings/desk-key.ts';
import { changeInput, newCaseInput } from '../support/cases.ts';
import { DESK_KEY } from '../support/desk-key.ts';
import { newStatement } from '../support/log.ts';
import { measureCases } from './new-cases.ts';
import type { Options, Pair, Row, Section } from './section.ts';
import { type Adapter, adapters, type Bed, openBed, sqliteFolder } from './stores.ts';
import { DAY, NOW } from './time.ts';
import { inTurns } from './turns.ts';

const BASELINE = 100;
const BATCH = 100;
/** Entries that a change brings while filling. */
const AT_ONCE = 1000;
/** Calls of each kind in one run, by turns; their median counts. */
const CALLS = { append: 6, read: 40 };
const desk = createDesk(deskKeyOf({ DESK_KEY, SERVER_SECRET: '' }, 'https://desk.example'));

/** What appending and proving cost in a short log and in a long one, and what a statement adds to a new case. */
export const log: Section = {
  name: 'log',
  notes: [
    `sqlite in a file in ${sqliteFolder}; kv is @vercel/kv, a REST bridge and redis-server on this machine.`,
    `Appending is all of what the daily job does for ${BATCH} entries: read, hash, sign, write. The short log is made anew for each run, and has ${BASELINE} entries at its first call.`,
    'A proof is one of inclusion, of entries all over the log. A longer log has more tiles on the way to its root: so many are read at once.',
    'A new case: the report and the reply key of a form, sealed; with its statement of acceptance, and without.',
  ],
  async run(options) {
    const rows: Row[] = [];
    for (const adapter of adapters) {
      rows.push(...(await measureLogs(adapter, options)));
      rows.push(await measureCases(adapter, options));
    }
    return rows;
  },
};

/** A log of so many entries, to append to and to read from. */
async function openLog(adapter: Adapter, count: number) {
  const bed = await openBed(adapter);
  let current = newCaseInput({ receivedAt: NOW }).newCase;
  await bed.store.createCase({ ...newCaseInput({ receivedAt: NOW }), newCase: current });
  /** Has so many entries wait. */
  async function add(entries: number): Promise<void> {
    const { note } = newStatement();
    const statements = Array.from({ length: entries }, (): NewStatement => {
      return { note, entry: randomBytes(32).toString('base64'), at: NOW };
    });
    const input = changeInput(current, {}, { statements });
    const { outcome } = await bed.store.changeCase(input);
    if (outcome !== 'changed') throw new Error(outcome);
    current = input.changed;
  }
  async function append(expected: number): Promise<void> {
    const appended = await appendBatches({ store: bed.store, desk, now: () => new Date(NOW + 2 * DAY) });
    if (appended !== expected) throw new Error(`appended ${appended}`);
  }
  for (let left = count; left > 0; left -= AT_ONCE) await add(Math.min(AT_ONCE, left));
  await append(count);
  return { bed, add, append };
}

async function measureLogs(adapter: Adapter, options: Options): Promise<Row[]> {
  const begin = performance.now();
  const long = await openLog(adapter, options.cases);
  options.tell(
    `  ${adapter}: ${options.cases} entries in ${((performance.now() - begin) / 1000).toFixed(1)} s`,
  );
  const runs: { appending: Pair; tile: Pair; proof: Pair }[] = [];
  let proofs = { long: 0, short: 0 };
  try {
    for (let run = 0; run < options.runs; run += 1) {
      const short = await openLog(adapter, BASELINE);
      try {
        const tiles = [tilesIn(options.cases), tilesIn(BASELINE)] as const;
        const [ofLong, ofShort] = await Promise.all(tiles);
        proofs = { long: largestOf(ofLong), short: largestOf(ofShort) };
        const reading = (many: boolean) => {
          const readIn =
            ({ bed }: { bed: Bed }, names: string[][]) =>
            (call: number) =>
              bed.store.readTiles((names[call % names.length] ?? []).slice(0, many ? undefined : 1));
          return inTurns(options.isQuick ? 3 : CALLS.read, readIn(long, ofLong), readIn(short, ofShort));
        };
        runs.push({
          tile: await reading(false),
          proof: await reading(true),
          appending: await inTurns(
            options.isQuick ? 2 : CALLS.append,
            () => long.append(BATCH),
            () => short.append(BATCH),
            () => Promise.all([long.add(BATCH), short.add(BATCH)]),
          ),
        });
      } finally {
        await short.bed.stop();
      }
    }
  } finally {
    await long.bed.stop();
  }
  const row = (what: string, of: keyof (typeof runs)[0], target?: Row['target']): Row => ({
    ...{ what: `${what}, ${adapter}, ${options.cases} entries`, baseline: `${BASELINE} entries`, unit: 'ms' },
    runs: runs.map((one) => one[of]),
    ...(target && { target }),
  });
  return [
    row(`append ${BATCH} entries`, 'appending', { of: 'ratio', most: 1.2 }),
    row('read a tile of a proof', 'tile', { of: 'ratio', most: 1.2 }),
    row(`read all tiles of a proof (up to ${proofs.long} of them, instead of ${proofs.short})`, 'proof'),
  ];
}

const largestOf = (proofs: readonly string[][]) => Math.max(...proofs.map(({ length }) => length));

/** The names of the tiles that proofs need in a log of so many entries, for entries all over it. */
function tilesIn(size: number): Promise<string[][]> {
  const places = Array.from({ length: 20 }, (_, at) => Math.floor((size * (at + 0.5)) / 20));
  return Promise.all(
    places.map(async (place) => {
      const paths = new Set<string>();
      await inclusionProof(place, size, async (path) => {
        paths.add(path.replace(/\.p\/\d+$/, ''));
        return new Uint8Array((parseTilePath(path)?.width ?? 0) * HASH_SIZE);
      });
      return [...paths].toSorted();
    }),
  );
}
