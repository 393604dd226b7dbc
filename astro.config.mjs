import { basename, dirname } from 'node:path';
import node from '@astrojs/node';
import vercel from '@astrojs/vercel';
import { defineConfig, passthroughImageService } from 'astro/config';
import { frames } from './functions/build/frames.ts';
import { integrity } from './functions/build/integrity.ts';
import { withoutAstroRoutes } from './functions/build/without-astro-routes.ts';
import { keptSecret } from './functions/disk/kept-secret.ts';
import { demonstrationKey } from './functions/node/demonstration-key.ts';
import { functions } from './functions/routes.ts';
import { isOnVercel } from './src/settings/environment.ts';
import { readSiteSettings } from './src/settings/settings.ts';

// The machine on one page: the build's settings, the adapter, the functions mounted, nothing inline.
const makeSecret = (dataDir) => keptSecret(dataDir, 'server-secret');
const site = await readSiteSettings(demonstrationKey, process.env, makeSecret);

export default defineConfig({
  site: site.siteUrl,
  output: 'static',
  trailingSlash: 'never',
  // Not in node_modules, which several copies of the project may share: one would build with another's content.
  cacheDir: './.astro/cache',
  adapter: isOnVercel()
    ? vercel()
    : node({
        mode: 'standalone',
        // The functions have limits of their own; a chunk of an attachment is the largest.
        bodySizeLimit: 4 * 1024 * 1024,
      }),
  // Last: it lists what the others have made.
  integrations: [functions(site), frames(), withoutAstroRoutes(), integrity(site)],
  markdown: { syntaxHighlight: false },
  image: {
    service: passthroughImageService(),
    // In builds this is gone altogether; the development server mounts it whatever we do.
    endpoint: { entrypoint: './functions/api/not-found.ts' },
  },
  session: false,
  // The functions check the origin themselves, for every media type and with an answer of their own.
  security: { checkOrigin: false },
  build: { inlineStylesheets: 'never' },
  devToolbar: { enabled: false },
  vite: {
    build: { assetsInlineLimit: 0 },
    worker: {
      format: 'es',
      rolldownOptions: {
        // Each is `worker.ts` in a folder of its own (src/browser/workers): that names it.
        output: {
          entryFileNames: ({ facadeModuleId }) =>
            `_astro/${basename(dirname(facadeModuleId ?? ''))}.worker-[hash].js`,
        },
      },
    },
  },
});
