import { createHash, randomBytes } from 'node:crypto';
import type { Case, CaseStatus } from '../../src/disclosure/case.ts';
import { DAY, HOUR, NOW } from './time.ts';

/** Of a hundred cases; `received` is where a deadline runs that is not due. Every size has the same shares. */
const SHARES: readonly [CaseStatus, number][] = [
  ['received', 2],
  ['confirmed', 3],
  ['fixing', 4],
  ['rejected', 2],
  ['duplicate', 1],
  ['resolved', 3],
  ['closed', 85],
];
const STATUSES = SHARES.flatMap(([status, share]) => Array.from({ length: share }, () => status));

/** Cases whose code begins with `FAMILY`: as many at every size, so that a search finds as many. */
export const FAMILY = 'ZZ';
const FAMILY_SIZE = 60;
/** Crockford's letters without the Z, so that no other case is of the family. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXY';
const CODES = LETTERS.length ** 6;
const TWO_YEARS = 730 * DAY;

/** The access token of the case with this number, as its reporter's browser sends it. */
export function tokenOf(number: number): string {
  return createHash('sha256').update(`token ${number}`).digest('base64url');
}

/** A reference that no other number has, nor the number next to it one like it. */
function referenceOf(number: number, year: number): string {
  // A power of 3 has no divisor in common with one of 31: so each number gets a code of its own.
  let left = (number * 3 ** 18) % CODES;
  let code = '';
  for (let place = 0; place < 6; place += 1) {
    code += LETTERS.charAt(left % LETTERS.length);
    left = Math.floor(left / LETTERS.length);
  }
  return `CVD-${year}-${number < FAMILY_SIZE ? FAMILY + code.slice(2) : code}`;
}

/** Everything that a case of the mix has, for the one with this number out of `count`. */
export function fieldsOf(number: number, count: number): Partial<Case> {
  const status = STATUSES[number % STATUSES.length] ?? 'closed';
  const age = status === 'received' ? HOUR + (number % 24) * HOUR : 6 * DAY + (number / count) * TWO_YEARS;
  const receivedAt = Math.floor(NOW - age);
  const respondedAt = status === 'received' ? null : receivedAt + 2 * DAY;
  const isFixed = status === 'resolved' || status === 'closed';
  return {
    reference: referenceOf(number, new Date(receivedAt).getUTCFullYear()),
    receiptId: createHash('sha256')
      .update(Buffer.from(tokenOf(number), 'base64url'))
      .digest('hex'),
    bodyHash: randomBytes(32).toString('hex'),
    status,
    receivedAt,
    respondBy: receivedAt + 3 * DAY,
    respondedAt,
    assessment: status === 'received' ? null : 'confirmed',
    fixExpectedAt: status === 'received' ? null : NOW + 30 * DAY,
    resolvedAt: isFixed ? receivedAt + 4 * DAY : null,
    closedAt: status === 'closed' ? receivedAt + 5 * DAY : null,
  };
}
