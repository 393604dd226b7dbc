// What stands on the timeline of a case that was handed over. A member signs it, and the page shows it as Markdown.
import { sha256Hex } from '../../../disclosure/bytes.ts';
import { visibleLine } from '../../../disclosure/foreign-text.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { texts } from '../base/page.ts';
import type { SeenCase } from '../case/seen-case.ts';
import type { Chosen, Sealed } from './chosen.ts';
import { chosenFiles } from './files-along.ts';
import { isKnown } from './make.ts';

/** A user id is shown no longer, in UTF-16 code units. */
const LONGEST_NAME = 200;

/** To whom it went, what went along, and by what the file is known again. */
export async function noteTextOf(
  seen: SeenCase,
  chosen: Chosen,
  { name, armored, keys }: Pick<Sealed, 'name' | 'armored' | 'keys'>,
): Promise<string> {
  const words = texts.handOverNote;
  const parts = chosen.parts.peek();
  const given = [
    ...(chosen.words.peek().trim() === '' ? [] : [words.words]),
    ...(parts.report && seen.report !== null ? [words.report] : []),
    ...(parts.triage && seen.view.notes.some(({ kind }) => kind === 'triage') ? [words.triage] : []),
    ...parts.messages.map((number) => fillIn(words.message, { number })),
    ...parts.notes.map((number) => fillIn(words.note, { number })),
    ...chosenFiles(seen, chosen).map((one) => fillIn(words.attachment, { number: one.number })),
  ];
  const sha256 = await sha256Hex(new TextEncoder().encode(armored));
  return [
    fillIn(words.title, { who: keys.map(({ userIds }) => nameOf(userIds[0] ?? '')).join(', ') }),
    ...keys.map(({ fingerprint }) => fillIn(words.fingerprint, { fingerprint })),
    fillIn(words.parts, { parts: given.join(', ') }),
    whoText(seen, chosen),
    fillIn(words.hash, { file: name, sha256 }),
  ].join('\n\n');
}

/** A stranger chose it: nothing in it makes a line of ours, or anything but words. */
function nameOf(userId: string): string {
  return visibleLine(userId)
    .slice(0, LONGEST_NAME)
    .replaceAll(/[\\`*_[\]<>~:]/g, '\\$&');
}

function whoText(seen: SeenCase, { consent }: Chosen): string {
  const words = texts.handOverNote;
  const { isGiven, message } = consent.peek();
  if (isGiven && message !== null) return fillIn(words.consent, { number: message });
  return isKnown(seen) ? words.anonymous : words.unknown;
}
