import { limits } from '../../src/disclosure/limits.ts';
import { alertBodySchema } from '../../src/disclosure/wire.ts';
import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { ProblemError } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import { type NewAlertParts, newAlert } from '../reporter/alerts.ts';
import { type ReporterParts, requireOwnCase } from '../reporter/case-access.ts';

export type AlertParts = ReporterParts &
  NewAlertParts & {
    notify: () => void;
    log: Log;
  };

/**
 * `PUT /api/case/alert`: an address that wants to hear of news; it gets a mail that asks to confirm it.
 * `alert-not-set` (429) where too many of those went out, to this address or in all, or where its owner wants none.
 * `DELETE /api/case/alert`: takes the address away.
 */
export function createAlertHandler(parts: AlertParts): Handler {
  return endpoint('case/alert', ['PUT', 'DELETE'], parts.log, async (request) => {
    const { reference, status, respondedAt } = await requireOwnCase(request, parts);
    const now = parts.now().getTime();
    if (request.method === 'DELETE') {
      await parts.store.setAlert({ reference, alert: null, now });
      return new Response(null, { status: 204 });
    }
    if (status === 'closed') throw new ProblemError('case-closed');
    const { email } = await readJson(request, limits.body.small, alertBodySchema);
    // A flood of reports comes with receipts too, but gets no answers.
    const by = respondedAt === null ? 'receipt' : 'answered';
    const fresh = await newAlert(email, reference, { request, by }, parts);
    if (!fresh) throw new ProblemError('alert-not-set');
    // Each asks for a mail to an address that somebody else may own.
    const ofCase = { key: `alerts:${reference}`, most: 3, windowSeconds: 60 * 60 };
    const alert = { ...fresh, limits: [ofCase, ...fresh.limits] };
    const seconds = await parts.store.setAlert({ reference, alert, now });
    if (seconds !== null) throw new ProblemError('alert-not-set', { 'Retry-After': String(seconds) });
    parts.notify();
    return new Response(null, { status: 204 });
  });
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createAlertHandler(await getParts());
});
