import * as z from 'zod/mini';

/** What does not change while the inbox is open; handed over in `data-facts`. Only what anybody may know. */
export const inboxFactsSchema = z.object({
  /** In whole euros. */
  leastReward: z.number(),
  /** Days within which the policy promises an answer. */
  responseDays: z.number(),
  team: z.array(
    z.object({
      /** 40 hexadecimal characters, of a version 6 key 64; upper case. */
      fingerprint: z.string(),
      name: z.string(),
      /** Whether GnuPG holds their key. */
      isForGnupg: z.boolean(),
      /** When nothing can be sealed to it any more, in ms since 1970; null for never. */
      expiresAt: z.nullable(z.number()),
    }),
  ),
  /** Who signs for the team, or did; see `Signer`. */
  signers: z.array(z.object({ fingerprint: z.string(), name: z.string(), until: z.nullable(z.number()) })),
  /** Whether every member's certificate signs: then the team counts nothing that nobody signed. */
  everyoneSigns: z.boolean(),
  /** From when on messages are signed, ISO 8601. */
  signedSince: z.string(),
  organisation: z.string(),
  /** The address that the policy names. */
  contactEmail: z.string(),
  /** The public origin of the site. */
  siteUrl: z.string(),
  /** Where exploited weaknesses are reported to the authorities. */
  reportingPlatform: z.string(),
  reportingPortal: z.string(),
  /** What the sheets for them begin with; see `src/organisation.ts`. */
  manufacturer: z.object({
    name: z.string(),
    memberStates: z.array(z.string()),
    products: z.array(z.object({ name: z.string(), type: z.enum(['default', 'important', 'critical']) })),
  }),
  /** When the last key of the team runs out, in ms since 1970; null for never. */
  keysGoneAt: z.nullable(z.number()),
});
export type InboxFacts = z.infer<typeof inboxFactsSchema>;
