import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The project's own settings: every variable that `.env.example` names. */
const settingNames = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);

/** What else a process under test must not get from whoever runs the tests: it says how it builds, speaks or signs. */
const controlled = new Set([
  ...settingNames,
  'SOURCE_DATE_EPOCH',
  'NODE_ENV',
  'GNUPGHOME',
  ...['LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'TZ', 'FORCE_COLOR', 'NO_COLOR'],
  // What the test runner sets for itself.
  ...['TEST', 'MODE', 'DEV', 'PROD', 'SSR', 'BASE_URL'],
]);
const controlledPrefixes = ['VERCEL', 'NOW_', 'VITEST', 'ASTRO_'];

/**
 * The environment for a process under test: that of this machine, with all that its tools may need (a proxy, an extra
 * certificate, a registry), less what the tests must control; then `settings`.
 */
export function cleanEnvironment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !controlled.has(name) && !controlledPrefixes.some((prefix) => name.startsWith(prefix)),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: [dirname(process.execPath), process.env['PATH']].join(':'),
    LANG: 'nl_NL.UTF-8',
    ASTRO_TELEMETRY_DISABLED: '1',
    ...settings,
  };
}
