import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  attachmentBudget,
  budgetOf,
  byteBudget,
  sharedBudgets,
} from '../../functions/reporter/byte-budgets.ts';
import {
  bytesOfCase,
  LARGEST,
  messageRecord,
  SHARES,
  SMALL,
  sizeOf,
  warnAt,
} from '../../functions/store/quota.ts';
import { receivedCase } from '../../src/disclosure/case.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { pad } from '../../src/disclosure/padding.ts';
import { makeKeyPair } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';

const MIB = 1024 ** 2;
const HOURS = { small: 24, large: 1 } as const;
const sizes = ['small', 'large'] as const;
const parts = (storageQuota: number) => ({ storageQuota, visitorKey: (address: string) => address });
const request = (address = '192.0.2.7') =>
  new Request('https://example.org', { headers: { 'X-Real-IP': address } });

/** A sealed text of so many characters, with the line ends of armor: what a record escapes. */
const armored = (length: number) => `${'x'.repeat(64)}\n`.repeat(Math.ceil(length / 65)).slice(0, length);

/** What a report counts for that has the most of everything. */
function weightOf(sealed: string): number {
  const attachments = Array.from({ length: limits.attachments }, () => ({
    id: randomBytes(16).toString('hex'),
    size: limits.sealedAttachmentBytes,
  }));
  const newCase = receivedCase({
    ...{ reference: 'CVD-2026-4F7K2Q', receiptId: 'f'.repeat(64), bodyHash: 'f'.repeat(64) },
    ...{ receivedAt: 1e13, respondBy: 1e13, urgent: false, language: 'nl', origin: 'plain-form' },
    ...{ replyKey: armored(limits.replyKey), attachments },
  });
  const message = messageRecord({ id: 'f'.repeat(32), from: 'reporter', by: null, at: 1e13, sealed });
  return bytesOfCase(JSON.stringify(newCase), message);
}

describe.each([200, 4096])('of %d MiB', (mebibytes) => {
  const quota = mebibytes * MIB;
  /** What may come one way in one size, in a day. */
  const inADay = (way: 'form' | 'plain' | 'follow-up', size: 'small' | 'large') =>
    budgetOf(way, size, quota).most * HOURS[size];

  it('reports fill a tenth in a day, follow-ups half as much, and no way or size takes from another', () => {
    const all = (['form', 'plain'] as const).flatMap((way) => sizes.map((size) => inADay(way, size)));
    expect(all.reduce((sum, most) => sum + most, 0)).toBeLessThanOrEqual(0.1 * quota);
    expect(sizes.reduce((sum, size) => sum + inADay('follow-up', size), 0)).toBeLessThanOrEqual(0.05 * quota);
    const keys = sharedBudgets(quota).map(({ limit }) => limit.key);
    expect(new Set(keys).size).toBe(7);
  });

  it('what comes without scripts, and is never asked for work, has less than the form, and short ones most of it', () => {
    for (const size of sizes) expect(inADay('plain', size)).toBeLessThan(inADay('form', size));
    expect(inADay('plain', 'small')).toBeGreaterThan(inADay('plain', 'large'));
  });

  it('one visitor has 1.5 % of it in a day at most, and always enough for four of the longest reports', () => {
    const most = sizes.map((size) => {
      const weight = LARGEST[size];
      const { limits: all } = byteBudget(request(), parts(quota), { way: 'form', size, weight, now: 0 });
      return (all[0]?.most ?? 0) * HOURS[size];
    });
    expect(most.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(0.015 * quota);
    expect(most[1]).toBeGreaterThanOrEqual(4 * LARGEST.large);
  });

  it('it takes so many visitors to use up a way of reporting for everybody else', () => {
    const visitorsFor = (way: 'form' | 'plain', size: 'small' | 'large') => {
      const [own, all] = byteBudget(request(), parts(quota), { way, size, weight: 1, now: 0 }).limits;
      return Math.ceil((all?.most ?? 0) / (own?.most ?? 0));
    };
    const needed = (['form', 'plain'] as const).flatMap((way) => sizes.map((size) => visitorsFor(way, size)));
    expect(needed).toEqual(mebibytes === 200 ? [4, 5, 3, 3] : [18, 13, 13, 8]);
  });

  it('follow-ups, attachments and reports each count for the visitor, the network and all together', () => {
    const from6 = request('2001:db8:7:1::9');
    const ofReport = (way: 'form' | 'follow-up') =>
      byteBudget(from6, parts(quota), { way, size: 'large', weight: 7, now: 0 }).limits;
    const all = [ofReport('form'), ofReport('follow-up'), attachmentBudget(from6, parts(quota), 7, 0).limits];
    for (const [visitor, network, everybody] of all) {
      expect([visitor?.weight, network?.weight, everybody?.weight]).toEqual([7, 7, 7]);
      expect(visitor?.key).toContain('2001:db8:7:1');
      expect(network?.most).toBe(4 * (visitor?.most ?? 0));
      expect(everybody?.key).not.toContain('2001:');
    }
    expect(new Set(all.flat().map(({ key }) => key)).size).toBe(9);
  });
});

it('however little may be stored, four reports of each size fit in each budget', () => {
  for (const { limit, warnAt: told } of sharedBudgets(10 * MIB)) {
    expect(told).toBeGreaterThan(0);
    expect(limit.most).toBeGreaterThanOrEqual(4 * LARGEST[limit.key.endsWith('small') ? 'small' : 'large']);
  }
});

it('no report counts for more than is reckoned with, so the team is told before one is refused', () => {
  // The longest message that is taken, in lines as they are stored.
  const longest = armored(limits.sealedReport + 5000);
  expect(weightOf(longest)).toBeLessThanOrEqual(LARGEST.large);
  expect(weightOf(armored(SMALL))).toBeLessThanOrEqual(LARGEST.small);
});

it('16 KiB of text is a short report, sealed to four keys and the reporter', async () => {
  const pairs = await Promise.all(['A', 'B', 'C', 'D', 'E'].map((name) => makeKeyPair({ name })));
  const keys = pairs.map(({ publicKey }) => publicKey);
  expect(sizeOf(await seal(pad('x'.repeat(16 * 1024 - 1)), keys))).toBe('small');
  expect(sizeOf(await seal(pad('x'.repeat(16 * 1024)), keys))).toBe('large');
});

it('what visitors send stops before what matters more: attachments, follow-ups, long reports, short ones', () => {
  const inOrder = [
    SHARES.attachment,
    SHARES['follow-up'],
    SHARES.report,
    SHARES['small-report'],
    SHARES.team,
  ];
  expect([...inOrder].sort()).toEqual(inOrder);
  expect(new Set(inOrder).size).toBe(inOrder.length);
  expect(warnAt(200 * MIB)).toBeLessThan(SHARES.attachment * 200 * MIB);
});
