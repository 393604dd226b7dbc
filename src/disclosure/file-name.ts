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
  while (new TextEncoder().encode(characters.join('')).length > LONGEST_NAME) characters.shift();
  const plain = characters
    .join('')
    // Windows passes over what these end in, and hides what begins with a dot elsewhere.
    .replace(/[. ]+$/, (end) => '_'.repeat(end.length))
    .replace(/^[. ]+/, '_');
  // Names of devices, with any ending.
  return (/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(plain) ? `_${plain}` : plain) || otherwise;
}
