import { type Filled, fill } from './fill.ts';
import { type Cost, measure, type Side } from './measure.ts';
import { median, type Options, type Pair, type Row, type Section } from './section.ts';
import { stepsOn } from './steps.ts';
import { type Adapter, adapters, openBed, sqliteFolder } from './stores.ts';

const BASELINE = 100;
/** Between the baseline and the most, so that what grows shows how. */
const BETWEEN = 10_000;
/** Calls of each step in one run; their median counts. */
const CALLS = 20;
/** Calls at once while filling: sqlite is one file, and its verbs do not wait for anything. */
const PARALLEL: Record<Adapter, number> = { sqlite: 1, kv: 50 };

/** What each step costs in a store with few cases and with many, on both adapters. */
export const size: Section = {
  name: 'size',
  notes: [
    `sqlite in a file in ${sqliteFolder}; kv is @vercel/kv, a REST bridge and redis-server on this machine.`,
    `A run is ${CALLS} calls of each step by turns at all sizes; the median counts. 5 calls before, to warm up.`,
    'Of 100 cases 85 are closed, 13 open, and 2 have a deadline that is not due; 3 events and 2 messages each.',
    'GET, POST, PATCH: the handlers themselves. Daily job: all of it, but that mails are taken and settled unwritten.',
  ],
  async run(options) {
    const rows: Row[] = [];
    for (const adapter of adapters) rows.push(...(await measureOn(adapter, options)));
    return rows;
  },
};

async function measureOn(adapter: Adapter, options: Options): Promise<Row[]> {
  const sides: Side[] = [];
  try {
    const counts = [BASELINE, ...(options.cases > BETWEEN ? [BETWEEN] : []), options.cases];
    for (const count of counts) sides.push(await prepare(adapter, count, options));
    const calls = options.isQuick ? 3 : CALLS;
    const costs = await measure(sides, options.runs * calls);
    return costs.flatMap((row, index) =>
      counts.slice(1).map(
        (count, at): Row => ({
          what: `${sides[0]?.steps[index]?.name}, ${adapter}${trafficIn(row)}, ${count} cases`,
          baseline: `${BASELINE} cases`,
          unit: 'ms',
          runs: pairsOf([row[0], row[at + 1]], calls),
          target: { of: 'ratio', most: 1.2 },
        }),
      ),
    );
  } finally {
    for (const { bed } of sides) await bed.stop();
  }
}

async function prepare(adapter: Adapter, count: number, { tell }: Options): Promise<Side> {
  const bed = await openBed(adapter);
  try {
    const begin = performance.now();
    const filled: Filled[] = await fill(bed.store, count, PARALLEL[adapter]);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    tell(`  ${adapter}: filled with ${count} cases through the store's own verbs in ${seconds} s`);
    await bed.reopen();
    return { bed, steps: await stepsOn(bed.store, filled) };
  } catch (error) {
    await bed.stop();
    throw error;
  }
}

/** A pair for each run of so many calls. */
function pairsOf([few, many]: readonly (Cost | undefined)[], calls: number): Pair[] {
  const medians = (cost: Cost | undefined) =>
    Array.from({ length: (cost?.times.length ?? 0) / calls }, (_, run) =>
      median(cost?.times.slice(run * calls, (run + 1) * calls) ?? []),
    );
  const baselines = medians(few);
  return medians(many).map((measured, run) => ({ measured, baseline: baselines[run] ?? Number.NaN }));
}

/** What went over the bridge: one number where all sizes have the same. */
function trafficIn(row: readonly Cost[]): string {
  if (row.every(({ traffic }) => traffic === null)) return '';
  const of = (what: 'commands' | 'requests') =>
    [...new Set(row.map(({ traffic }) => traffic?.[what]))].join(' and ');
  return ` (commands: ${of('commands')}, round trips: ${of('requests')})`;
}
