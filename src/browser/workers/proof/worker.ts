// Solves a challenge of our server while the reporter writes. Loaded only when there is one.
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import type { ProofTasks } from '../seal/tasks.ts';
import { answerTasks } from '../serve.ts';

answerTasks<ProofTasks>(
  {
    async solve(challenge) {
      const solution = await solveChallenge({ challenge, deriveKey });
      if (!solution) throw new Error('it took too long');
      const { counter, derivedKey } = solution;
      return JSON.stringify({ challenge, solution: { counter, derivedKey } });
    },
  },
  () => undefined,
);
