// `npm run check`: which way imports point. Says each import that goes the wrong way, and fails with one.

import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { importRules } from './import-rules.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Every import between the files of `src` and `functions` that a rule of `import-rules.ts` forbids: one line each, the
 * rule's name first. Astro's files count with what their frontmatter and their scripts import.
 * @param planted further files, by their path from the root of the project: a test's
 */
export async function forbiddenImports(planted: Record<string, string> = {}): Promise<string[]> {
  // A copy, in which what can't be read as TypeScript is put so that it can.
  const copy = mkdtempSync(join(tmpdir(), 'meldpunt-imports-'));
  try {
    for (const folder of ['src', 'functions', 'tests'])
      cpSync(join(ROOT, folder), join(copy, folder), {
        recursive: true,
        filter: (path) => !path.endsWith('fixtures'),
      });
    for (const [path, text] of Object.entries(planted)) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), text);
    }
    for (const path of globSync('**/*.astro', { cwd: copy })) {
      const text = readFileSync(join(copy, path), 'utf8');
      renameSync(join(copy, path), join(copy, `${path}.ts`));
      writeFileSync(join(copy, `${path}.ts`), importsOfAstro(text));
    }
    const { output } = await cruise(
      ['src', 'functions'],
      {
        baseDir: copy,
        ruleSet: { forbidden: importRules },
        validate: true,
        tsPreCompilationDeps: true,
        includeOnly: { path: '^(?:src|functions|tests)/' },
        doNotFollow: { path: '^tests/' },
      },
      { extensions: ['.ts', '.tsx', '.mjs', '.js'] },
    );
    if (typeof output === 'string') throw new Error(output);
    return linesOf(output);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** The frontmatter of an Astro file, its scripts, and an import for each script that it names. */
function importsOfAstro(text: string): string {
  const frontmatter = /^---\n(.*?)\n---/s.exec(text)?.[1] ?? '';
  const scripts = [...text.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gs)].map(
    ([, attributes = '', code = '']) => {
      const path = /\bsrc=(["'])(\..*?)\1/.exec(attributes)?.[2];
      return path === undefined ? code : `import '${path}';`;
    },
  );
  return [frontmatter, ...scripts].join('\n');
}

function linesOf({ summary }: ICruiseResult): string[] {
  return summary.violations.map(({ rule, from, to, cycle }) => {
    const way = cycle ? cycle.map(({ name }) => name) : [to];
    return `${rule.name}: ${[from, ...way].join(' → ')}`.replaceAll('.astro.ts', '.astro');
  });
}

if (import.meta.main) {
  const lines = await forbiddenImports();
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exitCode = lines.length === 0 ? 0 : 1;
}
