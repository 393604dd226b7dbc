import type { LanguageCode } from '../i18n/languages.ts';

export type CaseStatus = 'received';

/** Which of the three ways the report came by. */
export type Origin = 'form' | 'plain-form' | 'terminal';

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
  urgent: boolean;
  language: LanguageCode;
  origin: Origin;
  /** The reporter's locked private reply key, armored, or null. */
  replyKey: string | null;
}

/** One sealed message in a case; `number` counts from 1, the report itself. */
export interface SealedMessage {
  number: number;
  from: 'reporter' | 'team';
  at: number;
  /** Armored OpenPGP. */
  sealed: string;
}
