// The name under which a stranger's file is saved.

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
  const plain = lastOf(characters)
    .join('')
    // Windows passes over what these end in, and hides what begins with a dot elsewhere.
    .replace(/[. ]+$/, (end) => '_'.repeat(end.length))
    .replace(/^[. ]+/, '_');
  // Names of devices, with any ending.
  return (/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(plain) ? `_${plain}` : plain) || otherwise;
}

/** As many of the last characters as fit in `LONGEST_NAME`. Each is looked at once: a name may be as long as a mail. */
function lastOf(characters: readonly string[]): string[] {
  const encoder = new TextEncoder();
  let from = characters.length;
  for (let bytes = 0; from > 0; from -= 1) {
    bytes += encoder.encode(characters[from - 1]).length;
    if (bytes > LONGEST_NAME) break;
  }
  return characters.slice(from);
}

/**
 * Safe names for files that go into one folder, in the same order: what a file system would take for the same name (case,
 * composed characters) gets a number before its ending.
 */
export function uniqueFileNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const safe = safeFileName(name);
    let own = safe;
    for (let number = 2; taken.has(sameName(own)); number += 1)
      own = safe.replace(/(?=\.[^.]*$)|$/, ` (${number})`);
    taken.add(sameName(own));
    return own;
  });
}

const sameName = (name: string) => name.normalize('NFKC').toLowerCase().normalize('NFKC');
