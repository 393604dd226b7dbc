// Run by `npm run check`: no Lua script under functions/ reads its arguments by number, but where names are bound to them.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The one file that knows at which place an argument stands. */
const BINDER = 'functions/store/kv/script.ts';

/** A file in which a script reaches for `ARGV` or `KEYS` itself. */
export interface NumberedArgument {
  file: string;
  /** From 1 on. */
  line: number;
  text: string;
}

/** Whatever is read from `ARGV` or `KEYS`, by a number, a name or all at once; to speak of them is allowed. */
const IS_READ = /\b(?:ARGV|KEYS)\s*(?:[[),]|$)|#\s*(?:ARGV|KEYS)\b/;

/** Finds what reads arguments by number in the TypeScript and Lua files under `functions/` of this folder. */
export function findNumberedArguments(root: string): NumberedArgument[] {
  const files = globSync('functions/**/*.{ts,lua}', { cwd: root }).sort();
  return files
    .filter((file) => file !== BINDER)
    .flatMap((file) =>
      readFileSync(`${root}/${file}`, 'utf8')
        .split('\n')
        .map((text, index) => ({ file, line: index + 1, text: text.trim() }))
        .filter(({ text }) => IS_READ.test(text)),
    );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = findNumberedArguments(fileURLToPath(new URL('../..', import.meta.url)));
  for (const { file, line, text } of found)
    process.stderr.write(
      `${file}:${line} reads an argument of a Lua script by its place: ${text}\n` +
        `  Name it in \`keys\` or \`values\` of \`script(…)\`: it is a local then (functions/store/README.md).\n`,
    );
  process.exitCode = found.length > 0 ? 1 : 0;
}
