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

/** Which of the three ways the report came by. */
export const origins = ['form', 'plain-form', 'terminal'] as const;
export type Origin = (typeof origins)[number];

/** A sealed attachment as the report announced it; its name and contents are known to the two ends only. */
export interface Attachment {
  /** 32 hexadecimal characters, chosen by the reporter's browser. */
  id: string;
  /** Sealed size in bytes. */
  size: number;
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
  /** When the first response was given. */
  respondedAt: number | null;
  fixExpectedAt: number | null;
  resolvedAt: number | null;
  closedAt: number | null;
  /** In whole euros. */
  reward: number | null;
  urgent: boolean;
  language: LanguageCode;
  origin: Origin;
  /** The reporter's locked private reply key, armored, or null. */
  replyKey: string | null;
  attachments: Attachment[];
}

/** One sealed message in a case; `number` counts from 1, the report itself. */
export interface SealedMessage {
  /** Chosen by the sender, 32 hexadecimal characters; the same one again is the same message. */
  id: string;
  number: number;
  from: 'reporter' | 'team';
  at: number;
  /** Armored OpenPGP. */
  sealed: string;
}

/** An address that gets a mail when there is news; encrypted at rest, see `functions/http/alert-address.ts`. */
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
  };
}
