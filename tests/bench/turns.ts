import { median, type Pair } from './section.ts';

type Call = (call: number) => Promise<unknown>;

/** Medians of so many calls by turns, who goes first changing each time; `prepare` goes before both. */
export async function inTurns(
  calls: number,
  one: Call,
  other: Call,
  prepare?: () => Promise<unknown>,
): Promise<Pair> {
  const [measured, baseline]: [number[], number[]] = [[], []];
  const time = async (call: Call, at: number, times: number[]) => {
    const begin = performance.now();
    await call(at);
    times.push(performance.now() - begin);
  };
  for (let at = 0; at < calls; at += 1) {
    await prepare?.();
    if (at % 2 === 0) await time(one, at, measured);
    await time(other, at, baseline);
    if (at % 2 === 1) await time(one, at, measured);
  }
  return { measured: median(measured), baseline: median(baseline) };
}
