import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { isOnVercel } from '../../src/settings/environment.ts';
import type { SiteSettings } from '../../src/settings/settings.ts';

/**
 * Serves the build's settings as constants.
 *
 * - `virtual:site`: all of them, for pages and functions. What a build for Vercel can't use (a disk) is left out of it
 *   by `hasDisk`.
 * - `virtual:team`: the certificates alone, of the team and of who left it, for the browser. Scripts must come out the same for whoever builds
 *   them again, at another time and without the signing key: a bundler keeps all of an object, also what nobody reads.
 */
export function sitePlugin(site: SiteSettings): Plugin {
  const modules: Record<string, string> = {
    'virtual:site': `export const site = ${JSON.stringify(site)}; export const hasDisk = ${!isOnVercel()};`,
    'virtual:team': `export const team = ${JSON.stringify(site.certificates)}; export const former = ${JSON.stringify(site.former)};`,
  };
  return {
    name: 'meldpunt-site',
    resolveId: (id) => (Object.hasOwn(modules, id) ? `\0${id}` : undefined),
    load: (id) => (id.startsWith('\0') ? modules[id.slice(1)] : undefined),
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
  /\/locales\/\w+\/(?:advisory|desk|document|dpia|drafts|files|handOver|inbox|lessons|letters|notFound|policy|proof|replies|report|sharing|status|template|terminal|thanks|triage)\.json$/;

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
