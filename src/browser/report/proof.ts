// Proof of work, for a long report, and for when very much comes in. Nobody is asked to do anything: the browser works
// it out.
import type { Challenge } from 'altcha-lib/types';
import * as z from 'zod/mini';
import type { Accepted, Submission } from '../../disclosure/wire.ts';
import { askApi, type Outcome } from '../api/ask.ts';
import { sendReport } from '../api/reporter.ts';

/** The proofs that are there, by receipt id. */
const proofs = new Map<string, string>();

/** Asks whether it is busy and, when it is, works out a proof before the report is sent. Never throws. */
export async function proveAhead(receiptId: string): Promise<void> {
  const answer = await askApi('POST', '/api/reports/challenge', z.unknown(), { body: { receiptId } });
  if (answer.ok) await prove(receiptId, answer.value);
}

/** How often a report is sent with ever more work: for its size, because much comes in, and because that has changed. */
const ROUNDS = 3;

/**
 * Sends a sealed report, with its proof where there is one. When the server asks for another, works that out and
 * sends the report again; `whenBusy` can say so.
 */
export async function sendProved(submission: Submission, whenBusy: () => void): Promise<Outcome<Accepted>> {
  const send = () => {
    const proof = proofs.get(submission.receiptId);
    return sendReport(proof === undefined ? submission : { ...submission, proof });
  };
  let outcome = await send();
  for (let round = 0; round < ROUNDS; round += 1) {
    if (outcome.ok || outcome.problem !== 'proof-needed') break;
    whenBusy();
    if (!(await prove(submission.receiptId, outcome.challenge))) break;
    outcome = await send();
  }
  return outcome;
}

/** Works out a proof, where there is a challenge; whether that was done. */
async function prove(receiptId: string, challenge: unknown): Promise<boolean> {
  if (challenge === undefined) return false;
  try {
    const { solve } = await import('../workers/proof/client.ts');
    proofs.set(receiptId, await solve(challenge as Challenge));
    return true;
  } catch {
    return false;
  }
}
