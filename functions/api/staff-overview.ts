import { monthsUntil } from '../../src/disclosure/clock.ts';
import { moment, momentOrNull } from '../../src/disclosure/moments.ts';
import type { Overview } from '../../src/disclosure/team-wire.ts';
import { hasExpired } from '../../src/openpgp/lifetime.ts';
import { endpoint, type Handler } from '../http/endpoint.ts';
import { json } from '../http/problem.ts';
import { readWatched } from '../log/watched.ts';
import { isMailDelayed } from '../mail/outbox.ts';
import type { EndpointPart, Parts } from '../parts-types.ts';
import { route } from '../route.ts';
import { type MemberPart, nameOf, requireMember } from '../staff/session.ts';

type OverviewParts = Pick<Parts, EndpointPart | MemberPart | 'retentionDays' | 'oldBuild'>;

const DAY = 24 * 60 * 60 * 1000;
/** A key is mentioned this long before it runs out, in ms. */
const KEY_NOTICE = 30 * DAY;

/** `GET /api/staff/overview`: mail that is not delivered, a webhook that takes nothing, keys that run out, a log that is wrong, cases that can't be read, and the figures of the last twelve months. */
export function createOverviewHandler(parts: OverviewParts): Handler {
  return endpoint('staff/overview', ['GET'], parts, async (request) => {
    await requireMember(request, parts);
    const now = parts.now().getTime();
    const [outbox, figures, log, unreadable] = await Promise.all([
      parts.store.outboxState(),
      parts.store.readFigures(monthsUntil(now, 12)),
      readWatched(parts.store),
      parts.store.listUnreadable(),
    ]);
    const overview: Overview = {
      mail: {
        waiting: outbox.waiting,
        failing: outbox.failing,
        oldestAt: isMailDelayed(outbox, now) ? momentOrNull(outbox.oldestAt) : null,
      },
      webhook: outbox.webhook ? { ...outbox.webhook, oldestAt: moment(outbox.webhook.oldestAt) } : null,
      keys: parts.team.flatMap((certificate) =>
        certificate.expiresAt !== null && certificate.expiresAt - now < KEY_NOTICE
          ? {
              fingerprint: certificate.fingerprint,
              name: nameOf(certificate),
              expiresAt: moment(certificate.expiresAt),
              hasExpired: hasExpired(certificate, now),
            }
          : [],
      ),
      noTeamKey: parts.team.every((certificate) => hasExpired(certificate, now)),
      logFails: log !== null && log.finding !== null,
      oldSite: parts.oldBuild(),
      unreadable,
      figures,
      retentionDays: parts.retentionDays,
    };
    return json(overview);
  });
}

export const ALL = route(createOverviewHandler);
