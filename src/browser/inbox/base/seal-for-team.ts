// What members write for each other: signed by who sits here, where their key signs, and sealed to the team alone.
import { headFor, type Place, writeSignedText } from '../../../disclosure/signed-text.ts';
import { serverNow } from '../../api/server-time.ts';
import { reasonOf, sealingFaultOf } from '../../workers/fault.ts';
import { askJudge } from '../../workers/judge/client.ts';
import { signText } from '../../workers/team/client.ts';
import { facts, texts } from './page.ts';
import { hasKey } from './session.ts';

/** Something can't be sealed; `sentence` says why, in the visitor's language. */
export class NotSealed extends Error {
  readonly sentence: string;
  constructor(sentence: string) {
    super(sentence);
    this.sentence = sentence;
  }
}

/**
 * Signs a text for its place, where the key that is here signs, and seals it to the whole team.
 * @param text up to `limits.openedText` bytes with its padding
 * @param toCount whether the team goes by it: then a key that does not sign is refused where all others do, see `counts`
 * @returns armored
 * @throws NotSealed; nothing is ever given back unsealed
 */
export async function sealForTeam(text: string, place: Place, toCount = false): Promise<string> {
  try {
    const now = serverNow();
    const head = headFor(place, now);
    const signed = hasKey.peek() ? await signText(text, head) : null;
    if (signed === null && toCount && facts.everyoneSigns) throw new NotSealed(texts.signing.toCount);
    // It says its place all the same: else it is not shared with who comes later.
    return await askJudge('seal', { text: signed ?? writeSignedText(head, text), readers: [], now });
  } catch (error) {
    if (error instanceof NotSealed) throw error;
    if (reasonOf(error) === 'no-key') throw new NotSealed(texts.errors['no-key']);
    const { tooLong, notSealed, teamKeysExpired } = texts.compose;
    const fault = sealingFaultOf(error);
    // Without readers no key of theirs can be at fault.
    const sentences = { 'too-long': tooLong, 'reader-key': notSealed, 'no-team-key': teamKeysExpired };
    throw new NotSealed(fault === null ? notSealed : sentences[fault]);
  }
}
