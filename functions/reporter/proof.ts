import { hkdfSync, randomInt } from 'node:crypto';
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Challenge } from 'altcha-lib/types';
import * as z from 'zod/mini';
import { limits } from '../../src/disclosure/limits.ts';

const ALGORITHM = 'PBKDF2/SHA-256';
/** Iterations of PBKDF2 for one try: about 0.3 ms, so that what a browser adds to a try hardly counts. */
const COST = 2000;
/** How many tries the least proof takes: between one and two seconds on one core of 2026, and never much longer. */
const TRIES = { fewest: 4000, most: 7000 };
/**
 * How much work a proof is, in steps: none, and then so many times the least. A phone of 2026 needs about three times
 * as long as a computer: half a minute at most for the last two steps, one after the other.
 */
const WORK = [0, 1, 1.5, 2] as const;
export type Effort = 0 | 1 | 2 | 3;
/** How long a challenge holds, in ms: whoever wrote for longer gets a new one with the answer to the report. */
const LIFETIME = 2 * 60 * 60 * 1000;

const hex = (bytes: number) => z.string().check(z.regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`)));
const proofSchema = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: z.literal(ALGORITHM),
      cost: z.literal(COST),
      data: z.strictObject({ receiptId: hex(32), endsAt: z.int(), effort: z.literal([1, 2, 3]) }),
      keyLength: z.literal(32),
      keyPrefix: hex(16),
      keySignature: hex(32),
      nonce: hex(16),
      salt: hex(16),
    }),
    signature: hex(32),
  }),
  solution: z.strictObject({ counter: z.int(), derivedKey: hex(32) }),
});

/** Proof of work in the form of ALTCHA, version 2: https://altcha.org */
export interface Proofs {
  /**
   * A challenge for one report. It holds for two hours, and only for this receipt id: as a receipt is worth one
   * case, a proof can't be used for a second one and nothing need be kept of it.
   * @param effort how much work it is; it stands in the challenge, so that little work is not taken for much
   */
  makeChallenge(receiptId: string, effort: Exclude<Effort, 0>, now: Date): Promise<Challenge>;
  /**
   * How much work `proof` (JSON of the challenge and its solution) was, where it solves a challenge of ours for this
   * receipt id, in time; else 0. Costs two HMACs, whatever is sent, and asks nobody.
   */
  effortOf(proof: string, receiptId: string, now: Date): Promise<Effort>;
}

/**
 * Makes and checks proofs of work without remembering any: a challenge is signed (HMAC-SHA-256) under a key that
 * follows from `serverSecret` by HKDF-SHA-256, and so is its solution, which the challenge carries as a hash.
 * @param tries how many it takes to solve the least challenge
 */
export function createProofs(serverSecret: string, tries = TRIES): Proofs {
  const secretFor = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', serverSecret, `meldpunt ${purpose} 1`, '', 32)).toString('hex');
  const secrets = {
    hmacSignatureSecret: secretFor('proof challenge'),
    hmacKeySignatureSecret: secretFor('proof solution'),
  };
  return {
    makeChallenge: (receiptId, effort, now) =>
      createChallenge({
        ...secrets,
        algorithm: ALGORITHM,
        cost: COST,
        counter: Math.round(randomInt(tries.fewest, tries.most) * WORK[effort]),
        deriveKey,
        // Not `expiresAt`: the library would compare that with a clock of its own.
        data: { receiptId, endsAt: now.getTime() + LIFETIME, effort },
      }),
    async effortOf(proof, receiptId, now) {
      const parsed = proofSchema.safeParse(parse(proof));
      if (!parsed.success) return 0;
      const { challenge, solution } = parsed.data;
      const { data } = challenge.parameters;
      if (data.receiptId !== receiptId || data.endsAt <= now.getTime()) return 0;
      // Compares both signatures in constant time.
      const { verified } = await verifySolution({ ...secrets, challenge, solution, deriveKey });
      return verified ? data.effort : 0;
    },
  };
}

function parse(proof: string): unknown {
  if (proof.length > limits.proof) return null;
  try {
    return JSON.parse(proof);
  } catch {
    return null;
  }
}
