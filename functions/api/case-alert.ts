import { limits } from '../../src/disclosure/limits.ts';
import { alertSchema } from '../../src/disclosure/wire.ts';
import type { AddressBox } from '../http/alert-address.ts';
import { countAlertMail, newAlert } from '../http/alerts.ts';
import { endpoint, type Handler, route } from '../http/endpoint.ts';
import type { Log } from '../http/log.ts';
import { ProblemError } from '../http/problem.ts';
import { countRequest, type ReporterParts, requireOwnCase } from '../http/reporter.ts';
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
      await parts.store.setAlert({ reference, alert: null, mails: [], now });
      return new Response(null, { status: 204 });
    }
    if (status === 'closed') throw new ProblemError('case-closed');
    const { email } = await readJson(request, limits.body.small, alertSchema);
    // Each asks for a mail to an address that somebody else may own.
    await countRequest(parts, { key: `alerts:${reference}`, most: 3, windowSeconds: 60 * 60 });
    const seconds = await countAlertMail(email, parts);
    if (seconds !== null) throw new ProblemError('too-many-requests', { 'Retry-After': String(seconds) });
    const { alert, mail } = newAlert(email, reference, parts.addresses);
    await parts.store.setAlert({ reference, alert, mails: [mail], now });
    parts.notify();
    return new Response(null, { status: 204 });
  });
}

export const ALL = route(async () => {
  const { getParts } = await import('../parts.ts');
  return createAlertHandler(await getParts());
});
