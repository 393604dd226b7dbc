import { deriveReceipt } from '../../disclosure/receipt.ts';
import type { Accepted } from '../../disclosure/wire.ts';
import type { Failure } from '../api/ask.ts';
import { sendMessage, sendReport } from '../api/reporter.ts';
import { sendProved } from './proof.ts';
import type { Attempt } from './unfinished.ts';

export type Delivery =
  /** `arrived` is the version that counts; `isAdded` when the newest one joined it as a message. */
  | { ok: true; arrived: Attempt; accepted: Accepted; isAdded: boolean }
  /** `earlierIs` is the reference under which an earlier version is in, where that is known. */
  | (Failure & { earlierIs?: string });

/**
 * Sends a sealed report. All of `tried` carry the same receipt, and any one of them may have arrived without
 * anybody knowing. A conflict tells that one did: it is found by sending it again, and then the newest version
 * goes to the same case as a message. `whenBusy` is called when a proof of work must be worked out first.
 */
export async function deliver(
  current: Attempt,
  tried: readonly Attempt[],
  whenBusy: () => void,
): Promise<Delivery> {
  const outcome = await sendProved(current.submission, whenBusy);
  if (outcome.ok) return { ok: true, arrived: current, accepted: outcome.value, isAdded: false };
  if (outcome.problem !== 'receipt-conflict') return outcome;
  for (const earlier of tried.filter((one) => one !== current)) {
    const found = await sendReport(earlier.submission);
    if (!found.ok && found.problem === 'receipt-conflict') continue;
    if (!found.ok) return found;
    const { accessToken } = await deriveReceipt(earlier.prepared.receipt);
    const added = await sendMessage(current.id, current.submission.sealedReport, accessToken);
    if (!added.ok) return { ...added, earlierIs: found.value.reference };
    return { ok: true, arrived: earlier, accepted: found.value, isAdded: true };
  }
  return outcome;
}
