import { type Announced, withAnnounced } from '../../src/disclosure/attachments.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { type Actor, type ChangeResult, newsIn } from '../../src/disclosure/changes.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { ProblemError, tooMany } from '../http/problem.ts';
import type { Parts } from '../parts-types.ts';
import { type StatementPart, statementsOf } from '../reporter/statements.ts';
import { storageFull } from '../reporter/storage-full.ts';
import { requiredNow } from '../reporter/team-recipients.ts';
import { quotaFor } from '../store/quota.ts';
import type { MailEntry } from '../store/store.ts';
import { checkReply } from './check-reply.ts';
import type { Member } from './session.ts';

/** What changing a case needs. */
export type ChangePart =
  | StatementPart
  | 'store'
  | 'now'
  | 'team'
  | 'storageQuota'
  | 'textHash'
  | 'background';

/** What a member asks for: a change of the case as seen at `version`, and a sealed reply with it or none. */
export interface Wanted {
  reference: string;
  version: number;
  message: {
    id: string;
    sealed: string;
    number?: number | undefined;
    withoutReporter?: true | undefined;
    /** Files that are uploaded after it. */
    attachments?: readonly Announced[] | undefined;
  } | null;
  apply: (current: Case, actor: Actor) => ChangeResult;
}

/**
 * Changes a case for a member, in one step with the reply that goes along and with what the desk signs about it. The same
 * message id again is the same change: an answer that was lost can be asked for again.
 * @returns the version that the case has now
 * @throws ProblemError `not-found`, `version-conflict`, what `apply` says, or what is wrong with the reply
 */
export async function changeCase(
  { reference, version, message, apply }: Wanted,
  member: Member,
  parts: Pick<Parts, ChangePart>,
): Promise<number> {
  const { store, now, background, storageQuota } = parts;
  const current = await store.findCase(reference);
  if (!current) throw new ProblemError('not-found');
  if (current.version !== version) {
    const isRepeat =
      message !== null &&
      (await store.readMessages(reference)).some(({ id, from }) => from === 'team' && id === message.id);
    if (isRepeat) return current.version;
    throw new ProblemError('version-conflict');
  }
  const sealed = message === null ? null : await checkReply(message, current, requiredNow(parts));
  const at = now().getTime();
  const isForReporter = sealed?.isForReporter ?? true;
  const result = apply(current, { by: member.name, now: at, isForReporter });
  if (!result.ok) throw new ProblemError(result.code);
  const { events, figure, tallies } = result;
  if (events.length === 0) return version;
  const changed = withFiles(result.changed, message, at);
  if (message !== null && !isForReporter) {
    const kind = 'without-reporter';
    events.push({ version: changed.version, at, by: member.name, kind, value: message.id });
  }
  // Of a report that was withdrawn nobody hears but the team.
  const isNews = changed.withdrawnAt === null && newsIn(events).length > 0;
  const assigned = events.flatMap(({ kind, value }): MailEntry[] =>
    kind === 'assigned' && value !== '' && value !== member.fingerprint
      ? [{ id: crypto.randomUUID(), kind, reference, about: value }]
      : [],
  );
  // What a report says of exploitation wakes the team, also where it was found only on opening it.
  const isClaim = events.some(({ kind }) => kind === 'claimed');
  const [report] = isClaim ? await store.readMessages(reference) : [];
  const claims: MailEntry[] = report
    ? [{ id: crypto.randomUUID(), kind: 'urgent-report-received', reference, about: report.id }]
    : [];
  const news: MailEntry = { id: crypto.randomUUID(), kind: 'case-news', reference, about: '' };
  const stored = await store.changeCase({
    changed,
    seenVersion: version,
    events,
    statements: statementsOf(changed, events, sealed?.canonical ?? null, parts),
    message:
      message === null || sealed === null
        ? null
        : {
            message: { id: message.id, from: 'team', by: member.name, at, sealed: sealed.canonical },
            textHash: parts.textHash(sealed.data),
            most: limits.messages,
            mostBytes: limits.teamBytes,
            ...(message.number === undefined ? {} : { number: message.number }),
          },
    figure,
    tallies,
    mails: [...assigned, ...claims, ...(isNews ? [news] : [])],
    quota: quotaFor('team', storageQuota, at),
    limits: [{ key: `changes:${reference}`, most: 200, windowSeconds: 15 * 60 }],
    now: at,
  });
  switch (stored.outcome) {
    case 'changed':
      background.run();
      return changed.version;
    case 'repeated':
      // Where the first answer was lost, its mail still waits.
      background.run();
      return (await store.findCase(reference))?.version ?? version;
    case 'stale':
    case 'other-number':
      throw new ProblemError('version-conflict');
    case 'gone':
      throw new ProblemError('not-found');
    case 'full':
      throw new ProblemError('too-many-messages');
    case 'storage-full':
      throw storageFull(stored, parts, 'storage-full-for-team');
    case 'limited':
      throw tooMany(stored.retryAfterSeconds);
  }
}

/** The case with what a reply announces. @throws ProblemError */
function withFiles(changed: Case, message: Wanted['message'], at: number): Case {
  const { attachments: files = [], number } = message ?? {};
  if (files.length === 0) return changed;
  if (changed.withdrawnAt !== null) throw new ProblemError('withdrawn');
  const announced = withAnnounced(changed, files, { from: 'team', number, at });
  if (!announced.ok) throw new ProblemError(announced.code);
  return { ...changed, attachments: announced.attachments };
}
