import { randomBytes } from 'node:crypto';
import type { Challenge } from 'altcha-lib/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { createReportChallengeHandler } from '../../functions/api/reports-challenge.ts';
import { budgetOf } from '../../functions/reporter/byte-budgets.ts';
import { createProofs } from '../../functions/reporter/proof.ts';
import { limitsOf, openLane } from '../../functions/reporter/report-lanes.ts';
import { StoreError } from '../../functions/store/store.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { counted as countedFor } from '../support/counted.ts';
import { testParts } from '../support/parts.ts';
import { proofFor, quickProofs, solved } from '../support/proof.ts';
import { post, postJson, postMessage, reportDesk, SITE } from '../support/sealed.ts';

const START = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;
const proofs = quickProofs();
let desk: Awaited<ReturnType<typeof reportDesk>>;
let clock: number;
let sealed: string;
beforeEach(async () => {
  clock = START;
  desk = await reportDesk({ proofs, now: () => new Date(clock) });
  sealed = await seal('the finding', desk.armoredKeys);
});

const freshReceipt = () => randomBytes(32).toString('hex');
const submission = (fields: Record<string, unknown> = {}) => ({
  sealedReport: sealed,
  receiptId: freshReceipt(),
  urgent: false,
  language: 'nl',
  attachments: [],
  ...fields,
});
const send = (fields: Record<string, unknown> = {}, headers = {}) =>
  desk.handle(postJson(submission(fields), headers));
const statusOf = async (...request: Parameters<typeof send>) => (await send(...request)).status;
const makeChallenge = (receiptId: string, effort: 1 | 2 | 3 = 1) =>
  proofs.makeChallenge(receiptId, effort, new Date(clock));

/** Fills a lane, but for `room` more. */
async function fill(lane: 'open' | 'proved' | 'plain', room = 0) {
  const limit = limitsOf(lane, '').at(-1) ?? openLane;
  await desk.store.countHit({ limits: [{ ...limit, weight: limit.most - room }], now: clock });
}
const counted = (lane: 'open' | 'proved' | 'plain') =>
  countedFor(desk.store, limitsOf(lane, '').at(-1) ?? openLane, clock);

describe('the lanes', () => {
  it('a report from the form counts in the open lane, with a proof in its own, and without scripts in a third', async () => {
    await send();
    const receiptId = freshReceipt();
    await send({ receiptId, proof: await proofFor(await makeChallenge(receiptId)) });
    await desk.handle(postMessage(sealed));
    const form = new URLSearchParams({ message: sealed });
    await desk.handle(post(form, 'application/x-www-form-urlencoded'));
    expect([await counted('open'), await counted('proved'), await counted('plain')]).toEqual([1, 1, 2]);
  });

  it('a full open lane asks for a proof, and with it the report is accepted', async () => {
    await fill('open', 1);
    expect(await statusOf()).toBe(201);
    const report = submission();
    const asked = await desk.handle(postJson(report));
    expect(asked.headers.get('content-type')).toBe('application/problem+json');
    expect(asked.headers.get('retry-after')).toBeNull();
    const { challenge, ...problem } = await asked.json();
    expect(problem).toEqual({
      type: 'urn:meldpunt:problem:proof-needed',
      title: expect.any(String),
      status: 428,
      code: 'proof-needed',
      instance: expect.stringMatching(/^urn:meldpunt:request:/),
    });
    const proof = await proofFor(challenge);
    expect((await desk.handle(postJson({ ...report, proof }))).status).toBe(201);
    expect(await desk.cases()).toBe(2);
  });

  it('a visitor who sends too much is refused, and not asked for a proof', async () => {
    const headers = { 'X-Real-IP': '192.0.2.7' };
    for (let count = 0; count < 20; count += 1) await send({}, headers);
    await fill('open', 20);
    expect(await statusOf({}, headers)).toBe(429);
    expect(await statusOf({}, { 'X-Real-IP': '192.0.2.8' })).toBe(428);
    const receiptId = freshReceipt();
    const proof = await proofFor(await makeChallenge(receiptId));
    expect(await statusOf({ receiptId, proof }, headers)).toBe(429);
  });

  it('who reports without scripts or from a terminal is never asked for a proof, however busy the form is', async () => {
    await fill('open');
    await fill('proved');
    expect((await desk.handle(postMessage(sealed))).status).toBe(201);
    const form = () => post(new URLSearchParams({ message: sealed }), 'application/x-www-form-urlencoded');
    expect((await desk.handle(form())).status).toBe(201);
    await fill('plain', 2);
    expect((await desk.handle(postMessage(sealed))).status).toBe(429);
    expect((await desk.handle(form())).status).toBe(429);
  });

  it('the lane with proofs is full at last too, and then a report is refused', async () => {
    await fill('open');
    await fill('proved');
    const receiptId = freshReceipt();
    const proof = await proofFor(await makeChallenge(receiptId));
    const refused = await send({ receiptId, proof });
    expect([refused.status, (await refused.json()).code]).toEqual([429, 'too-many-requests']);
    expect(refused.headers.get('retry-after')).toBe('900');
  });

  it('a report that is in is answered as before, in a full lane and with any proof or none', async () => {
    const report = submission();
    const first = await (await desk.handle(postJson(report))).json();
    await fill('open', 1);
    const proof = await proofFor(await makeChallenge(report.receiptId));
    for (const again of [report, { ...report, proof }, { ...report, proof: 'no proof' }]) {
      const response = await desk.handle(postJson(again));
      expect([response.status, await response.json()]).toEqual([200, first]);
    }
  });

  it('neither the address of a visitor nor a proof is stored', async () => {
    const seen: unknown[] = [];
    const { store } = desk;
    const createCase: typeof store.createCase = (input) => {
      seen.push(input);
      return store.createCase(input);
    };
    const watched = await reportDesk({ proofs, store: { ...store, createCase } });
    const receiptId = freshReceipt();
    const proof = await proofFor(await makeChallenge(receiptId));
    const report = submission({
      receiptId,
      proof,
      sealedReport: await seal('the finding', watched.armoredKeys),
    });
    const response = await watched.handle(postJson(report, { 'X-Real-IP': '192.0.2.77' }));
    expect(response.status).toBe(201);
    const stored = JSON.stringify(seen);
    expect(stored).toContain('reports:proved');
    expect(stored).not.toContain('192.0.2.77');
    expect(stored).not.toContain('derivedKey');
  });
});

describe('a long report', () => {
  /** Of 24, 64 and 176 KiB when padded: what the form makes of them, and the work that is asked for each. */
  const sizes = [
    [20, 1],
    [60, 1],
    [170, 2],
  ] as const;

  it.each(sizes)(
    'of %d KiB is taken by the form with work of step %d, and the challenge says so',
    async (size, effort) => {
      const sealedReport = await seal('x'.repeat(size * 1024), desk.armoredKeys);
      let asked = 0;
      const { store } = desk;
      const createCase: typeof store.createCase = (input) => {
        asked += 1;
        return store.createCase(input);
      };
      const watched = await reportDesk({
        ...{ proofs, now: () => new Date(clock), store: { ...store, createCase } },
        team: desk.team,
      });
      const report = submission({ sealedReport });
      const answer = await watched.handle(postJson(report));
      const { code, challenge } = await answer.json();
      expect([answer.status, code, challenge.parameters.data.effort]).toEqual([428, 'proof-needed', effort]);
      // The store was not even asked.
      expect(asked).toBe(0);
      const proof = await proofFor(challenge);
      expect((await watched.handle(postJson({ ...report, proof }))).status).toBe(201);
    },
  );

  it('the proof for a short report, or for another long one, is too little for the longest', async () => {
    const report = submission({ sealedReport: await seal('x'.repeat(170 * 1024), desk.armoredKeys) });
    const proof = await proofFor(await makeChallenge(report.receiptId, 1));
    const answer = await desk.handle(postJson({ ...report, proof }));
    expect([answer.status, (await answer.json()).challenge.parameters.data.effort]).toEqual([428, 2]);
    expect(await desk.cases()).toBe(0);
  });

  it('without scripts or from a terminal is taken without any', async () => {
    const long = await seal('x'.repeat(170 * 1024), desk.armoredKeys);
    expect((await desk.handle(postMessage(long))).status).toBe(201);
    const form = new URLSearchParams({ message: long });
    expect((await desk.handle(post(form, 'application/x-www-form-urlencoded'))).status).toBe(201);
  });
});

describe('the more has come in, the more work is asked for', () => {
  const MIB = 1024 ** 2;
  const quota = 200 * MIB;
  let small: Awaited<ReturnType<typeof reportDesk>>;
  beforeEach(async () => {
    small = await reportDesk({ proofs, now: () => new Date(clock), storageQuota: quota });
  });
  async function use(size: 'small' | 'large', share: number) {
    const budget = budgetOf('form', size, quota);
    const weight = Math.floor(budget.most * share);
    await small.store.countHit({ limits: [{ ...budget, weight }], now: clock });
  }
  /** The steps of work that are asked for one after the other, and what comes of it. */
  async function steps(length: number) {
    const report = submission({ sealedReport: await seal('x'.repeat(length), small.armoredKeys) });
    const asked: number[] = [];
    let answer = await small.handle(postJson(report));
    while (answer.status === 428) {
      const { challenge } = await answer.json();
      asked.push(challenge.parameters.data.effort);
      answer = await small.handle(postJson({ ...report, proof: await proofFor(challenge) }));
    }
    return [...asked, answer.status];
  }

  it('with half of what may come in used, each size is asked for one step more', async () => {
    expect([await steps(4096), await steps(40_000), await steps(170_000)]).toEqual([
      [201],
      [1, 201],
      [2, 201],
    ]);
    await use('small', 0.5);
    await use('large', 0.5);
    expect([await steps(4096), await steps(40_000), await steps(170_000)]).toEqual([
      [1, 201],
      [1, 2, 201],
      [2, 3, 201],
    ]);
  });

  it('with all of it used nobody works for nothing', async () => {
    await use('small', 1);
    await use('large', 1);
    expect([await steps(4096), await steps(170_000)]).toEqual([[429], [2, 429]]);
  });

  it('with four fifths of the store full, a short report too', async () => {
    await steps(4096);
    const stored = await small.store.storedBytes();
    small = await reportDesk({
      proofs,
      now: () => new Date(clock),
      storageQuota: stored / 0.79,
      store: small.store,
    });
    expect(await steps(4096)).toEqual([1, 503]);
  });

  it('is so many times the least work', async () => {
    const counted = createProofs('secret', { fewest: 100, most: 101 });
    const counters = [];
    for (const effort of [1, 2, 3] as const) {
      const { solution } = await solved(await counted.makeChallenge(freshReceipt(), effort, new Date(clock)));
      counters.push(solution.counter);
    }
    expect(counters).toEqual([100, 150, 200]);
  });
});

describe('a proof that is not right is as none', () => {
  beforeEach(() => fill('open'));

  it('one of another receipt', async () => {
    const proof = await proofFor(await makeChallenge(freshReceipt()));
    expect(await statusOf({ proof })).toBe(428);
  });

  it('one whose challenge has expired; until then it holds, whatever the hour', async () => {
    const [early, late] = [freshReceipt(), freshReceipt()];
    const [first, second] = [
      await proofFor(await makeChallenge(early)),
      await proofFor(await makeChallenge(late)),
    ];
    clock = START + 2 * HOUR - 1;
    await fill('open');
    expect(await statusOf({ receiptId: early, proof: first })).toBe(201);
    clock = START + 2 * HOUR;
    await fill('open');
    expect(await statusOf({ receiptId: late, proof: second })).toBe(428);
  });

  it('one whose solution is wrong, or missing', async () => {
    const receiptId = freshReceipt();
    const right = await solved(await makeChallenge(receiptId));
    const { solution } = right;
    for (const wrong of [
      { ...right, solution: { ...solution, derivedKey: '0'.repeat(64) } },
      // The part of the key that is told in the challenge, and no more.
      { ...right, solution: { ...solution, derivedKey: solution.derivedKey.slice(0, 32).padEnd(64, '0') } },
      { ...right, solution: { ...solution, counter: -1 } },
      { ...right, solution: { ...solution, derivedKey: '' } },
      { challenge: right.challenge },
    ]) {
      expect(await statusOf({ receiptId, proof: JSON.stringify(wrong) })).toBe(428);
    }
    expect(await statusOf({ receiptId, proof: JSON.stringify(right) })).toBe(201);
  });

  it('one whose challenge was made easier, made for another, given more time, or signed by somebody else', async () => {
    const receiptId = freshReceipt();
    const right = await solved(await makeChallenge(receiptId));
    const { parameters } = right.challenge;
    const foreign = await quickProofs('another secret').makeChallenge(receiptId, 1, new Date(clock));
    const other = await solved(await makeChallenge(freshReceipt()));
    const forged = [
      ...[
        { cost: 1 },
        { keyPrefix: '00' },
        { nonce: '0'.repeat(32) },
        { keySignature: '0'.repeat(64) },
        { data: { receiptId, endsAt: clock + 1000 * HOUR, effort: 1 } },
        { data: { ...parameters.data, effort: 2 } },
        { expiresAt: clock },
      ].map((change) => ({
        ...right,
        challenge: { ...right.challenge, parameters: { ...parameters, ...change } },
      })),
      {
        ...other,
        challenge: {
          ...other.challenge,
          parameters: { ...other.challenge.parameters, data: parameters.data },
        },
      },
      { ...right, challenge: { ...right.challenge, signature: '0'.repeat(64) } },
      { ...right, challenge: { parameters } },
      await solved(foreign),
    ];
    for (const wrong of forged) expect(await statusOf({ receiptId, proof: JSON.stringify(wrong) })).toBe(428);
  });

  it('one that is no JSON, or another', async () => {
    for (const proof of ['', '{', 'null', '[]', '{"challenge":{}}', '1e999', '[[[[[[[[[[[[]]]]]]]]]]]]']) {
      expect(await statusOf({ proof })).toBe(428);
    }
  });

  it('one that is too large, or no text, is refused before it is looked at', async () => {
    expect(await statusOf({ proof: 'x'.repeat(limits.proof) })).toBe(428);
    for (const proof of ['x'.repeat(limits.proof + 1), 7, null, { challenge: {} }]) {
      expect(await statusOf({ proof })).toBe(422);
    }
  });

  it('one that was used, for a report that has been withdrawn since', async () => {
    await fill('open');
    const report = submission();
    const proof = await proofFor(await makeChallenge(report.receiptId));
    expect((await desk.handle(postJson({ ...report, proof }))).status).toBe(201);
    const [found] = (await desk.store.listCases({ status: null, after: null, limit: 1 })).cases;
    await desk.store.eraseCase({ reference: found?.reference ?? '', mails: [], now: clock });
    expect((await desk.handle(postJson({ ...report, proof }))).status).toBe(429);
    expect(await desk.cases()).toBe(0);
  });

  it('one that was used: with the same report it is a repeat, with another a conflict', async () => {
    const receiptId = freshReceipt();
    const report = submission({ receiptId, proof: await proofFor(await makeChallenge(receiptId)) });
    const send = async (body: Record<string, unknown>) => (await desk.handle(postJson(body))).status;
    expect([await send(report), await send(report)]).toEqual([201, 200]);
    expect(await send({ ...report, urgent: true })).toBe(409);
    expect(await send({ ...report, receiptId: freshReceipt() })).toBe(428);
    expect(await desk.cases()).toBe(1);
  });
});

it('a challenge of the strength that visitors get is solved, and fits in a submission', async () => {
  const real = createProofs('secret');
  const receiptId = freshReceipt();
  const proof = await proofFor(await real.makeChallenge(receiptId, 1, new Date(clock)));
  expect(await real.effortOf(proof, receiptId, new Date(clock))).toBe(1);
  expect(JSON.parse(proof).solution.counter).toBeGreaterThanOrEqual(4000);
  expect(proof.length).toBeLessThan(limits.proof / 2);
});

describe('POST /api/reports/challenge', () => {
  const parts = () => testParts({ store: desk.store, proofs, now: () => new Date(clock) });
  const request = (receiptId: unknown, headers: Record<string, string> = {}, method = 'POST') =>
    new Request(`${SITE}/api/reports/challenge`, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(['GET', 'HEAD'].includes(method) ? {} : { body: JSON.stringify({ receiptId }) }),
    });

  it('is 204 while it is calm, and a challenge for this receipt from half full on', async () => {
    const receiptId = freshReceipt();
    const ask = () => createReportChallengeHandler(parts())(request(receiptId));
    expect((await ask()).status).toBe(204);
    await fill('open', 51);
    expect((await ask()).status).toBe(204);
    await send();
    const response = await ask();
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const challenge = (await response.json()) as Challenge;
    expect(challenge.parameters.data).toEqual({ receiptId, endsAt: START + 2 * HOUR, effort: 1 });
    await fill('open', 51);
    expect(await statusOf({ receiptId, proof: await proofFor(challenge) })).toBe(201);
    expect(await counted('proved')).toBe(1);
  });

  it('is a challenge also when a quarter of what short reports may take in an hour is used', async () => {
    const quota = 200 * 1024 ** 2;
    const ask = async () => {
      const handle = createReportChallengeHandler({ ...parts(), storageQuota: quota });
      return (await handle(request(freshReceipt()))).status;
    };
    const budget = budgetOf('form', 'small', quota);
    const count = (weight: number) => desk.store.countHit({ limits: [{ ...budget, weight }], now: clock });
    await count(Math.floor(budget.most / 4));
    expect(await ask()).toBe(204);
    await count(1);
    expect(await ask()).toBe(200);
  });

  it('is a challenge also when the store is so full that the team is warned', async () => {
    await send();
    const stored = await desk.store.storedBytes();
    const ask = async (share: number) => {
      const handle = createReportChallengeHandler({ ...parts(), storageQuota: stored / share });
      return (await handle(request(freshReceipt()))).status;
    };
    expect([await ask(0.79), await ask(0.81)]).toEqual([204, 200]);
  });

  it('asks the store once in a while, however often and by how many it is asked', async () => {
    let reads = 0;
    const readUse: typeof desk.store.readUse = (...input) => {
      reads += 1;
      return desk.store.readUse(...input);
    };
    const handle = createReportChallengeHandler({ ...parts(), store: { ...desk.store, readUse } });
    const ask = () => handle(request(freshReceipt()));
    await fill('open');
    const statuses = await Promise.all(Array.from({ length: 50 }, async () => (await ask()).status));
    expect([new Set(statuses), reads]).toEqual([new Set([200]), 1]);
    clock += 14_999;
    await ask();
    expect(reads).toBe(1);
    clock += 1;
    await ask();
    expect(reads).toBe(2);
    clock = START + 15 * 60_000;
    expect((await ask()).status).toBe(204);
  });

  it('a store that does not answer keeps nobody from writing', async () => {
    const down = { ...desk.store, readUse: () => Promise.reject(new StoreError('down')) };
    const handle = createReportChallengeHandler({ ...parts(), store: down });
    expect((await handle(request(freshReceipt()))).status).toBe(204);
  });

  it('a receipt id that is none, another site, and another method are refused', async () => {
    await fill('open');
    const handle = createReportChallengeHandler(parts());
    const right = freshReceipt();
    const wrong = [
      '',
      'x',
      right.slice(1),
      `${right}0`,
      right.toUpperCase().replace('0', 'A'),
      'g'.repeat(64),
    ];
    for (const receiptId of [undefined, null, 7, [right], ...wrong]) {
      const response = await handle(request(receiptId));
      expect([response.status, (await response.json()).code]).toEqual([422, 'invalid-fields']);
    }
    expect((await handle(request('x'.repeat(5000)))).status).toBe(413);
    expect((await handle(request(right, { 'Content-Type': 'text/plain' }))).status).toBe(415);
    expect((await handle(request(right, { 'Sec-Fetch-Site': 'cross-site' }))).status).toBe(403);
    expect((await handle(request(right, { Origin: 'https://evil.example' }))).status).toBe(403);
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      const response = await handle(request(right, {}, method));
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });
});
