import { Gpg } from '../support/gpg.ts';
import type { RunningSite } from '../support/project.ts';
import { startRedis } from '../support/redis.ts';
import { startRestBridge } from '../support/rest-bridge.ts';
import { type LoadOutcome, load } from './load.ts';
import { type Options, type Row, type Section, type Target, takeTurns } from './section.ts';
import { EMPTY_ENDPOINT, startBenchSite } from './site.ts';
import { type Adapter, adapters, type Traffic, trafficOf } from './stores.ts';
import { type Bodies, makeBodies } from './submission.ts';

const CONNECTIONS = 10;
/** How long one run of one endpoint lasts, in s. */
const SECONDS = 4;

interface Outcome extends LoadOutcome {
  traffic: Traffic;
}

/** How many reports the server takes, and what one costs it, beside an endpoint that does nothing. */
export const http: Section = {
  name: 'http',
  notes: [
    'The built site as `npm start` serves it, from a copy of the project with an empty endpoint beside the others and ' +
      'limits that are counted but never reached. sqlite on the disk of the temporary folder, every commit synced.',
    `${CONNECTIONS} connections from a thread of this process for ${SECONDS} s a run; every request a fresh submission ` +
      'of the same sealed text with a reply key, from a visitor of its own; the empty endpoint gets the same bodies.',
    'Client, bridge and redis-server share the processors with the server, so kv pays here for all three; processor ' +
      'time is that of the server alone. “With mail”: the mail of each case is written to a file after the answer.',
  ],
  async run(options) {
    const team = new Gpg();
    const fingerprint = team.makeKey('Team <team@example.com>');
    const rows: Row[] = [];
    try {
      const bodies = await makeBodies(team.exportPublic(fingerprint));
      for (const adapter of adapters) {
        for (const isMailed of [false, true]) {
          options.tell(`  ${adapter}${isMailed ? ' with mail' : ''}`);
          rows.push(...(await measureOn({ adapter, isMailed, team, bodies }, options)));
        }
      }
    } finally {
      team.close();
    }
    return rows;
  },
};

interface Setting {
  adapter: Adapter;
  isMailed: boolean;
  team: Gpg;
  bodies: Bodies;
}

async function measureOn(setting: Setting, options: Options): Promise<Row[]> {
  const settings = { BENCH_MAIL: setting.isMailed ? 'on' : 'off' };
  if (setting.adapter === 'sqlite') {
    const site = await startBenchSite(setting.team, settings);
    return measureSite(site, setting, options, []).finally(() => site.stop());
  }
  const redis = await startRedis();
  const bridge = await startRestBridge(redis.connection);
  try {
    const kv = { KV_REST_API_URL: bridge.url, KV_REST_API_TOKEN: bridge.token };
    const site = await startBenchSite(setting.team, { ...settings, ...kv });
    return await measureSite(site, setting, options, bridge.seen).finally(() => site.stop());
  } finally {
    await bridge.stop();
    await redis.stop();
  }
}

async function measureSite(
  site: RunningSite,
  { adapter, isMailed, bodies }: Setting,
  options: Options,
  seen: { path: string; body: string }[],
): Promise<Row[]> {
  const pid = site.child.pid ?? 0;
  let firstVisitor = 0;
  const ask = async (path: string, status: number, seconds: number): Promise<Outcome> => {
    seen.splice(0);
    const outcome = await load(
      { url: site.url + path, bodies, status, seconds, connections: CONNECTIONS, firstVisitor },
      pid,
    );
    firstVisitor += outcome.answered;
    return { ...outcome, traffic: trafficOf(seen.splice(0)) };
  };
  const seconds = options.isQuick ? 1 : SECONDS;
  const report = () => ask('/api/reports', 201, seconds);
  const nothing = () => ask(EMPTY_ENDPOINT, 200, seconds);
  // To warm up: what is compiled and optimised, and statements that are prepared.
  await ask('/api/reports', 201, seconds / 2);
  await ask(EMPTY_ENDPOINT, 200, seconds / 2);
  const runs = await takeTurns(options.runs, report, nothing);

  const name = `POST /api/reports, ${adapter}${isMailed ? ' with mail' : ''}`;
  const row = (what: string, unit: string, value: (outcome: Outcome) => number, target?: Target): Row => ({
    what: `${name}: ${what}`,
    baseline: "the same server's empty endpoint",
    unit,
    runs: runs.map(({ one, other }) => ({ measured: value(one), baseline: value(other) })),
    ...(target ? { target } : {}),
  });
  const traffic = (what: string, key: keyof Traffic, target?: Target): Row => ({
    what: `${name}: ${what}`,
    baseline: 'submissions',
    unit: '',
    runs: runs.map(({ one }) => ({ measured: one.traffic[key], baseline: one.answered })),
    ...(target ? { target } : {}),
  });
  const isBare = !isMailed;
  return [
    row(
      'requests per second',
      '/s',
      ({ rate }) => rate,
      adapter === 'sqlite' && isBare ? { of: 'ratio', least: 0.6 } : undefined,
    ),
    row('p99', 'ms', ({ p99 }) => p99),
    row("server's processor time per request", 'ms', ({ cpu }) => cpu),
    ...(adapter === 'kv'
      ? [
          traffic('round trips', 'requests', isBare ? { of: 'ratio', most: 1 } : undefined),
          traffic('store commands', 'commands'),
        ]
      : []),
  ];
}
