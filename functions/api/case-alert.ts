import { limits } from '../../src/disclosure/limits.ts';
import { alertBodySchema } from '../../src/disclosure/wire.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { ProblemError, tooMany } from '../http/problem.ts';
import { readJson } from '../http/request.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { type NewAlertPart, newAlert } from '../reporter/alerts.ts';
import { type ReceiptPart, requireOwnCase } from '../reporter/case-access.ts';
import { route } from '../route.ts';

type AlertParts = Pick<Parts, EndpointPart | ReceiptPart | NewAlertPart | 'background'>;

/**
 * `PUT /api/case/alert`: an address that wants to hear of news; it gets a mail that asks to confirm it.
 * `alert-not-set` (429) where too many of those went out, to this address or in all, or where its owner wants none.
 * `DELETE /api/case/alert`: takes the address away.
 */
export function createAlertHandler(parts: AlertParts): Handler {
  return endpoint('case/alert', ['PUT', 'DELETE'], parts, async (request) => {
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
    if (seconds !== null) throw tooMany(seconds, 'alert-not-set');
    parts.background.run();
    return new Response(null, { status: 204 });
  });
}

export const ALL = route(createAlertHandler);
