import { attachmentView } from '../../src/disclosure/attachments.ts';
import type { Case, CaseEvent, SealedMessage } from '../../src/disclosure/case.ts';
import { deadlinesOf } from '../../src/disclosure/clock.ts';
import { moment, momentOrNull } from '../../src/disclosure/moments.ts';
import { isUntouched } from '../../src/disclosure/spam.ts';
import type { CaseSummary, TeamCase } from '../../src/disclosure/team-wire.ts';
import type { StoredStatement } from '../store/store.ts';

/** A case as the list of the inbox shows it. */
export function summaryOf(one: Case): CaseSummary {
  const {
    reference,
    version,
    status,
    assessment,
    reward,
    credit,
    assignee,
    urgent,
    language,
    origin,
    sameAs,
  } = one;
  return {
    reference,
    version,
    status,
    assessment,
    receivedAt: moment(one.receivedAt),
    respondedAt: momentOrNull(one.respondedAt),
    fixExpectedAt: momentOrNull(one.fixExpectedAt),
    resolvedAt: momentOrNull(one.resolvedAt),
    closedAt: momentOrNull(one.closedAt),
    reward,
    credit,
    assignee,
    waitingSince: momentOrNull(one.waitingSince),
    exploitedAt: momentOrNull(one.exploitedAt),
    withdrawnAt: momentOrNull(one.withdrawnAt),
    noFixAt: momentOrNull(one.noFixAt),
    urgent,
    language,
    origin,
    sameAs,
    untouched: isUntouched(one),
    notes: 0,
    seen: null,
    deadlines: deadlinesOf(one).map(({ name, dueAt, doneAt }) => ({
      name,
      dueAt: momentOrNull(dueAt),
      doneAt: momentOrNull(doneAt),
    })),
  };
}

/** What the store has of a case beside its record, and the id of the reporter's reply key. */
interface Belongings {
  messages: readonly SealedMessage[];
  events: readonly CaseEvent[];
  chunks: Record<string, number[]>;
  statements: StoredStatement[];
  replyKeyId: string | null;
}

/** A case as the team opens it. */
export function teamCaseOf(
  one: Case,
  { messages, events, chunks, statements, replyKeyId }: Belongings,
): TeamCase {
  return {
    ...summaryOf(one),
    messages: messages.map(({ id, number, from, by, at, sealed, sameAs }) => ({
      id,
      number,
      from,
      by,
      at: moment(at),
      sealed,
      sameAs,
    })),
    events: events.map((event) => ({ ...event, at: moment(event.at) })),
    notes: [],
    attachments: one.attachments.map((file) => attachmentView(file, chunks)),
    replyKeyId,
    statements,
  };
}
