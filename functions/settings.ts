import { z } from 'zod';
import { defaultLanguage, languageCodes } from '../src/i18n/languages.ts';
import {
  addressField,
  isOnVercel,
  linesOf,
  present,
  SettingsError,
  sharedFields,
} from '../src/settings/environment.ts';

const emails = z
  .string()
  .transform((value) => value.split(',').map((address) => address.trim()))
  .pipe(z.array(addressField('must be e-mail addresses, with commas between them')).min(1));

/** Host names, each perhaps with a port. */
const hosts = z
  .string()
  .transform((value) => value.split(',').map((host) => host.trim().toLowerCase()))
  .pipe(z.array(z.string().regex(/^[a-z\d.-]+(?::\d+)?$/, 'must be host names, with commas between them')));

/** A secret in itself; over plain http only to this machine. No request goes to an address that holds a name or password. */
const hookAddress = z.string().refine((value) => {
  const { protocol, hostname, username, password } = URL.parse(value) ?? {};
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname ?? '');
  const isOpen = username === '' && password === '';
  return isOpen && (protocol === 'https:' || (protocol === 'http:' && isLoopback));
}, 'must be an https address, without a name or password in it');

/** What may be stored unless it is set, in MB: the free tier of Upstash has 256 MB. */
const QUOTA_IN_KV = 200;
const QUOTA_ON_DISK = 4096;

const schema = z.object({
  ...sharedFields,
  HOST: z.string().default('127.0.0.1'),
  TEAM_EMAIL: emails.optional(),
  TEAM_LANGUAGE: z.enum(languageCodes, `must be ${languageCodes.join(' or ')}`).default(defaultLanguage),
  TEAM_DIGEST: z.enum(['off', 'daily'], 'must be off or daily').default('off'),
  KV_REST_API_URL: z.url({ protocol: /^https?$/, error: 'must be an https address' }).optional(),
  KV_REST_API_TOKEN: z.string().optional(),
  RESEND_API_KEY: z.string().optional(),
  RESEND_BASE_URL: z.url({ protocol: /^https?$/, error: 'must be an https address' }).optional(),
  MAIL_FROM: z.string().optional(),
  RETENTION_DAYS: z.coerce
    .number('must be a number of days')
    .int('must be a whole number of days')
    .min(1, 'must be at least 1 day')
    .max(3650, 'must be at most 3650 days')
    .default(365),
  STORAGE_QUOTA_MB: z.coerce
    .number('must be a number of megabytes')
    .int('must be a whole number of megabytes')
    .min(10, 'must be at least 10 megabytes')
    .optional(),
  MAILS_PER_DAY: z.coerce
    .number('must be a number of mails')
    .int('must be a whole number of mails')
    .min(20, 'must be at least 20 mails')
    .default(100),
  CRON_SECRET: z.string().min(16, 'must be at least 16 characters').optional(),
  DEPLOY_HOOK_URL: hookAddress.optional(),
  WEBHOOK_URL: hookAddress.optional(),
  WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in base64')
    .optional(),
  API_HOSTS: hosts.default([]),
  VERCEL_ENV: z.string().optional(),
  VERCEL_URL: z.string().optional(),
  VERCEL_BRANCH_URL: z.string().optional(),
});

/** What goes with what, and why. */
const belongings = [
  ['KV_REST_API_URL', 'KV_REST_API_TOKEN', 'it goes with KV_REST_API_URL.'],
  ['RESEND_API_KEY', 'MAIL_FROM', 'it goes with RESEND_API_KEY, e.g. meldpunt@example.org.'],
  ['RESEND_API_KEY', 'TEAM_EMAIL', 'it goes with RESEND_API_KEY: who is told of a new report.'],
] as const;

/** The settings of the functions; see the table in .github/OPERATIONS.md. */
export type Settings = Omit<
  z.infer<typeof schema>,
  'TEAM_EMAIL' | 'STORAGE_QUOTA_MB' | 'API_HOSTS' | 'VERCEL_ENV' | 'VERCEL_URL' | 'VERCEL_BRANCH_URL'
> & {
  TEAM_EMAIL: string[];
  STORAGE_QUOTA_MB: number;
  /** Hosts under which the API answers beside that of the site. */
  furtherHosts: string[];
  isOnVercel: boolean;
};

/**
 * Reads the environment of the functions. On Vercel there is no disk to fall back on: store, mail and secrets
 * must be set there.
 * @throws SettingsError that names every variable that is missing or wrong
 */
export function readSettings(environment: Record<string, string | undefined> = process.env): Settings {
  const onVercel = isOnVercel(environment);
  const given = present(environment);
  const parsed = schema.safeParse(given);
  const lines = parsed.success ? [] : linesOf(parsed.error);
  for (const [name, needed, reason] of belongings) {
    if (name in given && !(needed in given)) lines.push(`${needed} is missing: ${reason}`);
  }
  if (onVercel) {
    const needed = ['KV_REST_API_URL', 'RESEND_API_KEY', 'SERVER_SECRET', 'CRON_SECRET'];
    if (environment['WEBHOOK_URL']) needed.push('WEBHOOK_SECRET');
    for (const name of needed)
      if (!environment[name]) lines.push(`${name} is missing: on Vercel it must be set.`);
  }
  if (!parsed.success || lines.length > 0) throw new SettingsError(lines);
  const { API_HOSTS, VERCEL_ENV, VERCEL_URL, VERCEL_BRANCH_URL, ...rest } = parsed.data;
  const { TEAM_EMAIL = ['team@example.com'], KV_REST_API_URL } = rest;
  const { STORAGE_QUOTA_MB = KV_REST_API_URL === undefined ? QUOTA_ON_DISK : QUOTA_IN_KV } = rest;
  // The names of a preview are the platform's: nobody else can point them anywhere.
  const preview = VERCEL_ENV === 'preview' ? [VERCEL_URL, VERCEL_BRANCH_URL] : [];
  const furtherHosts = [...API_HOSTS, ...preview.filter((host) => host !== undefined)];
  return { ...rest, TEAM_EMAIL, STORAGE_QUOTA_MB, furtherHosts, isOnVercel: onVercel };
}

/** The terminal's language as POSIX has it, e.g. `nl_NL.UTF-8`; for what `npm start` says. */
export function terminalLanguage(environment: Record<string, string | undefined> = process.env): string {
  return environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
}
