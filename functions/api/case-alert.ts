import { limits } from '../../src/disclosure/limits.ts';
import { alertSchema } from '../../src/disclosure/wire.ts';
import type { AddressBox } from '../http/alert-address.ts';
import { newAlert } from '../http/alerts.ts';
import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { ProblemError } from '../http/problem.ts';
import { type ReporterParts, requireOwnCase } from '../http/reporter.ts';
import { readJson } from '../http/request.ts';

export interface AlertParts extends ReporterParts {
  addresses: AddressBox;
  notify: () => void;
  log: Log;
}

/**
 * `PUT /api/case/alert`: an address that wants to hear of news; it gets a mail that asks to confirm it.
 * `DELETE /api/case/alert`: takes the address away.
 */
export function createAlertHandler(parts: AlertParts): Handler {
  return endpoint('case/alert', ['PUT', 'DELETE'], parts.log, async (request) => {
    const { reference, status } = await requireOwnCase(request, parts);
    const now = parts.now().getTime();
    if (request.method === 'DELETE') {
      await parts.store.setAlert({ reference, alert: null, now });
      return new Response(null, { status: 204 });
    }
    if (status === 'closed') throw new ProblemError('case-closed');
    const { email } = await readJson(request, limits.body.small, alertSchema);
    const fresh = newAlert(email, reference, parts);
    // Each asks for a mail to an address that somebody else may own.
    const ofCase = { key: `alerts:${reference}`, most: 3, windowSeconds: 60 * 60 };
    const alert = { ...fresh, limits: [ofCase, ...fresh.limits] };
    const seconds = await parts.store.setAlert({ reference, alert, now });
    if (seconds !== null) throw new ProblemError('too-many-requests', { 'Retry-After': String(seconds) });
    parts.notify();
    return new Response(null, { status: 204 });
  });
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createAlertHandler(await getParts());
});
