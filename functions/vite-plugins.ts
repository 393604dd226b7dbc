import type { Plugin } from 'vite';
import type { SiteSettings } from '../src/settings.ts';

/** Serves `virtual:site`: the build's settings as constants. */
export function sitePlugin(site: SiteSettings): Plugin {
  return {
    name: 'meldpunt-site',
    resolveId: (id) => (id === 'virtual:site' ? '\0virtual:site' : undefined),
    load: (id) => (id === '\0virtual:site' ? `export const site = ${JSON.stringify(site)};` : undefined),
  };
}

/** In what ships to visitors `openpgp` means its lightweight build, which loads rare parts only when needed. */
export function smallOpenpgp(): Plugin {
  return {
    name: 'meldpunt-small-openpgp',
    enforce: 'pre',
    applyToEnvironment: (environment) => environment.name === 'client',
    async resolveId(id, importer) {
      return id === 'openpgp' ? this.resolve('openpgp/lightweight', importer, { skipSelf: true }) : undefined;
    },
  };
}
