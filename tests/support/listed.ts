import type { Head } from '../../src/browser/inbox/list/heads.ts';
import { nothing } from '../../src/browser/inbox/list/read-head.ts';
import type { Report } from '../../src/disclosure/report.ts';
import type { CaseSummary } from '../../src/disclosure/team-wire.ts';
import { noTriage } from '../../src/disclosure/triage.ts';

export const LISTED_AT = Date.parse('2026-11-26T12:00:00Z');
const HOUR = 3_600_000;

/** A moment so many hours from `LISTED_AT`. */
export const inHours = (hours: number) => new Date(LISTED_AT + hours * HOUR).toISOString();

/** A case as the list has it: just received, due in three days. @param name the last of its reference, up to six characters */
export function listed(name: string, fields: Partial<CaseSummary> = {}): CaseSummary {
  const respondedAt = fields.respondedAt ?? null;
  return {
    ...{ reference: `CVD-2026-${name.padStart(6, '0')}`, version: 1, status: 'received', assessment: null },
    ...{ receivedAt: inHours(-1), fixExpectedAt: null, resolvedAt: null, closedAt: null },
    ...{ reward: null, credit: 'undecided', assignee: null, waitingSince: null, exploitedAt: null },
    ...{ claimedAt: null, claimAnswer: null, claimAnsweredAt: null, incidentAt: null, eraseAt: null },
    ...{ publishOn: null, publishAgreedAt: null, publishedAt: null },
    ...{ withdrawnAt: null, noFixAt: null, urgent: false, language: 'nl', origin: 'form', sameAs: null },
    ...{ untouched: false, notes: 0, seen: null },
    deadlines: [{ name: 'first-response', dueAt: inHours(71), doneAt: respondedAt }],
    ...fields,
    respondedAt,
  };
}

/** The opened head of a case. @param words what its report says */
export function headOf(
  { reference }: { reference: string },
  words: string,
  fields: Partial<Head> = {},
  report: Partial<Report> = {},
): Head {
  return {
    ...nothing,
    ...{ reference, version: 1, title: 'shop · Injection', words, size: words.length, triage: null },
    report: {
      ...{ language: 'nl', system: 'shop', weakness: 'injection', exposure: 'none', name: '', contact: '' },
      ...{ credit: '', publication: 'no-wish', cvss: '', version: '', tools: '' },
      ...{ keptToLimits: true, keptToMethods: true, otherwise: '', replyKey: '' },
      ...report,
    },
    ...fields,
  };
}

/** What the team made of a case. */
export const judged = (fields: Partial<typeof noTriage>) => ({ ...noTriage, ...fields });
