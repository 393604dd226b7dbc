// Texts that strangers wrote, on their way to a person. Nothing in them may hide, reorder or command: what can't be seen
// is shown as its code point, ⟨U+202E⟩, and a name that is saved keeps only what a file system takes.

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

/** A text of many lines, with what can't be seen made visible, but for what scripts and emoji need. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (character) =>
    NEEDED_IN_TEXT.test(character) ? character : codePoint(character),
  );
}

/**
 * A visible name for the middle of a sentence that is text alone (a label, a status): the words around it keep their
 * order, whatever script it is in (U+2068 and U+2069, Unicode Standard Annex 9). In markup `<bdi>` does that.
 */
export function isolated(text: string): string {
  return `\u2068${visibleLine(text)}\u2069`;
}

/** The longest name of a file that is saved, in bytes: file systems take 255, and browsers add to a name. */
const LONGEST_NAME = 200;

/**
 * A stranger's file name without anything that a file system, or a person, would read as something else. Its ending
 * stays what it is.
 * @param otherwise the name when nothing is left
 */
export function safeFileName(name: string, otherwise = 'attachment'): string {
  const characters = Array.from(
    name
      .replace(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}/\\:*?"<>|]/gu, '_')
      .replace(/\p{Zs}+/gu, ' '),
  );
  while (new TextEncoder().encode(characters.join('')).length > LONGEST_NAME) characters.shift();
  const plain = characters
    .join('')
    // Windows passes over what these end in, and hides what begins with a dot elsewhere.
    .replace(/[. ]+$/, (end) => '_'.repeat(end.length))
    .replace(/^[. ]+/, '_');
  // Names of devices, with any ending.
  return (/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(plain) ? `_${plain}` : plain) || otherwise;
}
