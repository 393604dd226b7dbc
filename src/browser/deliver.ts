import { deriveReceipt } from '../disclosure/receipt.ts';
import type { Accepted } from '../disclosure/wire.ts';
import type { Attempt } from './draft.ts';
import { type SendProblem, sendMessage, sendReport } from './send.ts';

export type Delivery =
  /** `arrived` is the version that counts; `isAdded` when the newest one joined it as a message. */
  { ok: true; arrived: Attempt; accepted: Accepted; isAdded: boolean } | { ok: false; problem: SendProblem };

/**
 * Sends a sealed report. All of `tried` carry the same receipt, and any one of them may have arrived without
 * anybody knowing. A conflict tells that one did: it is found by sending it again, and then the newest version
 * goes to the same case as a message.
 */
export async function deliver(current: Attempt, tried: readonly Attempt[]): Promise<Delivery> {
  const outcome = await sendReport(current.submission);
  if (outcome.ok) return { ok: true, arrived: current, accepted: outcome.value, isAdded: false };
  if (outcome.problem !== 'receipt-conflict') return outcome;
  for (const earlier of tried.filter((one) => one !== current)) {
    const found = await sendReport(earlier.submission);
    if (!found.ok && found.problem === 'receipt-conflict') continue;
    if (!found.ok) return found;
    const { accessToken } = await deriveReceipt(earlier.prepared.receipt);
    const added = await sendMessage(current.id, current.submission.sealedReport, accessToken);
    return added.ok ? { ok: true, arrived: earlier, accepted: found.value, isAdded: true } : added;
  }
  return outcome;
}
