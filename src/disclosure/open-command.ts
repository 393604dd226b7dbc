/**
 * The command that opens a sealed file with GnuPG into a text file beside it. Never straight into the terminal: that
 * would obey what a stranger wrote (change its title, read and fill the clipboard, hide lines); an editor shows it.
 * @param name of the sealed file, without `.asc`
 */
export function openCommand(name: string): string {
  return `gpg --output ${name}.txt --decrypt ${name}.asc`;
}
