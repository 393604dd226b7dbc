/** Sizes in bytes that hold on both sides of the wire. */
export const limits = {
  /** The sealed report, armored. */
  sealedReport: 256 * 1024,
  /** The locked reply key, armored. */
  replyKey: 8 * 1024,
  /** Request bodies: the sealed report with what its encoding adds. */
  body: {
    openpgp: 256 * 1024,
    json: 320 * 1024,
    form: 384 * 1024,
  },
} as const;
