// Which versions a text names, as far as two that are dotted numbers can be put in order.
import { constraintsIn } from './versions.ts';

interface Constraint {
  sign: '' | '<' | '<=' | '>' | '>=' | '!=';
  version: string;
}

/** An end of a range; null is none. */
type End = { version: string; isIn: boolean } | null;
interface Range {
  from: End;
  to: End;
}

/** The constraints of a text, in the order of their versions as vers wants them; as they came where that is not known. */
export function sortedConstraints(text: string): Constraint[] {
  const found = constraintsIn(text).map((part): Constraint => {
    const [, sign = '', version = ''] = /^([<>!=]*)(.*)$/.exec(part) ?? [];
    return { sign: (sign === '=' ? '' : sign) as Constraint['sign'], version };
  });
  const isKnown = found.every(({ version }) => order(version, '0') !== null);
  return isKnown ? found.sort((one, other) => order(one.version, other.version) ?? 0) : found;
}

/** Whether two texts name a version in common, for all that can be told: `<2.4` and `2.3` do, `<2.4` and `2.4` do not. */
export function overlap(one: string, other: string): boolean {
  const [mine, others] = [namedBy(one), namedBy(other)];
  return mine.ranges.some((range) =>
    others.ranges.some(
      (second) =>
        !isBefore(range, second) &&
        !isBefore(second, range) &&
        !isLeftOut(range, others.not) &&
        !isLeftOut(second, mine.not),
    ),
  );
}

function namedBy(text: string): { ranges: Range[]; not: string[] } {
  const ranges: Range[] = [];
  const not: string[] = [];
  if (text.trim() === 'all') return { ranges: [{ from: null, to: null }], not };
  let from: End = null;
  for (const { sign, version } of sortedConstraints(text)) {
    const end = { version, isIn: sign.endsWith('=') };
    if (sign === '!=') not.push(version);
    else if (sign === '') ranges.push({ from: { version, isIn: true }, to: { version, isIn: true } });
    else if (sign.startsWith('>')) from ??= end;
    else {
      ranges.push({ from, to: end });
      from = null;
    }
  }
  if (from !== null || ranges.length === 0) ranges.push({ from, to: null });
  return { ranges, not };
}

/** Whether all of a range lies before another; also where that is not known. */
function isBefore({ to }: Range, { from }: Range): boolean {
  if (to === null || from === null) return false;
  const found = order(to.version, from.version);
  return found === null || found < 0 || (found === 0 && !(to.isIn && from.isIn));
}

/** Whether a range is one version, and one of these. */
function isLeftOut({ from, to }: Range, versions: readonly string[]): boolean {
  return (
    from !== null && from.version === to?.version && versions.some((one) => order(one, from.version) === 0)
  );
}

/** Below zero where the first is older; null where that can't be told. */
function order(one: string, other: string): number | null {
  const [mine, others] = [one, other].map((version) => version.replace(/^v/, ''));
  if (mine === others) return 0;
  const isDotted = (version = '') => /^\d+(?:\.\d+)*$/.test(version);
  if (!isDotted(mine) || !isDotted(others)) return null;
  const [first = [], second = []] = [mine, others].map((version) => (version ?? '').split('.').map(Number));
  for (let at = 0; at < Math.max(first.length, second.length); at += 1) {
    const difference = (first[at] ?? 0) - (second[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
