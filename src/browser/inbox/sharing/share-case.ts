// Gives the whole team access to a case, and takes it from who left: keeps session keys made anew beside those that
// stand there, opens with them, and only then has them take their place. Whatever ends it in between, nothing is lost.
import { keptSchema, sharedSchema } from '../../../disclosure/sharing-wire.ts';
import type { Outcome, SendProblem } from '../../api/ask.ts';
import { freshId } from '../../api/reporter.ts';
import { askCase } from '../case/ask-case.ts';
import { isToShare } from './access.ts';
import { itemsFrom, nextOf } from './all-items.ts';
import { contentsOf, nameOf } from './contents.ts';
import { type Left, type LookedAt, makeCopies } from './copies.ts';
import { noteOf } from './note.ts';
import type { SharingTools } from './tools.ts';
import { verifyCopies } from './verify.ts';

/** What came of sharing one case. `left` is what does not belong to it by what it says: see `Left`. */
export type ShareResult =
  /** Everybody has access already, and nobody who left. */
  | { state: 'right' }
  /** `items` got session keys anew; `closed` could not, with the key that is here. */
  | { state: 'shared'; items: number; closed: number; left: readonly Left[] }
  /** Nothing of it was: what could not be with the key that is here, and what was left. */
  | { state: 'unshared'; closed: number; left: readonly Left[] }
  /** It is gone, or withdrawn. */
  | { state: 'gone' }
  /** What was made anew does not open as what it was made of: it was left as it is. */
  | { state: 'unlike' }
  | { state: 'failed'; problem: SendProblem; number: string };

/** The problem of an answer goes up to where the case is done with. */
class Refused extends Error {
  readonly result: ShareResult;
  constructor(result: ShareResult) {
    super('refused');
    this.result = result;
  }
}

const changedMeanwhile = () => new Refused({ state: 'failed', problem: 'version-conflict', number: '' });

/** A case may be shared by somebody else meanwhile, or get a note; so often is it looked at again. */
const ATTEMPTS = 6;
/** What lies between two tries at most, in ms, more with each. */
const APART = 500;
const AGAIN: readonly SendProblem[] = ['version-conflict', 'number-taken', 'shared-differs'];
const GONE: readonly SendProblem[] = ['not-found', 'withdrawn'];

/**
 * Shares one case: what belongs to it by what it says itself, and what a member looked at.
 * @throws Error where the key is not here any more
 */
export async function shareCase(
  reference: string,
  tools: SharingTools,
  lookedAt: LookedAt = new Map(),
): Promise<ShareResult> {
  const done: Done = { items: 0, after: '', closed: new Set(), left: new Map() };
  let result: ShareResult = { state: 'right' };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      const isWhole = await shareRound(reference, tools, lookedAt, done);
      if (isWhole) return resultOf(done);
      // A long case takes several rounds, none of which counts as an attempt.
      attempt = -1;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      result = error.result;
      if (result.state !== 'failed' || !AGAIN.includes(result.problem)) return result;
      // Two that are in each other's way are not so for ever.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * APART * (attempt + 1)));
    }
  }
  return result;
}

/** What rounds came to: how many things were shared, and the names of those that are not looked at again. */
interface Done {
  items: number;
  /** Behind which attachment the next round begins; empty for the first. */
  after: string;
  closed: Set<string>;
  left: Map<string, Left>;
}

function resultOf({ items, closed, left }: Done): ShareResult {
  const rest = { closed: closed.size, left: [...left.values()] };
  if (items > 0) return { state: 'shared', items, ...rest };
  return closed.size + left.size > 0 ? { state: 'unshared', ...rest } : { state: 'right' };
}

/** Shares as much as goes at once. @returns whether nothing is left to do */
async function shareRound(
  reference: string,
  tools: SharingTools,
  lookedAt: LookedAt,
  done: Done,
): Promise<boolean> {
  const path = `cases/${reference}`;
  const must = async <T>(asked: Promise<Outcome<T>>): Promise<T> => {
    const answer = await asked;
    if (answer.ok) return answer.value;
    const { problem, number } = answer;
    throw new Refused(GONE.includes(problem) ? { state: 'gone' } : { state: 'failed', problem, number });
  };
  const people = await tools.people();
  const view = await must(itemsFrom(reference, done.after, tools.ask));
  const isDone = (name: string) => done.closed.has(name) || done.left.has(name);
  const wanted = view.items.filter((item) => isToShare(item, people) && !isDone(nameOf(item)));
  // Where all of an answer is done with, what did not fit in it comes.
  const goOn = () => {
    const next = nextOf(view);
    done.after = next ?? done.after;
    return next === null;
  };
  if (wanted.length === 0) return goOn();
  const contents = contentsOf(view, await must(askCase(reference, tools.ask)));
  const items = wanted.flatMap((item) => contents.items.get(nameOf(item)) ?? []);
  const made = await must(makeCopies(items, contents, people, { lookedAt, tools }));
  for (const item of made.closed) done.closed.add(nameOf(item));
  for (const item of made.left) done.left.set(nameOf(item), item);
  // Between the two answers a colleague was through with it: what they say no longer goes together.
  if (items.length === 0) throw changedMeanwhile();
  const isAll = made.copies.length + made.closed.length + made.left.length === wanted.length;
  if (made.copies.length === 0) return isAll && goOn();
  const { version } = view;
  const sent = made.copies.map(({ copy }) => copy);
  const kept = await must(tools.ask('PUT', `${path}/shared`, keptSchema, { version, copies: sent }));
  if (!(await verifyCopies(made.copies, kept.copies, tools))) throw new Refused({ state: 'unlike' });
  const number = contents.notes + 1;
  const sealed = await tools.sealNote(await noteOf(made.copies, people, tools), {
    reference,
    number,
    from: 'note',
  });
  const note = { id: freshId(), number, sealed };
  await must(tools.ask('POST', `${path}/shared`, sharedSchema, { version, hash: kept.hash, note }));
  done.items += made.copies.length;
  return isAll && goOn();
}
