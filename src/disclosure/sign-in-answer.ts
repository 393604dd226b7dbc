// What a challenge for signing in opens to. Whoever reads one for a member is that member to us: it is no content.

const PREFIX = 'meldpunt-answer-';

/** The line of an opened challenge that is the answer. */
export const ANSWER = /meldpunt-answer-([A-Za-z0-9_-]{43})/;
/** It is no longer than this, in bytes. */
const LENGTH = PREFIX.length + 43;

/** How much is looked at once, in bytes: a file may have 25 MiB. */
const STEP = 1024 * 1024;

/** @param random 32 bytes in base64url */
export function writeAnswer(random: string): string {
  return PREFIX + random;
}

/** Whether an answer stands anywhere in what something opens to. */
export function holdsAnswer(bytes: Uint8Array): boolean {
  // An answer is ASCII, which is the same in this encoding, and nothing else in it fails.
  const decoder = new TextDecoder('windows-1252');
  for (let at = 0; at < bytes.length; at += STEP)
    if (ANSWER.test(decoder.decode(bytes.subarray(at, at + STEP + LENGTH)))) return true;
  return false;
}
