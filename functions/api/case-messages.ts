import { limits } from '../../src/disclosure/limits.ts';
import { messageSchema } from '../../src/disclosure/wire.ts';
import { inspectSealed, type Recipient } from '../../src/openpgp/inspect.ts';
import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { json, ProblemError } from '../http/problem.ts';
import { type ReporterParts, requireOwnCase, unknownReceipt } from '../http/reporter.ts';
import { readJson } from '../http/request.ts';

export interface MessageParts extends ReporterParts {
  recipients: readonly Recipient[];
  notify: () => void;
  log: Log;
}

/** `POST /api/case/messages`: a sealed follow-up from the reporter. The same id again is the same message. */
export function createMessageHandler(parts: MessageParts): Handler {
  return endpoint('case/messages', ['POST'], parts.log, async (request) => {
    const { reference } = await requireOwnCase(request, parts);
    const { id, sealed } = await readJson(request, limits.body.json, messageSchema);
    const inspected = inspectSealed(sealed, parts.recipients);
    if (!inspected.ok) throw new ProblemError(inspected.code);
    const at = parts.now().getTime();
    const result = await parts.store.appendMessage({
      reference,
      message: { id, from: 'reporter', at, sealed: inspected.canonical },
      most: limits.messages,
      mostBytes: limits.reporterBytes,
      mails: [{ id: crypto.randomUUID(), kind: 'message-received', reference, messageId: id }],
      limits: [{ key: `messages:${reference}`, most: 20, windowSeconds: 15 * 60 }],
    });
    switch (result.outcome) {
      case 'appended':
        parts.notify();
        return json({ id }, 201);
      case 'repeated':
        return json({ id });
      case 'full':
        throw new ProblemError('too-many-messages');
      case 'gone':
        throw unknownReceipt();
      case 'limited':
        throw new ProblemError('too-many-requests', { 'Retry-After': String(result.retryAfterSeconds) });
    }
  });
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createMessageHandler(await getParts());
});
