import { chunkCount } from '../../src/disclosure/limits.ts';
import type { CaseView } from '../../src/disclosure/wire.ts';
import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { moment, momentOrNull } from '../http/moments.ts';
import { json } from '../http/problem.ts';
import {
  findOwnCase,
  NO_CASE,
  type ReporterParts,
  requireOwnCase,
  unknownReceipt,
} from '../http/reporter.ts';

export interface CaseParts extends ReporterParts {
  notify: () => void;
  log: Log;
}

/** `GET /api/case`: what the reporter sees of the case; `DELETE /api/case`: withdraws the report and erases it all. */
export function createCaseHandler(parts: CaseParts): Handler {
  return endpoint('case', ['GET', 'DELETE'], parts.log, async (request) => {
    return request.method === 'GET' ? show(request, parts) : withdraw(request, parts);
  });
}

async function show(request: Request, parts: CaseParts): Promise<Response> {
  const { store } = parts;
  const found = await findOwnCase(request, parts);
  // An unknown receipt takes the same steps, so that the time it takes tells nothing.
  const reference = found?.reference ?? NO_CASE;
  const [messages, chunks, alert] = await Promise.all([
    store.readMessages(reference),
    store.listChunks(reference),
    store.findAlert(reference),
  ]);
  if (!found) throw unknownReceipt();
  const view: CaseView = {
    reference,
    status: found.status,
    receivedAt: moment(found.receivedAt),
    respondBy: moment(found.respondBy),
    respondedAt: momentOrNull(found.respondedAt),
    fixExpectedAt: momentOrNull(found.fixExpectedAt),
    resolvedAt: momentOrNull(found.resolvedAt),
    closedAt: momentOrNull(found.closedAt),
    reward: found.reward,
    credit: found.credit,
    urgent: found.urgent,
    replyKey: found.replyKey,
    messages: messages.map(({ number, from, at, sealed }) => ({ number, from, at: moment(at), sealed })),
    attachments: found.attachments.map(({ id, size }) => ({
      id,
      size,
      isComplete: chunks[id]?.length === chunkCount(size),
    })),
    alert: alert ? (alert.isConfirmed ? 'confirmed' : 'unconfirmed') : 'none',
  };
  return json(view);
}

async function withdraw(request: Request, parts: CaseParts): Promise<Response> {
  const { reference } = await requireOwnCase(request, parts);
  const mail = { id: crypto.randomUUID(), kind: 'report-withdrawn', reference, about: '' } as const;
  await parts.store.eraseCase({ reference, mails: [mail], now: parts.now().getTime() });
  await parts.store.scrub();
  parts.notify();
  return new Response(null, { status: 204 });
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createCaseHandler(await getParts());
});
