import { attachmentView } from '../../src/disclosure/attachments.ts';
import type { Case } from '../../src/disclosure/case.ts';
import type { CaseView } from '../../src/disclosure/case-view.ts';
import { fixLateSince } from '../../src/disclosure/clock.ts';
import { agreedDayGivenUp } from '../../src/disclosure/embargoes.ts';
import { moment, momentOrNull } from '../../src/disclosure/moments.ts';
import type { Parts } from '../parts-types.ts';
import { NO_CASE } from './case-access.ts';

/**
 * What a reporter gets to see of a case. For none it is null, after the same steps, so that the time it takes tells
 * nothing.
 */
export async function viewOf(
  found: Case | null,
  { store, now }: Pick<Parts, 'store' | 'now'>,
): Promise<CaseView | null> {
  const reference = found?.reference ?? NO_CASE;
  const [messages, events, chunks, alert, statements] = await Promise.all([
    store.readMessages(reference),
    store.readEvents(reference),
    store.listChunks(reference),
    store.findAlert(reference),
    store.readStatements(reference),
  ]);
  if (!found) return null;
  const closed = new Set(events.flatMap(({ kind, value }) => (kind === 'without-reporter' ? [value] : [])));
  return {
    reference,
    status: found.status,
    assessment: found.assessment,
    receivedAt: moment(found.receivedAt),
    respondBy: moment(found.respondBy),
    respondedAt: momentOrNull(found.respondedAt),
    fixExpectedAt: momentOrNull(found.fixExpectedAt),
    resolvedAt: momentOrNull(found.resolvedAt),
    closedAt: momentOrNull(found.closedAt),
    fixLateSince: momentOrNull(fixLateSince(found, now().getTime())),
    publishOn: momentOrNull(found.publishOn),
    publishAgreedAt: momentOrNull(found.publishAgreedAt),
    publishedAt: momentOrNull(found.publishedAt),
    publishGivenUp: found.publishedAt === null ? momentOrNull(agreedDayGivenUp(events)) : null,
    reward: found.reward,
    credit: found.credit,
    urgent: found.urgent,
    replyKey: found.replyKey,
    messages: messages.map(({ id, number, from, at, sealed, sharedAt, original = null }) => ({
      ...{ number, from, at: moment(at), sealed },
      ...(sharedAt === undefined ? {} : { shared: { at: moment(sharedAt), original } }),
      ...(from === 'team' && closed.has(id) ? { withoutReporter: true } : {}),
    })),
    attachments: found.attachments.map((one) => attachmentView(one, chunks)),
    alert: alert ? (alert.isConfirmed ? 'confirmed' : 'unconfirmed') : 'none',
    statements,
  };
}
