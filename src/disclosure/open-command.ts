/**
 * The command that opens a sealed file with GnuPG into a text file beside it. Never straight into the terminal: that
 * would obey what a stranger wrote (change its title, read and fill the clipboard, hide lines); an editor shows it.
 * @param name of the sealed file, without `.asc`
 */
export function openCommand(name: string): string {
  return `gpg --output ${name}.txt --decrypt ${name}.asc`;
}

/**
 * The same for a file that came with a message: under the name that it will have. Never straight into the terminal
 * either, and never under the name that stands inside it.
 * @param sealed name of the sealed file; `name` of what comes out of it, safe for a shell as it stands
 */
export function openFileCommand(sealed: string, name: string): string {
  return `gpg --output ${name} --decrypt ${sealed}`;
}
