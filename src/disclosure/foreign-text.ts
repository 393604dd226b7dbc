// Texts that strangers wrote, on their way to a person. Nothing in them may hide, reorder or command: what can't be seen
// is shown as its code point, ⟨U+202E⟩.

/** What shows nothing, or changes how other characters are shown: controls, formats, lone surrogates, fillers. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** Of these, how an emoji looks; a name may have emoji. */
const EMOJI_STYLE = /[\ufe0e\ufe0f]/;
/** Of these, what scripts and emoji need within a text: joiners, and marks that choose a form. Lines and tabs too. */
const NEEDED_IN_TEXT = /[\n\t\p{Mn}]|\u200c|\u200d/u;

const codePoint = (character: string) =>
  `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** A name, or another text of one line, with all that can't be seen made visible. */
export function visibleLine(text: string): string {
  return text.replace(UNSEEN, (character) =>
    EMOJI_STYLE.test(character) ? character : codePoint(character),
  );
}

/**
 * A text of many lines, with what can't be seen made visible, but for what scripts and emoji need. Lines may end as
 * OpenPGP's own text mode and Windows have them end.
 */
export function visibleText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(UNSEEN, (character) => (NEEDED_IN_TEXT.test(character) ? character : codePoint(character)));
}

/**
 * A visible name for the middle of a sentence that is text alone (a label, a status): the words around it keep their
 * order, whatever script it is in (U+2068 and U+2069, Unicode Standard Annex 9). In markup `<bdi>` does that.
 */
export function isolated(text: string): string {
  return `\u2068${visibleLine(text)}\u2069`;
}
