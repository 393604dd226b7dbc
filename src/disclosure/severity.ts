// Scores of CVSS vectors. With the calculator of all versions it is 10 KB: loaded where one is made or read, and a score
// that is kept needs only `ratingOf`.
import { CVSS31, CVSS40 } from '@pandatix/js-cvss';
import { cvssVector } from './cvss-vector.ts';
import { type Rating, ratingOf } from './rating.ts';

export interface Severity {
  version: '3.1' | '4.0';
  /** From 0 to 10, with one decimal. */
  score: number;
  rating: Rating;
}

export type ReportedSeverity = Omit<Severity, 'version'> & { version: Severity['version'] | '3.0' };

/** The base metrics of each version in the order of its standard, each with its values. */
export const baseMetrics = {
  '4.0': {
    AV: 'NALP',
    AC: 'LH',
    AT: 'NP',
    PR: 'NLH',
    UI: 'NPA',
    VC: 'HLN',
    VI: 'HLN',
    VA: 'HLN',
    SC: 'HLN',
    SI: 'HLN',
    SA: 'HLN',
  },
  '3.1': { AV: 'NALP', AC: 'LH', PR: 'NLH', UI: 'NR', S: 'UC', C: 'HLN', I: 'HLN', A: 'HLN' },
} as const;

/** A vector that is longer is none, in UTF-16 code units. */
const LONGEST = 400;

/**
 * The score of a vector: of CVSS 3.1 with the base metrics alone, of 4.0 with any others as well, which count.
 * @returns null for anything else: metrics that are missing, named twice or, as the standards have it, in another order
 */
export function severityOf(vector: string): Severity | null {
  if (vector.length > LONGEST) return null;
  try {
    if (vector.startsWith('CVSS:4.0/')) return of('4.0', new CVSS40(vector).Score());
    if (!isBase31(vector)) return null;
    return of('3.1', roundUp(new CVSS31(vector).BaseScore()));
  } catch {
    // The calculator refuses a vector by throwing.
    return null;
  }
}

function of(version: Severity['version'], score: number): Severity {
  return { version, score, rating: ratingOf(score) };
}

/**
 * The same of a vector that a reporter wrote, who may have one of CVSS 3.0 as well, and in 3.0 and 3.1 more than the base
 * metrics: the base score is told, as databases do. Its formula is the same in both. Null for what a report can't have.
 */
export function severityAsReported(vector: string): ReportedSeverity | null {
  if (!cvssVector.test(vector)) return null;
  const [prefix, ...parts] = vector.split('/');
  const version = prefix === 'CVSS:3.0' ? '3.0' : null;
  if (version === null && prefix !== 'CVSS:3.1') return severityOf(vector);
  const count = Object.keys(baseMetrics['3.1']).length;
  const found = severityOf(['CVSS:3.1', ...parts.slice(0, count)].join('/'));
  return found && { ...found, version: version ?? found.version };
}

/** The metrics of CVSS 3.1 and 3.0, in the order that the standard prefers. */
const METRICS_3 = 'AV AC PR UI S C I A E RL RC CR IR AR MAV MAC MPR MUI MS MC MI MA'.split(' ');
const VECTOR = /CVSS:(?:4\.0|3\.[01])(?:\/[A-Z]{1,3}:[A-Za-z]+)+/;

/**
 * The vector in what somebody pasted: the address of a calculator, a line of a database. One of CVSS 3 may have its metrics
 * in any order: here they get the usual one.
 * @returns the text as it is where no vector stands in it
 */
export function vectorIn(text: string): string {
  const [prefix = '', ...metrics] = (VECTOR.exec(text)?.[0] ?? '').split('/');
  if (prefix === '') return text;
  const placeOf = (metric: string) => METRICS_3.indexOf(metric.split(':')[0] ?? '');
  if (prefix !== 'CVSS:4.0') metrics.sort((one, other) => placeOf(one) - placeOf(other));
  return [prefix, ...metrics].join('/');
}

/** Whether it is the eight base metrics of CVSS 3.1, in their order. */
function isBase31(vector: string): boolean {
  const [prefix, ...parts] = vector.split('/');
  const metrics = Object.entries(baseMetrics['3.1']);
  return (
    prefix === 'CVSS:3.1' &&
    parts.length === metrics.length &&
    metrics.every(([name, values], index) => [...values].some((value) => parts[index] === `${name}:${value}`))
  );
}

/**
 * One decimal, upwards, by the integer arithmetic of appendix A of CVSS 3.1: js-cvss 0.4.4 leaves a score of two decimals
 * as it is. What it has rounded stays.
 */
function roundUp(value: number): number {
  const whole = Math.round(value * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}
