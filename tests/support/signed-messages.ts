import type { Store } from '../../functions/store/store.ts';
import type { SealedMessage } from '../../src/disclosure/case.ts';
import { headFor, type Place, writeSignedText } from '../../src/disclosure/signed-text.ts';
import { dearmor } from '../../src/openpgp/armor.ts';
import { readCertificates } from '../../src/openpgp/keys.ts';
import { readReplyKeyNow, sealForTeam } from '../../src/openpgp/seal.ts';
import { sealSigned } from '../../src/openpgp/seal-signed.ts';
import { publicHalf } from '../../src/openpgp/unlock-reply-key.ts';
import { changeInput, messageIn, newMessage } from './cases.ts';
import type { Gpg } from './gpg.ts';

/** What stands in a case and signs in it: for tests that put messages there which nobody sent. */
export interface ForgedCase {
  reference: string;
  /** Seals a text, or what `signedBy` made, as a reply is: to the team and to the reply key. */
  seal(contents: string | Uint8Array): Promise<string>;
  /** Writes a message straight into the store, as whoever is in it could. */
  put(sealed: string, from?: SealedMessage['from'], at?: number): Promise<void>;
}

/**
 * A case that was reported by the form, as whoever is in the store has it: with the reply key, locked.
 * @param publicKey of the team, armored
 */
export async function forgedCase(store: Store, reference: string, publicKey: string): Promise<ForgedCase> {
  const replyKey = await publicHalf((await store.findCase(reference))?.replyKey ?? '');
  const certificates = await readCertificates(publicKey, new Date());
  const armored = certificates.map((one) => one.armored);
  return {
    reference,
    async seal(contents) {
      const reader = [await readReplyKeyNow(replyKey)];
      return typeof contents === 'string'
        ? sealForTeam(contents, armored, reader)
        : sealSigned(contents, armored, reader);
    },
    async put(sealed, from = 'team', at = Date.now()) {
      const found = await store.findCase(reference);
      if (!found) throw new Error('no case');
      const message = messageIn({ ...newMessage(from, at), sealed }, { most: 200, mostBytes: 3e6 });
      const stored = await store.changeCase(changeInput(found, {}, { message, now: at }));
      if (stored.outcome !== 'changed') throw new Error(stored.outcome);
    },
  };
}

/**
 * A text signed by gpg, as a message in binary that is sealed to nobody.
 * @param place that it is signed for; null for a text that names none
 * @param at when it says that it was signed, in ms since 1970
 */
export function signedBy(
  gpg: Gpg,
  signer: string,
  place: Place | null,
  text: string,
  at = Date.now(),
): Uint8Array<ArrayBuffer> {
  const whole = place ? writeSignedText(headFor(place, at), text) : text;
  const then = ['--faked-system-time', `${Math.floor(at / 1000)}!`];
  const unlock = ['--pinentry-mode', 'loopback', '--passphrase', ''];
  const options = [...then, ...unlock, '--armor', '--compress-level', '0', '--local-user', signer];
  const signed = dearmor(gpg.run([...options, '--sign'], `${whole}\n`), 'MESSAGE');
  if (!signed.ok) throw new Error(signed.code);
  return signed.bytes;
}

/** The same message with other words under the old signature; they are as long. */
export function altered(signed: Uint8Array, words: string, others: string): Uint8Array<ArrayBuffer> {
  const at = Buffer.from(signed).indexOf(words);
  if (at < 0 || words.length !== others.length) throw new Error('no such words');
  const copy = Uint8Array.from(signed);
  copy.set(Buffer.from(others), at);
  return copy;
}
