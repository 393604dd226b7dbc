import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { AstroIntegration } from 'astro';
import { z } from 'zod';
import { isOnVercel } from '../../src/settings/environment.ts';

/** What is looked at of the routes that the adapter for Vercel writes. */
const configSchema = z.looseObject({ routes: z.array(z.looseObject({ src: z.string().optional() })) });

/**
 * Takes out of both builds what Astro mounts by itself, whether a site uses it or not: `/_image`, which gives any
 * public file under any type that is asked for, and `/_server-islands/…`, which decrypts what a visitor sends. Neither
 * is used here, and both are then what any other unknown address is.
 * @throws Error when Astro or the adapter writes its routes in another way: they would be back unnoticed
 */
export function withoutAstroRoutes(): AstroIntegration {
  let root: URL;
  let unasked = new Set<string>();
  return {
    name: 'meldpunt-without-astro-routes',
    hooks: {
      'astro:config:done': ({ config }) => {
        root = config.root;
      },
      'astro:routes:resolved': ({ routes }) => {
        const internal = routes.filter(({ origin }) => origin === 'internal');
        // As the adapter writes them: without the backslashes that an expression between slashes needs.
        unasked = new Set(internal.map(({ patternRegex }) => patternRegex.source.replaceAll('\\/', '/')));
      },
      'astro:build:ssr': ({ manifest }) => {
        const kept = manifest.routes.filter(({ routeData }) => routeData.origin !== 'internal');
        requireGone(manifest.routes.length - kept.length, unasked.size, 'the manifest');
        manifest.routes.splice(0, Number.POSITIVE_INFINITY, ...kept);
      },
      // The adapter goes first: its file is there.
      'astro:build:done': () => {
        const file = new URL('.vercel/output/config.json', root);
        if (!isOnVercel() || !existsSync(file)) return;
        const output = configSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
        const kept = output.routes.filter(({ src }) => src === undefined || !unasked.has(src));
        requireGone(output.routes.length - kept.length, unasked.size, 'config.json');
        writeFileSync(file, `${JSON.stringify({ ...output, routes: kept }, null, 2)}\n`);
      },
    },
  };
}

function requireGone(gone: number, wanted: number, where: string): void {
  if (gone !== wanted) throw new Error(`${where} has ${gone} of the ${wanted} routes of Astro's own`);
}
