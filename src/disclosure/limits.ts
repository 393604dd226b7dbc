const KIB = 1024;
const MIB = 1024 * KIB;

/** Sizes in bytes, and counts, that hold on both sides of the wire. */
export const limits = {
  /** The sealed report, or a later message, armored. */
  sealedReport: 256 * KIB,
  /** The same opened, as UTF-8 with its padding: what is compressed can come to a great deal more than it seems. */
  openedText: 176 * KIB,
  /** What a page opens of one case by itself, in UTF-16 code units; all that isn't compressed fits in it. */
  openedTexts: 3 * MIB,
  /** The locked reply key, armored. */
  replyKey: 8 * KIB,
  /** The keys that a reporter has replies sealed to, armored, in the report, in UTF-16 code units. */
  ownKeys: 50_000,
  /** A proof of work, in characters. */
  proof: 2 * KIB,
  /**
   * Certificates of the team, and keys in them that can be encrypted to. Each adds up to 0.7 KiB to every message (RSA
   * with 4096 bits; 0.1 with Curve25519), so that with a hundred there is room for 128 KiB of report in any case.
   */
  members: 100,
  teamKeys: 200,
  /** Messages in one case, the report included. */
  messages: 200,
  /** Notes of the team in one case: how many, and their records together. */
  notes: 500,
  noteBytes: 4 * MIB,
  /** The same with the notes that sharing leaves: a case that is full of notes can still be taken from who left. */
  allNotes: 600,
  allNoteBytes: 5 * MIB,
  /** How much of them goes with their case in one answer, beside all of its messages; and in one without those. */
  notesInCase: 768 * KIB,
  notesPage: 3 * MIB,
  /** Cases of a page of the list; whoever asks for no other number gets the first. */
  page: 50,
  longestPage: 200,
  /** Heads in one request, the bytes of one answer, and of the report in a head. */
  heads: 50,
  headsBytes: 3 * MIB,
  headReport: 64 * KIB,
  /** A record of the desk, in UTF-8; and absences in theirs. */
  deskRecord: 256 * KIB,
  absences: 100,
  /** The session keys of a message, in bytes; and of all attachments of a case in one answer, in base64. */
  head: 192 * KIB,
  attachmentHeads: 2 * MIB,
  /** What the records of all messages in a case may come to when they are shared. */
  sharedBytes: 3.5 * MIB,
  /** Copies of a case are confirmed in this time, in ms, or go. */
  sharingTime: 24 * 60 * 60 * 1000,
  /** Cases that are erased as spam by one request. */
  spam: 100,
  /** All messages of one case together, armored: what one answer can carry. The team can always add to it. */
  reporterBytes: 2 * MIB,
  teamBytes: 3 * MIB,
  /** Attachments of one report or message: how many, and their contents together. */
  attachments: 10,
  attachmentBytes: 25 * MIB,
  /** The same when sealed: what padding and envelopes add at most. */
  sealedAttachmentBytes: 32 * MIB,
  /** All attachments of one case, sealed. The team can always add some to what the reporter sent. */
  reporterFiles: 40,
  reporterFileBytes: 96 * MIB,
  caseFiles: 60,
  caseFileBytes: 128 * MIB,
  /** Every piece in which an attachment is uploaded, but the last. */
  chunk: 3 * MIB,
  /**
   * A chunk may come in parts, over a slow line: of so many bytes or a multiple of it, but the last. A multiple of three,
   * so that parts in base64 can be joined; the first holds all session keys.
   */
  part: 96 * KIB,
  /** An upload must be complete this long after the message that announced it, in ms. */
  uploadTime: 24 * 60 * 60 * 1000,
  /** Request bodies: the sealed report with what its encoding adds. */
  body: {
    /** In UTF-16 a character of armor is two bytes. */
    openpgp: 2 * 256 * KIB + 2,
    json: 320 * KIB,
    form: 384 * KIB,
    small: 4 * KIB,
    /** A hundred references with their versions. */
    references: 16 * KIB,
    absences: 32 * KIB,
    /** Session keys made anew of all that is in a case. */
    copies: 3 * MIB,
  },
} as const;

/** In how many chunks `size` sealed bytes are uploaded. */
export function chunkCount(size: number): number {
  return Math.ceil(size / limits.chunk);
}

/** Length in bytes of chunk `index` (from 0) of an attachment of `size` bytes; 0 when there is no such chunk. */
export function chunkLength(size: number, index: number): number {
  return Math.max(0, Math.min(limits.chunk, size - index * limits.chunk));
}
