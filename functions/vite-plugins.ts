import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { isOnVercel } from '../src/environment.ts';
import type { SiteSettings } from '../src/settings.ts';

/**
 * Serves `virtual:site`: the build's settings as constants. What a build for Vercel can't use (a disk) is left out of
 * it by `hasDisk`.
 */
export function sitePlugin(site: SiteSettings): Plugin {
  const code = `export const site = ${JSON.stringify(site)}; export const hasDisk = ${!isOnVercel()};`;
  return {
    name: 'meldpunt-site',
    resolveId: (id) => (id === 'virtual:site' ? '\0virtual:site' : undefined),
    load: (id) => (id === '\0virtual:site' ? code : undefined),
  };
}

/** The package offers it to browsers only, under a condition that a build for Node does not have. */
const LIGHTWEIGHT = join(
  dirname(createRequire(import.meta.url).resolve('openpgp')),
  '../lightweight/openpgp.min.mjs',
);

/** In these of Vite's environments `openpgp` means its lightweight build, which loads rare parts only when needed. */
export function smallOpenpgp(environments: readonly string[]): Plugin {
  return {
    name: 'meldpunt-small-openpgp',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => environments.includes(name),
    resolveId: (id) => (id === 'openpgp' ? LIGHTWEIGHT : undefined),
  };
}

/** Texts of pages, which are made at build time and ask nothing of the functions. */
const PAGE_TEXTS =
  /\/locales\/\w+\/(?:document|drafts|inbox|lessons|notFound|policy|replies|report|status|template|thanks)\.json$/;

/** Leaves the texts of pages out of the built functions; a function that asks for one throws, as for any missing text. */
export function withoutPageTexts(): Plugin {
  return {
    name: 'meldpunt-without-page-texts',
    enforce: 'pre',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'ssr',
    load: (id) => (PAGE_TEXTS.test(id) ? '{}' : undefined),
  };
}
