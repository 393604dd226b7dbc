// How much two reports are alike: pure, the same on every machine, and bounded, whatever strangers wrote. Of each text
// the smallest hashes of its words are kept (a bottom-k sketch, Bar-Yossef et al. 2002); for a text of no more than so
// many different words the part that two have in common is exact.
import type { Report } from './report.ts';

/** What is compared of a report; `weakness` null, and `system` empty, of one in another form than ours. */
export interface Comparable {
  reference: string;
  system: string;
  weakness: Report['weakness'] | null;
  /** Everything that it says. */
  words: string;
}

/** What is kept of a report to compare it with others. */
export interface Print {
  reference: string;
  system: string;
  weakness: Report['weakness'] | null;
  /** The smallest hashes of its words, rising. */
  marks: readonly number[];
}

/** How much a report is like another one, and why. */
export interface Similar {
  reference: string;
  /** 0 to 1. */
  score: number;
  isSameSystem: boolean;
  isSameWeakness: boolean;
  /** Of the different words that the two have together, the part that both have, 0 to 1. */
  words: number;
}

/** Hashes that are kept of a text. */
const MARKS = 512;
/** What is read of a text, in UTF-16 code units. */
const READ = 120_000;
/** Words of four letters and more: most shorter ones are in every text. */
const WORD = /[\p{L}\p{N}_]{4,}/gu;
/**
 * What is worth a hint: the same system with the same kind of weakness or a quarter of the words, or two thirds of the
 * words.
 */
const LEAST_SCORE = 0.4;
const WEIGHTS = { words: 0.6, system: 0.25, weakness: 0.15 };
/** Kinds that say nothing. */
const VAGUE: readonly (string | null)[] = [null, 'other', 'not-sure'];

/** What is kept of a report. */
export function printOf({ reference, system, weakness, words }: Comparable): Print {
  const hashes = new Set<number>();
  for (const [word] of words.slice(0, READ).normalize('NFKC').toLowerCase().matchAll(WORD))
    hashes.add(hashOf(word));
  // Typed arrays sort numbers.
  const marks = [...Uint32Array.from(hashes).sort().subarray(0, MARKS)];
  return { reference, system: systemOf(system), weakness, marks };
}

/** The reports that are like `one`, the most alike first. @param most how many at most */
export function similarTo(one: Print, others: Iterable<Print>, most = 5): Similar[] {
  const found: Similar[] = [];
  for (const other of others) {
    if (other.reference === one.reference) continue;
    const similar = compare(one, other);
    if (similar.score >= LEAST_SCORE) found.push(similar);
  }
  return found.sort((a, b) => b.score - a.score || (a.reference < b.reference ? -1 : 1)).slice(0, most);
}

/** How much `other` is like `one`: the same the other way round. */
export function compare(one: Print, other: Print): Similar {
  const words = partInCommon(one.marks, other.marks);
  const isSameSystem = one.system !== '' && one.system === other.system;
  const isSameWeakness = one.weakness === other.weakness && !VAGUE.includes(one.weakness);
  const score =
    WEIGHTS.words * words + (isSameSystem ? WEIGHTS.system : 0) + (isSameWeakness ? WEIGHTS.weakness : 0);
  return { reference: other.reference, score, isSameSystem, isSameWeakness, words };
}

/** Of the smallest marks of both together, the part that both have. */
function partInCommon(some: readonly number[], others: readonly number[]): number {
  let [at, beside, seen, common] = [0, 0, 0, 0];
  while (seen < MARKS && (at < some.length || beside < others.length)) {
    const a = some[at] ?? Number.POSITIVE_INFINITY;
    const b = others[beside] ?? Number.POSITIVE_INFINITY;
    if (a === b) common += 1;
    if (a <= b) at += 1;
    if (b <= a) beside += 1;
    seen += 1;
  }
  return seen === 0 ? 0 : common / seen;
}

/** A system as it is compared: of an address the host, else its words without what tells a version. */
function systemOf(system: string): string {
  const typed = system.trim().toLowerCase();
  const [, host] =
    /^(?:[a-z]+:\/\/)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z0-9-]{2,})(?::\d+)?(?:[/?#]|$)/.exec(typed) ?? [];
  if (host !== undefined) return host;
  return (typed.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !/^v?\d+$/.test(word)).join(' ');
}

/** FNV-1a over UTF-16 code units, then mixed (the last steps of MurmurHash3), so that small hashes are spread evenly. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index += 1)
    hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
