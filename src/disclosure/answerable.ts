// Whether a reporter can read what the team writes: by the receipt code, with the key that the server keeps, or not at all.

/**
 * Why the reporter can't read a reply by the receipt code. `other-key`: the server keeps another key than stands in the
 * report; `no-key`: it keeps one, and none in the report can be used; `report-closed`: nobody here could open the report,
 * so nobody knows.
 */
export type Gap = 'other-key' | 'no-key' | 'report-closed';

/** What is known of the keys of a case. */
export interface KnownKeys {
  /** The id of the reply key that the server keeps, 16 hexadecimal characters; null where it keeps none. */
  replyKeyId: string | null;
  /** The ids of the key in the report, none where there is no key; null where nobody could look at it. */
  reportKeyIds: readonly string[] | null;
  /** Whether that key can be sealed to. */
  isUsable: boolean;
}

/** The gap of a case whose report is open; null for none. Where looking at the key failed nobody is accused. */
export function gapOf({ replyKeyId, reportKeyIds, isUsable }: KnownKeys): Gap | null {
  if (replyKeyId === null || reportKeyIds === null || reportKeyIds.includes(replyKeyId)) return null;
  return isUsable ? 'other-key' : 'no-key';
}
