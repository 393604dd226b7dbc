import type { Case } from '../../src/disclosure/case.ts';
import { monthOf } from '../../src/disclosure/clock.ts';
import { stubOf } from '../../src/disclosure/withdrawal.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json, ProblemError } from '../http/problem.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { findOwnCase, type ReceiptPart, requireOwnCase, unknownReceipt } from '../reporter/case-access.ts';
import { viewOf } from '../reporter/case-shown.ts';
import { route } from '../route.ts';

type CaseParts = Pick<Parts, EndpointPart | ReceiptPart | 'background'>;

/** How often withdrawing is tried on a case that others change at the same moment. */
const ATTEMPTS = 25;

/**
 * `GET /api/case`: what the reporter sees of the case; `DELETE /api/case`: withdraws the report and erases it all. Of
 * one that must be reported to the authorities the clocks stay, without anything of the report or the reporter.
 */
export function createCaseHandler(parts: CaseParts): Handler {
  return endpoint('case', ['GET', 'DELETE'], parts, async (request) => {
    return request.method === 'GET' ? show(request, parts) : withdraw(request, parts);
  });
}

async function show(request: Request, parts: CaseParts): Promise<Response> {
  const view = await viewOf(await findOwnCase(request, parts), parts);
  if (!view) throw unknownReceipt();
  return json(view);
}

async function withdraw(request: Request, parts: CaseParts): Promise<Response> {
  await eraseOrLeaveStub(await requireOwnCase(request, parts), parts);
  await parts.store.scrub();
  parts.background.run();
  return new Response(null, { status: 204 });
}

/**
 * Erases a case, but for its stub where reports to the authorities are owed. Where the case changes in between it is
 * looked at again: a clock that starts at this very moment runs on as well.
 */
async function eraseOrLeaveStub(found: Case, { store, now }: CaseParts): Promise<void> {
  const { reference, receiptId } = found;
  const id = crypto.randomUUID();
  let current: Case | null = found;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    // Erased or withdrawn by another request.
    if (current?.receiptId !== receiptId) return;
    const about = current.claimedAt !== null && current.claimAnswer === null ? 'claimed' : '';
    const mail = { id, kind: 'report-withdrawn', reference, about } as const;
    // Or anybody could spoil the figures by reports that they withdraw once it is too late to answer them.
    const overdueIn = current.respondedAt === null ? monthOf(current.receivedAt) : null;
    const step = { seenVersion: current.version, overdueIn, mails: [mail], now: now().getTime() };
    const left = stubOf(current, await store.readEvents(reference), step.now);
    const isDone = left
      ? await store.withdrawCase({ ...left, ...step })
      : await store.eraseCase({ reference, ...step });
    if (isDone) return;
    current = await store.findCase(reference);
  }
  throw new ProblemError('store-unavailable', { 'Retry-After': '5' });
}

export const ALL = route(createCaseHandler);
