import * as z from 'zod/mini';

/** What the status page knows besides its texts; handed over in `data-facts`. Only what anybody may know. */
export const statusFactsSchema = z.object({
  /** Who signs for the team, or did; see `Signer`. */
  signers: z.array(
    z.object({
      /** 40 hexadecimal characters, of a version 6 key 64; upper case. */
      fingerprint: z.string(),
      name: z.string(),
      /** When they left, in ms since 1970; null while they are here. */
      until: z.nullable(z.number()),
    }),
  ),
  /** From when on messages are signed, ISO 8601. */
  signedSince: z.string(),
  /** As people read it. */
  telephone: z.string(),
  /** Where links in texts lead, by their names in them. */
  links: z.object({ telephone: z.string(), teamKey: z.string(), formerKeys: z.string() }),
});
export type StatusFacts = z.infer<typeof statusFactsSchema>;
