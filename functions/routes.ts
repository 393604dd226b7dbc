import type { AstroIntegration } from 'astro';
import { paths } from '../src/i18n/languages.ts';
import type { SiteSettings } from '../src/settings/settings.ts';
import { sitePlugin, smallOpenpgp, withoutPageTexts } from './build/vite-plugins.ts';

/** The whole HTTP surface of the functions: address → file. */
export const routes: Readonly<Record<string, string>> = {
  '/api/reports': './api/reports.ts',
  '/api/reports/received': './api/reports-received.ts',
  '/api/reports/challenge': './api/reports-challenge.ts',
  '/api/case': './api/case.ts',
  '/api/case/page': './api/case-page.ts',
  '/api/case/messages': './api/case-messages.ts',
  '/api/case/alert': './api/case-alert.ts',
  '/api/case/attachments/[id]': './api/case-attachment.ts',
  '/api/case/attachments/[id]/[index]': './api/case-attachment.ts',
  '/api/alerts/[id]': './api/alerts.ts',
  '/api/staff/challenge': './api/staff-challenge.ts',
  '/api/staff/session': './api/staff-session.ts',
  '/api/staff/overview': './api/staff-overview.ts',
  '/api/staff/heads': './api/staff-heads.ts',
  '/api/staff/records/[name]': './api/staff-records.ts',
  '/api/staff/absences': './api/staff-absences.ts',
  '/api/staff/trail': './api/staff-trail.ts',
  '/api/staff/evidence': './api/staff-evidence.ts',
  '/api/staff/cases': './api/staff-cases.ts',
  '/api/staff/cases/spam': './api/staff-spam.ts',
  '/api/staff/cases/[reference]': './api/staff-case.ts',
  '/api/staff/cases/[reference]/response': './api/staff-response.ts',
  '/api/staff/cases/[reference]/messages': './api/staff-messages.ts',
  '/api/staff/cases/[reference]/notes': './api/staff-notes.ts',
  '/api/staff/cases/[reference]/seen': './api/staff-seen.ts',
  '/api/staff/cases/[reference]/attachments/[id]': './api/staff-attachment.ts',
  '/api/staff/cases/[reference]/shared': './api/staff-sharing.ts',
  '/api/staff/cases/[reference]/attachments/[id]/[index]': './api/staff-attachment.ts',
  '/api/health': './api/health.ts',
  '/api/jobs/daily': './api/jobs-daily.ts',
  '/api/figures': './api/figures-signed.ts',
  ...Object.fromEntries(Object.values(paths.figures).map((path) => [path, './api/figures.ts'])),
  ...Object.fromEntries(Object.values(paths.privacy).map((path) => [path, './api/privacy.ts'])),
  '/log/checkpoint': './api/log-checkpoint.ts',
  '/log/tile/[...path]': './api/log-tile.ts',
  '/api/[...path]': './api/not-found.ts',
};

/** Mounts the functions in the site and hands the build's settings to both as `virtual:site`. */
export function functions(site: SiteSettings): AstroIntegration {
  return {
    name: 'meldpunt-functions',
    hooks: {
      'astro:config:setup': ({ command, injectRoute, updateConfig }) => {
        for (const [pattern, file] of Object.entries(routes)) {
          injectRoute({ pattern, entrypoint: new URL(file, import.meta.url), prerender: false });
        }
        // What ships to visitors, and the built functions.
        const small = command === 'build' ? ['client', 'ssr'] : ['client'];
        updateConfig({
          vite: {
            // Built functions carry all they need, which makes them small and quick to start; the development
            // server takes packages as they are, but for one that Node alone can't load.
            ...(command === 'build' ? { ssr: { noExternal: true } } : {}),
            resolve: { noExternal: ['@pandatix/js-cvss'] },
            plugins: [sitePlugin(site), smallOpenpgp(small), withoutPageTexts()],
            worker: { plugins: () => [sitePlugin(site), smallOpenpgp(small)] },
          },
        });
      },
    },
  };
}
