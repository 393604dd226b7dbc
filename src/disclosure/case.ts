import type { LanguageCode } from '../i18n/languages.ts';

export const caseStatuses = [
  'received',
  'confirmed',
  'rejected',
  'duplicate',
  'fixing',
  'resolved',
  'closed',
] as const;
export type CaseStatus = (typeof caseStatuses)[number];

/** What the team makes of a report, in the first response. */
export const assessments = ['confirmed', 'rejected', 'duplicate'] as const;
export type Assessment = (typeof assessments)[number];

/** Whether the reporter will be named as the finder. The name itself is in the sealed report only. */
export const credits = ['undecided', 'named', 'anonymous'] as const;
export type Credit = (typeof credits)[number];

/** What must be reported about an actively exploited weakness (EU Cyber Resilience Act, article 14). */
export const authorityReports = ['early-warning', 'notification', 'final-report'] as const;
export type AuthorityReport = (typeof authorityReports)[number];

/** Which of the three ways the report came by. */
export const origins = ['form', 'plain-form', 'terminal'] as const;
export type Origin = (typeof origins)[number];

/** A sealed attachment as its message announced it; its name and contents are known to the two ends only. */
export interface Attachment {
  /** 32 hexadecimal characters, chosen by the browser that sends it. */
  id: string;
  /** Sealed size in bytes. */
  size: number;
  /** Absent: from the reporter. */
  from?: 'team' | undefined;
  /** Of the message that it goes with; absent: the report. */
  number?: number | undefined;
  /** When that message came, in ms; absent: with the case. */
  announcedAt?: number | undefined;
}

/** What the server keeps about a report; nothing of the finding is readable in it. Times in ms since 1970, UTC. */
export interface Case {
  reference: string;
  /** SHA-256 of the access token, hexadecimal. */
  receiptId: string;
  /** SHA-256 of the accepted submission: tells a repeat from another body under the same receipt. */
  bodyHash: string;
  status: CaseStatus;
  /** Counts changes, from 1. */
  version: number;
  receivedAt: number;
  respondBy: number;
  /** When the first response was given, and the assessment in it. */
  respondedAt: number | null;
  assessment: Assessment | null;
  /** The day on which a fix is expected, at 0:00 UTC. */
  fixExpectedAt: number | null;
  resolvedAt: number | null;
  closedAt: number | null;
  /** In whole euros. */
  reward: number | null;
  credit: Credit;
  /** Fingerprint of the team member who handles it. */
  assignee: string | null;
  /** Since when something that the reporter wrote waits for an answer. */
  waitingSince: number | null;
  /** Since when the team knows that it is actively exploited, and when each report to the authorities was made. */
  exploitedAt: number | null;
  reported: Record<AuthorityReport, number | null>;
  /** When the reporter withdrew it: what is left is a stub, see `stubOf`. */
  withdrawnAt: number | null;
  /** When the team said, of a stub, that no fix will come. */
  noFixAt: number | null;
  urgent: boolean;
  language: LanguageCode;
  origin: Origin;
  /** The reporter's locked private reply key, armored, or null. */
  replyKey: string | null;
  attachments: Attachment[];
  /** The case in which the very same sealed report came in before, be it by another visitor; null for none. */
  sameAs: string | null;
  /** How many messages the reporter sent after the report. */
  followUps: number;
  /** When it will be erased, once that is announced; null before, and when something came that holds it back. */
  eraseAt: number | null;
  /** Whether the figures count it as answered too late already. */
  countedLate: boolean;
}

/** One sealed message in a case; `number` counts from 1, the report itself. */
export interface SealedMessage {
  /** Chosen by the sender, 32 hexadecimal characters; the same one again is the same message. */
  id: string;
  number: number;
  from: 'reporter' | 'team';
  /** User id of the team member who sent it; null for the reporter. */
  by: string | null;
  at: number;
  /** Armored OpenPGP. */
  sealed: string;
  /** The case in which the very same message was before, this one or another; null for none. */
  sameAs: string | null;
  /** When its session keys were made anew last; absent while they are those that it came with. */
  sharedAt?: number | undefined;
  /** Those that it came with, sealed to the reporter and the team (`writeOriginal`); absent where there are none. */
  original?: string | undefined;
}

/** A message that is not in a case yet: its place, and whether it is known, are found where it is stored. */
export type NewSealedMessage = Omit<SealedMessage, 'number' | 'sameAs' | 'sharedAt' | 'original'>;

/**
 * What a note is: words, a triage, or what says that the case was handed over or shared. All are sealed, so that this
 * alone tells them apart for who can't open them.
 */
export const noteKinds = ['note', 'triage', 'hand-over', 'sharing'] as const;
export type NoteKind = (typeof noteKinds)[number];

/** What the team writes in a case for itself; no reporter ever gets one. `number` counts from 1, apart from messages. */
export interface SealedNote {
  /** Chosen by the sender, 32 hexadecimal characters; the same one again is the same note. */
  id: string;
  number: number;
  kind: NoteKind;
  /** User id of the member who wrote it. */
  by: string;
  at: number;
  /** Armored OpenPGP. */
  sealed: string;
}

/** What can happen in a case; `value` in an event says more where there is more to say. */
export const eventKinds = [
  'response',
  'status',
  'fix-expected',
  'reward',
  'credit',
  'assigned',
  'exploited',
  'reported',
  'unreported',
  'reply',
  'without-reporter',
  'message',
  'withdrawn',
  'fix-available',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** One change of a case, as its timeline shows it. */
export interface CaseEvent {
  /** The version that the case had after it. */
  version: number;
  at: number;
  /** User id of who did it; null for the reporter. */
  by: string | null;
  kind: EventKind;
  /**
   * An assessment, status, day (`YYYY-MM-DD`), moment, amount, credit, fingerprint, report or message id; empty for none.
   * Of a report that was made at another moment than it was told, that stands behind it, after a space.
   */
  value: string;
}

/** An address that gets a mail when there is news; encrypted at rest, see `functions/reporter/alert-address.ts`. */
export interface Alert {
  /** 32 hexadecimal characters; what the link in the mail names, and nothing that tells the reference. */
  id: string;
  /** Key id, nonce and ciphertext, base64url, with dots between them. */
  address: string;
  isConfirmed: boolean;
}

/** The fields of a case that has only just been received. */
export function receivedCase(
  fields: Pick<
    Case,
    | 'reference'
    | 'receiptId'
    | 'bodyHash'
    | 'receivedAt'
    | 'respondBy'
    | 'urgent'
    | 'language'
    | 'origin'
    | 'replyKey'
    | 'attachments'
  >,
): Case {
  return {
    ...fields,
    status: 'received',
    version: 1,
    respondedAt: null,
    fixExpectedAt: null,
    resolvedAt: null,
    closedAt: null,
    reward: null,
    assessment: null,
    credit: 'undecided',
    assignee: null,
    waitingSince: null,
    exploitedAt: null,
    reported: { 'early-warning': null, notification: null, 'final-report': null },
    sameAs: null,
    withdrawnAt: null,
    noFixAt: null,
    followUps: 0,
    eraseAt: null,
    countedLate: false,
  };
}
