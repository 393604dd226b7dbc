import { randomBytes, randomInt } from 'node:crypto';
import type { Agent } from 'node:http';
import type { Store } from '../../functions/store/store.ts';
import { type Answered, ask, keepAlive, NoAnswer } from './ask.ts';
import { type Adapter, makeBed } from './bed.ts';
import { atMost, type Check, exactly, figure, inMib } from './check.ts';
import { addresses, type Draft, unknownAddresses } from './fuzz-makers.ts';
import { Random } from './fuzz-random.ts';
import { brokenBytes, sendRaw } from './fuzz-raw.ts';
import { makeRequest } from './fuzz-requests.ts';
import { changesBetween, isExplained, type Reader, readerOf } from './fuzz-store.ts';
import { makeWorld, type World } from './fuzz-world.ts';
import type { Served, Servers } from './servers.ts';

export interface FuzzSize {
  requests: number;
  adapter: Adapter;
  seed?: number;
  /** Whether memory is judged: a short run says nothing of it. */
  isMemoryJudged: boolean;
}

/** How long an answer may take, in ms. */
const PATIENCE = 5000;
/** Requests between two looks at the store, and how many of them are under way at once. */
const BATCH = 20;
const AT_ONCE = 16;
/** One request in so many is raw bytes. */
const RAW = 10;
const CASES = 40;
/** How much the heap may have grown since a fifth of the requests. */
const GROWTH = 1.1;
/** The server's clock runs faster, so that limits do not answer everything. */
const SPEED = 20;

interface Run extends World {
  servers: Servers;
  store: Store;
  random: Random;
  all: readonly string[];
  agent: Agent;
  reader: Reader;
  counts: Map<string, number>;
  faults: string[];
  everTouched: Set<string>;
  slowest: number;
  judgedBatches: number;
}

/**
 * Sends requests that are nearly right to every address of the functions, with every method, and raw bytes that are no
 * requests. No answer may be a 5xx, none may be missing, and what was refused must leave nothing in the store.
 */
export async function fuzz(servers: Servers, size: FuzzSize): Promise<Check[]> {
  const seed = size.seed ?? randomInt(2 ** 32);
  const bed = await makeBed(size.adapter);
  const secret = randomBytes(32).toString('base64');
  const server = servers.launch({ ...bed.settings, SERVER_SECRET: secret }, { speed: SPEED });
  await server.ready;
  await ask(`${servers.url}/api/health`);
  const store = bed.open();
  const reader = readerOf(size.adapter, bed);
  const agent = keepAlive(AT_ONCE);
  try {
    const all = await addresses();
    const world = await makeWorld(servers, store, { cases: CASES, secret, now: Date.now });
    const run: Run = Object.assign(world, {
      ...{ servers, store, reader, agent, all, random: new Random(seed), counts: new Map<string, number>() },
      ...{ faults: [], everTouched: new Set<string>(), slowest: 0, judgedBatches: 0 },
    });
    const began = performance.now();
    let warm: NodeJS.MemoryUsage | undefined;
    for (let sent = 0; sent < size.requests; sent += BATCH) {
      if (sent >= size.requests / 5) warm ??= await server.memory();
      await batch(run);
    }
    const seconds = (performance.now() - began) / 1000;
    return [
      figure('seed', seed),
      figure('requests', `${size.requests}, ${Math.round(size.requests / seconds)}/s`),
      ...checksOf(run, server, unknownAddresses(all)),
      ...(warm ? memoryChecks(warm, await server.memory(), size.isMemoryJudged) : []),
    ];
  } finally {
    agent.destroy();
    reader.close();
    await server.end('SIGTERM');
    await bed.stop();
  }
}

/** Sends some requests and compares the store before and after. */
async function batch(run: Run): Promise<void> {
  const before = await run.reader.read();
  const touched = new Set<string>();
  const drafts = Array.from({ length: BATCH }, () =>
    run.random.below(RAW) === 0 ? brokenBytes(run.random) : makeRequest(run.random, run, run.all),
  );
  const waiting = drafts.values();
  const worker = async () => {
    for (const draft of waiting) {
      if (draft instanceof Uint8Array) await sendBroken(run, draft);
      else await sendDraft(run, draft, touched);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  for (const one of touched) run.everTouched.add(one);
  const unexplained = changesBetween(before, await run.reader.read()).filter(
    (name) => !isExplained(name, touched, run.everTouched),
  );
  if (unexplained.length > 0) run.faults.push(`the store changed: ${unexplained.slice(0, 3).join(', ')}`);
  if (touched.size === 0) run.judgedBatches += 1;
  await tidy(run, touched);
}

async function sendBroken(run: Run, bytes: Uint8Array): Promise<void> {
  const status = await sendRaw(run.servers.port, bytes, PATIENCE).catch(() => -1);
  count(run, status === 0 ? 'hung up' : `raw ${status}`);
  if (status < 0 || (status >= 500 && status !== 501 && status !== 505))
    run.faults.push(`${status} for ${JSON.stringify(Buffer.from(bytes).toString('latin1').slice(0, 200))}`);
}

async function sendDraft(run: Run, draft: Draft, touched: Set<string>): Promise<void> {
  const { method, path, headers } = draft;
  const body =
    draft.bytes ?? draft.text ?? (draft.json === undefined ? undefined : JSON.stringify(draft.json));
  const options = {
    method,
    headers,
    agent: run.agent,
    patience: PATIENCE,
    ...(body === undefined ? {} : { body }),
  };
  const answer = await ask(run.origin + path, options).catch((error: Error) => error);
  if (answer instanceof Error) {
    count(run, answer instanceof NoAnswer ? 'no answer' : 'broken off');
    if (answer instanceof NoAnswer) run.faults.push(`no answer: ${told(draft)}`);
    return;
  }
  count(run, String(answer.status));
  run.slowest = Math.max(run.slowest, answer.ms);
  if (answer.status >= 500) run.faults.push(`${answer.status}: ${told(draft)} ${answer.text.slice(0, 200)}`);
  if (answer.status < 300 && !['GET', 'HEAD', 'OPTIONS'].includes(method)) touch(run, draft, answer, touched);
}

/** Notes which cases an accepted request was about: a report may be sent with the token of another case. */
function touch(run: Run, { path, headers }: Draft, answer: Answered, touched: Set<string>): void {
  const [, token] = /^Bearer (.*)$/.exec(headers['Authorization'] ?? '') ?? [];
  const known = run.cases.find((one) => one.accessToken === token || path.includes(one.alertId));
  const named = (readablePath(path) + answer.text).match(/CVD-\d{4}-\w{6}/g) ?? [];
  const about = known ? [known.reference, ...named] : named;
  for (const reference of about.length > 0 ? about : ['none']) touched.add(reference);
}

/** Erases the cases that came in, and puts fresh ones in the place of those that are gone. */
async function tidy(run: Run, touched: ReadonlySet<string>): Promise<void> {
  for (const reference of touched) {
    const at = run.cases.findIndex((one) => one.reference === reference);
    if (at < 0) await run.store.eraseCase({ reference, mails: [], now: Date.now() });
    else if (!(await run.store.findCase(reference))) await run.addCase(at);
  }
}

const count = ({ counts }: Run, what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);

const told = ({ method, path, headers, ...body }: Draft): string =>
  `${method} ${path.slice(0, 200)} ${JSON.stringify(headers).slice(0, 400)} ${JSON.stringify(body).slice(0, 300)}`;

function checksOf(run: Run, server: Served, unknown: readonly string[]): Check[] {
  const faults = server.output().split('"event":"fault"').length - 1;
  const counts = [...run.counts].sort(([one], [other]) => one.localeCompare(other));
  return [
    exactly('addresses that it has no request for', unknown.length, 0),
    figure('answers by status', counts.map(([what, number]) => `${what}: ${number}`).join(', ')),
    { what: 'faults', figure: run.faults.slice(0, 5).join('\n') || 'none', holds: run.faults.length === 0 },
    exactly('faults in the log', faults, 0),
    figure('slowest answer', `${Math.round(run.slowest)} ms`),
    figure('looks at the store after nothing but refusals', run.judgedBatches),
  ];
}

function memoryChecks(warm: NodeJS.MemoryUsage, end: NodeJS.MemoryUsage, isJudged: boolean): Check[] {
  const grown = end.heapUsed / warm.heapUsed;
  return [
    figure('heap after a fifth, and at the end', `${inMib(warm.heapUsed)}, ${inMib(end.heapUsed)}`),
    figure('resident after a fifth, and at the end', `${inMib(warm.rss)}, ${inMib(end.rss)}`),
    isJudged ? atMost('growth of the heap', grown, GROWTH) : figure('growth of the heap', grown.toFixed(2)),
  ];
}

/** A path with what it escapes, where that can be read. */
function readablePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
