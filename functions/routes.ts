import type { AstroIntegration } from 'astro';
import type { SiteSettings } from '../src/settings.ts';
import { sitePlugin, smallOpenpgp } from './vite-plugins.ts';

/** The whole HTTP surface of the functions: address → file. */
const routes = {
  '/api/reports': './api/reports.ts',
  '/api/case': './api/case.ts',
  '/api/case/messages': './api/case-messages.ts',
  '/api/case/alert': './api/case-alert.ts',
  '/api/case/attachments/[id]': './api/case-attachment.ts',
  '/api/case/attachments/[id]/[index]': './api/case-attachment.ts',
  '/api/alerts/[id]': './api/alerts.ts',
  '/api/health': './api/health.ts',
  '/api/jobs/daily': './api/jobs-daily.ts',
  '/api/[...path]': './api/not-found.ts',
} as const;

/** Mounts the functions in the site and hands the build's settings to both as `virtual:site`. */
export function functions(site: SiteSettings): AstroIntegration {
  return {
    name: 'meldpunt-functions',
    hooks: {
      'astro:config:setup': ({ command, injectRoute, updateConfig }) => {
        for (const [pattern, file] of Object.entries(routes)) {
          injectRoute({ pattern, entrypoint: new URL(file, import.meta.url), prerender: false });
        }
        updateConfig({
          vite: {
            // Built functions carry all they need, which makes them small and quick to start; the development
            // server takes packages as they are.
            ...(command === 'build' ? { ssr: { noExternal: true } } : {}),
            plugins: [sitePlugin(site), smallOpenpgp()],
            worker: { plugins: () => [sitePlugin(site), smallOpenpgp()] },
          },
        });
      },
    },
  };
}
