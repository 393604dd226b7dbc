/** The base metrics of CVSS 3.1, in the order in which they stand in a vector, with the weight of each value. */
const weights = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  PR: { N: 0.85, L: 0.62, H: 0.27 },
  UI: { N: 0.85, R: 0.62 },
  S: { U: 0, C: 1 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
} as const satisfies Record<string, Record<string, number>>;

/** Where a changed scope makes required privileges weigh differently. */
const privilegesInChangedScope = { N: 0.85, L: 0.68, H: 0.5 } as const;

export type Severity = 'NONE' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

/**
 * The base score and its severity by the CVSS 3.1 specification, section 7.1.
 * @param vector the eight base metrics in the usual order, `CVSS:3.1/AV:N/AC:L/…`
 * @returns null for anything else, temporal and environmental metrics among them
 */
export function baseScore(vector: string): { score: number; severity: Severity } | null {
  const [prefix, ...parts] = vector.split('/');
  const names = Object.keys(weights);
  if (prefix !== 'CVSS:3.1' || parts.length !== names.length) return null;
  const values = parts.map((part, index) => {
    const [name, value] = part.split(':');
    return name === names[index] && part === `${name}:${value}` ? (value ?? '') : '';
  });
  const found = Object.values(weights).map(
    (metric, index) => new Map(Object.entries(metric)).get(values[index] ?? '') ?? Number.NaN,
  );
  if (found.some(Number.isNaN)) return null;
  const [av = 0, ac = 0, plain = 0, ui = 0, scope = 0, c = 0, i = 0, a = 0] = found;
  const changed = scope === 1;
  const pr = changed
    ? (new Map<string, number>(Object.entries(privilegesInChangedScope)).get(values[2] ?? '') ?? plain)
    : plain;
  const base = 1 - (1 - c) * (1 - i) * (1 - a);
  const impact = changed ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 : 6.42 * base;
  const exploitability = 8.22 * av * ac * pr * ui;
  const sum = changed ? 1.08 * (impact + exploitability) : impact + exploitability;
  const score = impact <= 0 ? 0 : roundUp(Math.min(sum, 10));
  return { score, severity: severityOf(score) };
}

/** One decimal, upwards, by the integer arithmetic of the specification's appendix A. */
function roundUp(value: number): number {
  const whole = Math.round(value * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}

function severityOf(score: number): Severity {
  if (score === 0) return 'NONE';
  if (score < 4) return 'LOW';
  if (score < 7) return 'MEDIUM';
  return score < 9 ? 'HIGH' : 'CRITICAL';
}
