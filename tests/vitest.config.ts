import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { sitePlugin } from '../functions/build/vite-plugins.ts';
import { demonstrationKey } from '../functions/node/demonstration-key.ts';
import { readSiteSettings } from '../src/settings/settings.ts';
import { long } from './long.ts';
import { LongestFirst } from './support/longest-first.ts';

const dataDir = join(tmpdir(), `meldpunt-tests-${process.getuid?.() ?? 0}`);
mkdirSync(dataDir, { recursive: true });

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [sitePlugin(await readSiteSettings(demonstrationKey, { DATA_DIR: dataDir }))],
  // Pages of functions without a build; a built site has the real ones (tests/site/frames.test.ts).
  resolve: { alias: { 'virtual:frames': new URL('support/frames.ts', import.meta.url).pathname } },
  test: {
    include: ['tests/**/*.test.ts'],
    // Every pair of two people's tools takes its time: commands of their own, `npm run test:interop` and `npm run test:long`.
    exclude: [...configDefaults.exclude, 'tests/interop/**', ...long],
    // Real servers, gpg and a browser: slower than a unit, and never in a hurry.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    // Its default export complains as soon as it is looked at, which the loader does to modules left outside.
    // The other names its own files in a way that Node can't follow.
    server: { deps: { inline: ['@vercel/kv', '@pandatix/js-cvss'] } },
    sequence: { sequencer: LongestFirst },
    globalSetup: ['tests/support/global-setup.ts'],
    setupFiles: ['tests/support/no-console.ts'],
  },
});
