import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { moment } from '../../src/disclosure/moments.ts';
import { ANSWER, writeAnswer } from '../../src/disclosure/sign-in-answer.ts';
import type { Challenge } from '../../src/disclosure/sign-in-wire.ts';
import type { Certificate } from '../../src/openpgp/keys.ts';
import { hasExpired, momentWithin } from '../../src/openpgp/lifetime.ts';
import { ProblemError } from '../http/problem.ts';
import type { Parts } from '../parts-types.ts';
import { type Member, memberOf } from './session.ts';

/** How long a challenge can be answered, in ms. */
const LIFE = 5 * 60 * 1000;
const recordSchema = z.strictObject({ fingerprint: z.string(), hash: z.string() });

/**
 * A challenge for the holder of a certificate: 32 random bytes that only the private key brings to light. What is
 * sealed also names the site, so that a person sees where an answer belongs. The store has a hash of it.
 * @throws ProblemError `team-key-expired`: keys are looked at when the site is built, and run out after that
 */
export async function makeChallenge(
  certificate: Certificate,
  { store, siteUrl, now }: Pick<Parts, 'store' | 'siteUrl' | 'now'>,
): Promise<Challenge> {
  const time = now().getTime();
  if (hasExpired(certificate, time)) throw new ProblemError('team-key-expired');
  // Loaded when it is needed: OpenPGP is larger than all other functions together.
  const { seal } = await import('../../src/openpgp/seal.ts');
  const id = randomBytes(16).toString('hex');
  const answer = writeAnswer(randomBytes(32).toString('base64url'));
  const endsAt = time + LIFE;
  const text = `${siteUrl}\n${moment(endsAt)}\n\n${answer}\n`;
  const sealed = await seal(text, [{ armored: certificate.armored, at: momentWithin(certificate, time) }]);
  const record = JSON.stringify({ fingerprint: certificate.fingerprint, hash: hashOf(answer) });
  await store.putToken({ name: `challenge:${id}`, value: record, endsAt });
  return { id, sealed, endsAt: moment(endsAt) };
}

/**
 * Who answered a challenge rightly and in time; null for anything else. A challenge can be answered once, rightly
 * or not.
 */
export async function checkAnswer(
  id: string,
  given: string,
  { store, team, now }: Pick<Parts, 'store' | 'team' | 'now'>,
): Promise<Member | null> {
  const kept = await store.takeToken({ name: `challenge:${id}`, now: now().getTime() });
  const [answer = ''] = ANSWER.exec(given) ?? [];
  if (kept === null) return null;
  const { fingerprint, hash } = recordSchema.parse(JSON.parse(kept));
  const isRight = timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(hashOf(answer), 'hex'));
  return isRight ? memberOf(fingerprint, team) : null;
}

function hashOf(answer: string): string {
  return createHash('sha256').update(answer).digest('hex');
}
