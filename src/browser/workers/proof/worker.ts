// Solves a challenge of our server while the reporter writes. Loaded only when there is one.
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { answerTasks } from '../serve.ts';
import type { ProofTasks } from './tasks.ts';

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
