import type { SharedKind } from './sharing-wire.ts';

/** What was done in a case when it was shared, as the member who did it signs it. */
export interface SharingNote {
  /** Fingerprints of everybody of the team to whom session keys were made anew. */
  recipients: readonly string[];
  /** Fingerprints of those whose session keys were taken out; they had left. */
  removed: readonly string[];
  items: readonly SharedEntry[];
}

/** Something that was shared: SHA-256 of its session keys as they stood before, and as they stand now, in hexadecimal. */
export interface SharedEntry {
  kind: SharedKind;
  id: string;
  before: string;
  after: string;
}

const FORM = 'meldpunt sharing v1';

/** The text of the note: a sentence for people, an empty line, and what was done, in lines. */
export function writeSharingNote(sentence: string, { recipients, removed, items }: SharingNote): string {
  const lines = [
    FORM,
    ...recipients.map((fingerprint) => `recipient: ${fingerprint}`),
    ...removed.map((fingerprint) => `removed: ${fingerprint}`),
    ...items.map(({ kind, id, before, after }) => `${kind}: ${id} ${before} ${after}`),
  ];
  return `${sentence}\n\n${lines.join('\n')}\n`;
}
