import { randomBytes } from 'node:crypto';
import { deriveReceipt } from '../../src/disclosure/receipt.ts';
import { proofFor } from '../support/proof.ts';
import { type Answered, ask, keepAlive } from './ask.ts';
import { type Adapter, allCases, type Bed, makeBed } from './bed.ts';
import { atMost, type Check, exactly, figure, inMib } from './check.ts';
import { bearer, from, JSON_TYPE, type MadeReport, makeReports } from './reports.ts';
import type { Servers } from './servers.ts';

export interface FloodSize {
  /** Of each flood. */
  submissions: number;
  /** Visitors that a wide flood comes from. */
  visitors: number;
  adapter: Adapter;
}

/** A flood, in a quarter of an hour of its own. */
interface Flood {
  name: string;
  visitors: number;
  /** By the form, or as from a terminal. */
  way: (at: number) => Way;
  /** How many of them may become cases. */
  most: number;
  /** What real reports meanwhile may meet: to be asked for a proof of work, or to be refused. */
  asksProof: boolean;
  refuses: Way | null;
}

type Way = 'form' | 'terminal';
const WAYS = ['form', 'terminal'] as const;

const QUARTER = 15 * 60_000;
const AT_ONCE = 20;
/** Real reports come when so much of a flood has gone by. */
const MOMENTS = [0.1, 0.5, 0.9];
const SEALED = { 'Content-Type': 'application/pgp-encrypted' };

/** A report by somebody who means it, and what came of it. */
interface Real {
  way: Way;
  outcome: 'at once' | 'with a proof' | 'refused';
  ms: number;
  /** The access token; for a report from a terminal the receipt code. */
  accessToken: string;
  marker: string;
}

/**
 * Floods the desk: from one visitor and from many, by the form and as from a terminal. What is stored stays within the
 * limits, and real reports get through before, meanwhile and afterwards, by proof of work where it is asked for.
 */
export async function flood(
  servers: Servers,
  { submissions, visitors, adapter }: FloodSize,
): Promise<Check[]> {
  const floods: Flood[] = [
    {
      ...{ name: 'one visitor', visitors: 1, way: (at) => WAYS[at % 2] ?? 'form', most: 20 },
      ...{ asksProof: false, refuses: null },
    },
    {
      ...{ name: `${visitors} visitors, by the form`, visitors, way: () => 'form', most: 100 },
      ...{ asksProof: true, refuses: null },
    },
    {
      ...{ name: `${visitors} visitors, as from a terminal`, visitors, way: () => 'terminal', most: 100 },
      ...{ asksProof: false, refuses: 'terminal' },
    },
  ];
  const bed = await makeBed(adapter);
  const reports = (
    await makeReports(floods.length * MOMENTS.length * 2 + 5, servers.site.publicKey)
  ).values();
  const next = () => reports.next().value as MadeReport;
  const attack = next();
  const checks: Check[] = [];
  const all: Real[] = [];
  let accepted = 0;
  try {
    for (const [at, one] of [null, ...floods, null].entries()) {
      // Each quarter of an hour begins afresh; the server's clock goes on to the next one.
      const ahead = QUARTER - (Date.now() % QUARTER) + at * QUARTER + 1000;
      const server = servers.launch(bed.settings, { ahead });
      await server.ready;
      const sendReal = async (way: Way) => {
        const real = await report(servers.url, way, next());
        all.push(real);
        return real;
      };
      if (!one) {
        const calm = [await sendReal('form'), await sendReal('terminal')];
        const name = at === 0 ? 'before' : 'afterwards';
        checks.push(exactly(`${name}: real reports taken at once`, count(calm, 'at once'), 2));
      } else {
        const outcome = await pour(servers.url, { ...one, submissions, attack }, sendReal);
        accepted += outcome.accepted;
        checks.push(...checksOf(one, outcome, submissions));
      }
      checks.push(exactly('faults in the log', server.output().split('"event":"fault"').length - 1, 0));
      if (at > floods.length) checks.push(...(await checkReal(servers, all)));
      await server.end('SIGTERM');
    }
    checks.push(
      ...(await checkStore(bed, accepted + all.filter(({ outcome }) => outcome !== 'refused').length)),
    );
    return checks;
  } finally {
    await bed.stop();
  }
}

interface Poured {
  accepted: number;
  statuses: Map<number, number>;
  real: Real[];
  perSecond: number;
}

/** Sends a flood; at its moments somebody reports by both ways. */
async function pour(
  url: string,
  { submissions, visitors, way, attack }: Flood & { submissions: number; attack: MadeReport },
  sendReal: (way: Way) => Promise<Real>,
): Promise<Poured> {
  const agent = keepAlive(AT_ONCE);
  const body = JSON.stringify(attack.submission);
  const statuses = new Map<number, number>();
  const real: Promise<Real>[] = [];
  const moments = MOMENTS.map((share) => Math.floor(share * submissions));
  const numbers = Array(submissions).keys();
  const began = performance.now();
  const worker = async () => {
    for (const at of numbers) {
      if (moments.includes(at)) real.push(...WAYS.map(sendReal));
      const isForm = way(at) === 'form';
      const { status } = await ask(`${url}/api/reports`, {
        ...{ method: 'POST', agent, patience: 60_000 },
        headers: { ...(isForm ? JSON_TYPE : SEALED), ...from(at % visitors) },
        body: isForm
          ? body.replace(attack.receiptId, randomBytes(32).toString('hex'))
          : attack.submission.sealedReport,
      });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const perSecond = submissions / ((performance.now() - began) / 1000);
  agent.destroy();
  return { accepted: statuses.get(201) ?? 0, statuses, real: await Promise.all(real), perSecond };
}

/** Visitors who report: none of those in the floods. */
let people = 1 << 20;

/** Reports as the form or a terminal does, with a proof of work when that is asked for. */
async function report(url: string, way: Way, { submission, accessToken, marker }: MadeReport): Promise<Real> {
  people += 1;
  const headers = { ...(way === 'form' ? JSON_TYPE : SEALED), ...from(people) };
  const send = (proof?: string): Promise<Answered> => {
    const body = way === 'form' ? JSON.stringify({ ...submission, proof }) : submission.sealedReport;
    return ask(`${url}/api/reports`, { method: 'POST', headers, body, patience: 60_000 });
  };
  const began = performance.now();
  let answer = await send();
  const isAsked = answer.status === 428;
  if (isAsked) answer = await send(await proofFor(JSON.parse(answer.text).challenge));
  const outcome = answer.status !== 201 ? 'refused' : isAsked ? 'with a proof' : 'at once';
  const { receipt } = answer.status === 201 ? JSON.parse(answer.text) : {};
  return { way, outcome, ms: performance.now() - began, marker, accessToken: receipt ?? accessToken };
}

const count = (real: readonly Real[], outcome: Real['outcome']) =>
  real.filter((one) => one.outcome === outcome).length;

function checksOf(one: Flood, { accepted, statuses, real, perSecond }: Poured, submissions: number): Check[] {
  const told = [...statuses].map(([status, number]) => `${status}: ${number}`).join(', ');
  const isMeant = ({ way, outcome }: Real) =>
    outcome === 'at once' ||
    (outcome === 'with a proof' && one.asksProof) ||
    (outcome === 'refused' && one.refuses === way);
  const through = real.filter(({ outcome }) => outcome !== 'refused');
  const slowest = Math.max(...through.map(({ ms }) => ms));
  const odd = [...statuses.keys()].filter((status) => ![201, 428, 429].includes(status));
  return [
    figure(`${one.name}: answers`, `${told}; ${Math.round(perSecond)}/s`),
    atMost(`${one.name}: cases of ${submissions}`, accepted, one.most),
    exactly(`${one.name}: answers that nobody expected`, odd.length, 0),
    figure(
      `${one.name}: real reports meanwhile`,
      `${count(real, 'at once')} at once, ${count(real, 'with a proof')} with a proof, ${count(real, 'refused')} refused`,
    ),
    figure(`${one.name}: slowest real report that got through`, `${Math.round(slowest)} ms`),
    exactly(`${one.name}: real reports that met what is meant`, real.filter(isMeant).length, real.length),
  ];
}

/** Every real report that got through is there for its reporter, and opens. */
async function checkReal({ url, site }: Servers, all: readonly Real[]): Promise<Check[]> {
  const through = all.filter(({ outcome }) => outcome !== 'refused');
  let opened = 0;
  for (const { accessToken, marker, way } of through) {
    const token = way === 'form' ? accessToken : (await deriveReceipt(accessToken)).accessToken;
    people += 1;
    const { text } = await ask(`${url}/api/case`, {
      headers: { ...bearer({ accessToken: token }), ...from(people) },
    });
    if (site.team.decrypt(JSON.parse(text).messages?.[0]?.sealed ?? '').includes(marker)) opened += 1;
  }
  return [exactly('real reports that are in and open with gpg', opened, through.length)];
}

async function checkStore(bed: Bed, expected: number): Promise<Check[]> {
  const store = bed.open();
  const stored = await store.storedBytes();
  return [
    exactly('cases in the store', (await allCases(store)).length, expected),
    figure('stored', `${inMib(stored)} by its own count, ${inMib(await bed.size())} in all`),
  ];
}
