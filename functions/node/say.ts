// Whoever reads only the first lines, as `head` does, closes the pipe: no fault of the command, which ends then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** Prints a line. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
