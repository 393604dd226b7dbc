import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Challenge } from 'altcha-lib/types';
import { createProofs } from '../../functions/reporter/proof.ts';

/** Proofs that take next to no time. */
export const quickProofs = (secret = 'secret') => createProofs(secret, { fewest: 1, most: 20 });

/** What a browser makes of a challenge. */
export async function solved(challenge: Challenge) {
  const solution = await solveChallenge({ challenge, deriveKey });
  if (!solution) throw new Error('the challenge was not solved');
  const { counter, derivedKey } = solution;
  return { challenge, solution: { counter, derivedKey } };
}

/** The proof for a challenge, as a submission takes it. */
export async function proofFor(challenge: Challenge): Promise<string> {
  return JSON.stringify(await solved(challenge));
}
