// Gives the whole team access to a case, and takes it from who left: keeps session keys made anew beside those that
// stand there, opens with them, and only then has them take their place. Whatever ends it in between, nothing is lost.
import { keptSchema, sharedSchema, sharingSchema } from '../../../disclosure/sharing-wire.ts';
import { teamCaseSchema } from '../../../disclosure/team-wire.ts';
import type { SendProblem } from '../../api/ask.ts';
import { freshId } from '../../api/reporter.ts';
import { isToShare } from './access.ts';
import { contentsOf } from './contents.ts';
import { makeCopies } from './copies.ts';
import { noteOf } from './note.ts';
import type { SharingTools } from './tools.ts';
import { verifyCopies } from './verify.ts';

/** What came of sharing one case. */
export type ShareResult =
  /** Everybody has access already, and nobody who left. */
  | { state: 'right' }
  /** `items` got session keys anew; `closed` could not, with the key that is here. */
  | { state: 'shared'; items: number; closed: number }
  /** Nothing of it could be, with the key that is here. */
  | { state: 'closed'; closed: number }
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
 * Shares one case.
 * @throws Error where the key is not here any more
 */
export async function shareCase(reference: string, tools: SharingTools): Promise<ShareResult> {
  let items = 0;
  let result: ShareResult = { state: 'right' };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      const round = await shareRound(reference, tools);
      if (round.state === 'closed' && items > 0) return { state: 'shared', items, closed: round.closed };
      if (round.state !== 'shared') return items > 0 && round.state === 'right' ? result : round;
      items += round.items;
      result = { state: 'shared', items, closed: round.closed };
      if (round.isWhole) return result;
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

/** @returns with `isWhole`: whether nothing is left to do */
async function shareRound(
  reference: string,
  tools: SharingTools,
): Promise<
  Exclude<ShareResult, { state: 'shared' }> | (ShareResult & { state: 'shared'; isWhole: boolean })
> {
  const path = `cases/${reference}`;
  const must = async <T>(asked: ReturnType<typeof tools.ask<T>>): Promise<T> => {
    const answer = await asked;
    if (answer.ok) return answer.value;
    const { problem, number } = answer;
    throw new Refused(GONE.includes(problem) ? { state: 'gone' } : { state: 'failed', problem, number });
  };
  const look = () => must(tools.ask('GET', `${path}/shared`, sharingSchema));
  const [people, view] = [await tools.people(), await look()];
  const wanted = view.items.filter((item) => isToShare(item, people));
  if (wanted.length === 0) return { state: 'right' };
  const contents = contentsOf(view, await must(tools.ask('GET', path, teamCaseSchema)));
  const made = await makeCopies(reference, wanted, contents, people, tools);
  // Between the two answers a colleague was through with it: what they say no longer goes together.
  if (made.copies.length + made.closed === 0) throw changedMeanwhile();
  if (made.copies.length === 0) return { state: 'closed', closed: made.closed };
  const { version } = view;
  const sent = made.copies.map(({ copy }) => copy);
  const { hash } = await must(tools.ask('PUT', `${path}/shared`, keptSchema, { version, copies: sent }));
  const { kept } = await look();
  // A colleague who does the same was between: theirs are kept now.
  if (kept?.hash !== hash) throw changedMeanwhile();
  if (!(await verifyCopies(made.copies, kept.copies, tools))) return { state: 'unlike' };
  const number = contents.notes + 1;
  const sealed = await tools.sealNote(await noteOf(made.copies, people, tools), {
    reference,
    number,
    from: 'note',
  });
  const note = { id: freshId(), number, sealed };
  await must(tools.ask('POST', `${path}/shared`, sharedSchema, { version, hash: kept.hash, note }));
  const isWhole = view.left === 0 && made.copies.length + made.closed === wanted.length;
  return { state: 'shared', items: made.copies.length, closed: made.closed, isWhole };
}
