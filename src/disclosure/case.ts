import type { LanguageCode } from '../i18n/languages.ts';
import { type Done, nothingDone } from './duties.ts';

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

/** What the team found when it looked whether a weak spot is exploited, as was said; `unclear`: it can't tell yet. */
export const claimAnswers = ['true', 'not-true', 'unclear'] as const;
export type ClaimAnswer = (typeof claimAnswers)[number];

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
  /** Since when it is no weak spot, or known already; null while it is neither. */
  dismissedAt: number | null;
  closedAt: number | null;
  /** In whole euros. */
  reward: number | null;
  credit: Credit;
  /** Fingerprint of the team member who handles it. */
  assignee: string | null;
  /** Since when something that the reporter wrote waits for an answer. */
  waitingSince: number | null;
  /** When it was said to be exploited: with the report, or when the team opened one that says so. */
  claimedAt: number | null;
  /** What the team found about that, and when. */
  claimAnswer: ClaimAnswer | null;
  claimAnsweredAt: number | null;
  /** From when on the team looks once more: nobody could tell yet, or what was dismissed without an answer was taken up. */
  checkFrom: number | null;
  /** Since when the team knows that it is actively exploited, and since when of a severe incident. */
  exploitedAt: number | null;
  incidentAt: number | null;
  /** When each duty that follows from those was done. */
  reported: Done;
  /** The day on which it may be published, at 0:00 UTC; when the reporter agreed to it, and when it was published. */
  publishOn: number | null;
  publishAgreedAt: number | null;
  publishedAt: number | null;
  /** When the reporter had news last; null before the first, and in records from before this was kept. */
  toldAt: number | null;
  /** When it will be erased, as was announced to the team; null while that was not. */
  eraseAt: number | null;
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
 * What a note is: words, a triage, a sheet for the authorities, or what says that the case was handed over or shared. All
 * are sealed, so that this alone tells them apart for who can't open them.
 */
export const noteKinds = ['note', 'triage', 'hand-over', 'sharing', 'sheet'] as const;
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
  'claimed',
  'claim-answered',
  'exploited',
  'incident',
  'reported',
  'unreported',
  'corrected',
  'publication',
  'publication-agreed',
  'published',
  'settled',
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
   * An assessment, status, day (`YYYY-MM-DD`), moment, amount, credit, fingerprint, duty, answer or message id; empty for
   * none. Of a duty that was done, or corrected, at another moment than it was told, that stands behind it, after a space.
   */
  value: string;
}

/** Whether nobody said with the report that it is exploited, and it was found in it when the team opened it. */
export function isClaimedLater({ claimedAt, receivedAt }: Pick<Case, 'claimedAt' | 'receivedAt'>): boolean {
  return claimedAt !== null && claimedAt > receivedAt;
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
  > &
    Partial<Pick<Case, 'claimedAt'>>,
): Case {
  return {
    claimedAt: null,
    ...fields,
    status: 'received',
    version: 1,
    respondedAt: null,
    fixExpectedAt: null,
    resolvedAt: null,
    dismissedAt: null,
    closedAt: null,
    reward: null,
    assessment: null,
    credit: 'undecided',
    assignee: null,
    waitingSince: null,
    claimAnswer: null,
    claimAnsweredAt: null,
    checkFrom: null,
    exploitedAt: null,
    incidentAt: null,
    reported: nothingDone,
    publishOn: null,
    publishAgreedAt: null,
    publishedAt: null,
    toldAt: null,
    eraseAt: null,
    sameAs: null,
    withdrawnAt: null,
    noFixAt: null,
    followUps: 0,
  };
}
