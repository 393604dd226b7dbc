import { accessOf } from './access.ts';
import { allItems } from './all-items.ts';
import { shareCase } from './share-case.ts';
import type { Step, Work } from './walk.ts';

/** Looks who can open a case, and shares it first where that is asked for. */
export const workOn: Work = async (reference, mode, tools): Promise<Step> => {
  const result = mode === 'share' ? await shareCase(reference, tools) : null;
  // Of what was shared it is known without looking.
  if (result !== null && result.state !== 'unshared' && result.state !== 'unlike') {
    if (result.state !== 'right' && (result.state !== 'shared' || result.closed + result.left.length > 0))
      return { access: null, result };
    const members = (await tools.people()).filter(({ encryptionKeyIds }) => encryptionKeyIds.length > 0);
    return {
      access: { all: 1, unknown: 0, left: [], members: members.map((person) => ({ person, opens: 1 })) },
      result,
    };
  }
  const answer = await allItems(reference, tools.ask);
  if (answer.ok) return { access: accessOf(answer.value, await tools.people()), result };
  const { problem, number } = answer;
  const isGone = problem === 'not-found' || problem === 'withdrawn';
  return { access: null, result: isGone ? { state: 'gone' } : { state: 'failed', problem, number } };
};
