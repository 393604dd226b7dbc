import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { Plugin } from 'vite';
import type { SiteSettings } from '../../src/settings/settings.ts';
import { filesIn, releaseList, subresourceIntegrity } from './integrity-files.ts';
import { withIntegrity } from './integrity-html.ts';
import { repeatableConfig, repeatableServer } from './integrity-server.ts';

/**
 * Makes what visitors get checkable, and the build repeatable.
 *
 * - Every script and stylesheet of a page carries the SHA-384 of its file, and so do the modules that a script imports
 *   from its first line (as `modulepreload`). What a script fetches later – by `import()`, or as a worker – can't carry
 *   one without an inline import map, which the Content-Security-Policy refuses; `/integrity.txt` covers it.
 * - `/integrity.txt` lists the SHA-256 of every static file, and the desk's public keys.
 * - The server's part of a build holds no folder of the machine that built it and nothing random.
 *
 * The order of Astro's hooks is what makes this right for both adapters: `astro:build:generated` comes before any
 * `astro:build:done`, so before the adapter for Vercel copies the server's part; in `astro:build:done` the adapter goes
 * first, then the integrations as they are listed, and last the step that copies `dist/client` to `.vercel/output/static`.
 * Put this integration last: what others write in `astro:build:done` is then in the list.
 */
export function integrity({
  builtAt,
  deskKeys,
}: Pick<SiteSettings, 'builtAt' | 'deskKeys'>): AstroIntegration {
  const imports = new Map<string, string[]>();
  let root = '';
  let server = '';
  return {
    name: 'meldpunt-integrity',
    hooks: {
      'astro:config:setup': ({ command, config, updateConfig }) => {
        if (command !== 'build') return;
        updateConfig({ vite: { plugins: [importsOf(imports), repeatableConfig(config.root.href)] } });
      },
      'astro:config:done': ({ config }) => {
        root = fileURLToPath(config.root);
        server = fileURLToPath(config.build.server);
      },
      'astro:build:generated': () => repeatableServer(server, root),
      'astro:build:done': ({ dir }) => {
        const folder = fileURLToPath(dir);
        sealPages(folder, imports);
        const list = releaseList(folder, { commit: commitOf(root), builtAt, deskKeys });
        writeFileSync(join(folder, 'integrity.txt'), list);
      },
    },
  };
}

/** Notes which chunks each chunk of the visitors' scripts imports from its first line. */
function importsOf(imports: Map<string, string[]>): Plugin {
  return {
    name: 'meldpunt-imports',
    applyToEnvironment: ({ name }) => name === 'client',
    generateBundle(_, bundle) {
      for (const part of Object.values(bundle)) {
        if (part.type === 'chunk')
          imports.set(
            `/${part.fileName}`,
            part.imports.map((file) => `/${file}`),
          );
      }
    },
  };
}

/** Writes the integrity of scripts and stylesheets into every page of a folder. */
function sealPages(folder: string, imports: ReadonlyMap<string, readonly string[]>): void {
  const integrityOf = (href: string) => subresourceIntegrity(readFileSync(join(folder, href)));
  for (const path of filesIn(folder)) {
    if (!path.endsWith('.html')) continue;
    const file = join(folder, path);
    writeFileSync(file, withIntegrity(readFileSync(file, 'utf8'), integrityOf, imports));
  }
}

/** The commit that is built: as Vercel says, or as git does. Undefined outside a repository. */
function commitOf(root: string): string | undefined {
  const said = process.env['VERCEL_GIT_COMMIT_SHA'] || headOf(root);
  return said && /^[0-9a-f]{40,64}$/.test(said) ? said : undefined;
}

function headOf(root: string): string | undefined {
  try {
    // This project's repository, never one that happens to lie around it.
    const args = ['--git-dir', join(root, '.git'), 'rev-parse', 'HEAD'];
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
