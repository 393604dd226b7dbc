import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { hasDisk, site } from 'virtual:site';
import { organisation } from '../src/organisation.ts';
import { deskKeyOf, isKeyPublished } from '../src/settings/desk-key.ts';
import { SettingsError } from '../src/settings/environment.ts';
import { keptSecret } from './disk/kept-secret.ts';
import { createBackground, requestContext } from './http/background.ts';
import type { Mail, Mailer } from './mail/mailer.ts';
import { createWebhook, type Webhook, webhookKeyOf } from './mail/webhook.ts';
import { withWebhook } from './mail/webhook-store.ts';
import type { Parts, Services } from './parts-types.ts';
import { processParts } from './process-parts.ts';
import { createAddressBox } from './reporter/alert-address.ts';
import { createCookieBox } from './reporter/cookie-box.ts';
import { createDesk } from './reporter/desk.ts';
import { createBodyHash, createTextHash, createVisitorKey } from './reporter/keyed-hashes.ts';
import { createPlainAnswers } from './reporter/plain-answers.ts';
import { createProofs } from './reporter/proof.ts';
import { readSettings, type Settings } from './settings.ts';
import type { Store } from './store/store.ts';

/** How long the background may go on sending mail, and the daily job take altogether, in ms: Vercel ends a function after 60 s. */
const BACKGROUND_TIME = 10_000;
const JOB_TIME = 40_000;

let wired: Promise<Parts> | undefined;

/** The real parts, wired from the settings at the first request. @throws SettingsError */
export function getParts(): Promise<Parts> {
  wired ??= wire().catch((error: unknown) => {
    // A database that is locked or full may be well again at the next request.
    wired = undefined;
    throw error;
  });
  return wired;
}

async function wire(): Promise<Parts> {
  const settings = readSettings();
  const mailer = chooseMailer(settings);
  const webhook = chooseWebhook(settings);
  const chosen = await chooseStore(settings);
  const store = webhook === null ? chosen : withWebhook(chosen);
  const secret = settings.SERVER_SECRET ?? keptSecret(settings.DATA_DIR, 'server-secret');
  const now = () => new Date();
  const visitorKey = createVisitorKey(secret);
  const hookUrl = settings.DEPLOY_HOOK_URL;
  const parts: Parts = {
    ...processParts,
    furtherHosts: settings.furtherHosts,
    store,
    now,
    background: createBackground(() => workInBackground(parts)),
    announced: new Set(),
    runDaily: async () => (await loadJobs()).runDaily(parts, JOB_TIME),
    cronSecret: settings.CRON_SECRET ?? keptSecret(settings.DATA_DIR, 'cron-secret'),
    firstResponseDays: organisation.firstResponseDays,
    leastReward: organisation.minimumReward,
    retentionDays: settings.RETENTION_DAYS,
    services: servicesOf(settings),
    contactEmail: site.contactEmail,
    storageQuota: settings.STORAGE_QUOTA_MB * 1024 ** 2,
    mailsPerDay: settings.MAILS_PER_DAY,
    team: site.certificates,
    former: site.former,
    signingKey: site.signingKey,
    signsByHand: site.signsByHand,
    desk: createDesk(deskKeyOf({ DESK_KEY: settings.DESK_KEY, SERVER_SECRET: secret }, site.siteUrl)),
    deskKeys: site.deskKeys,
    visitorKey: (address) => visitorKey(address, now()),
    bodyHash: createBodyHash(secret),
    textHash: createTextHash(secret),
    addresses: createAddressBox(secret),
    cookies: createCookieBox(secret),
    proofs: createProofs(secret),
    plainAnswers: createPlainAnswers(secret),
    oldBuild: () => requestContext()?.oldBuild?.() ?? null,
    mailer,
    webhook,
    teamEmail: settings.TEAM_EMAIL,
    teamLanguage: settings.TEAM_LANGUAGE,
    teamDigest: settings.TEAM_DIGEST,
    fetchPublished: async (path) => (await loadPublished()).publishedFetcher(site.siteUrl)(path),
    publishedLog: async () => (await loadPublished()).publishedLog(site.siteUrl),
    askRebuild: hookUrl === undefined ? null : async () => (await loadExpiry()).rebuildAsker(hookUrl)(),
  };
  if (!isKeyPublished(parts)) parts.log({ event: 'desk-key', outcome: 'not-published' });
  return parts;
}

/** Jobs, mail and its texts: most of the code, and no answer waits for it. */
const loadJobs = () => import('./jobs/daily.ts');
const loadExpiry = () => import('./jobs/expiry.ts');
const loadPublished = () => import('./jobs/published.ts');

/** Never throws: what could not be loaded is logged, and the outbox keeps its mail. */
async function workInBackground(parts: Parts): Promise<void> {
  try {
    // Loading takes tens of ms of the one thread: the answer goes first.
    await nextTurn();
    await (await loadJobs()).runInBackground(parts, BACKGROUND_TIME);
  } catch {
    parts.log({ event: 'outbox', outcome: 'not-loaded' });
  }
}

/** What is chosen below, in words. */
function servicesOf({ isOnVercel, KV_REST_API_URL, RESEND_API_KEY }: Settings): Services {
  return {
    hosting: isOnVercel ? 'vercel' : 'own',
    store: KV_REST_API_URL === undefined ? 'own' : 'upstash',
    mail: RESEND_API_KEY === undefined ? 'own' : 'resend',
  };
}

async function chooseStore({ KV_REST_API_URL, KV_REST_API_TOKEN, DATA_DIR }: Settings): Promise<Store> {
  if (KV_REST_API_URL !== undefined && KV_REST_API_TOKEN !== undefined) {
    const { createKvStore } = await import('./store/kv/store.ts');
    return createKvStore({ url: KV_REST_API_URL, token: KV_REST_API_TOKEN });
  }
  if (!hasDisk) throw new SettingsError(['KV_REST_API_URL is missing.']);
  const { createSqliteStore } = await import('./store/sqlite/store.ts');
  return createSqliteStore(join(DATA_DIR, 'meldpunt.sqlite'));
}

/** The webhook, where there is one. Its secret is shown nowhere: whoever sets it up reads it in the data folder. */
export function chooseWebhook({ WEBHOOK_URL: url, WEBHOOK_SECRET, DATA_DIR }: Settings): Webhook | null {
  if (url === undefined) return null;
  if (WEBHOOK_SECRET === undefined && !hasDisk) throw new SettingsError(['WEBHOOK_SECRET is missing.']);
  const key = webhookKeyOf(WEBHOOK_SECRET ?? `whsec_${keptSecret(DATA_DIR, 'webhook-secret')}`);
  if (key === null) throw new SettingsError(['WEBHOOK_SECRET must be whsec_ and 24 to 64 bytes in base64.']);
  return createWebhook({ url, key, now: () => new Date() });
}

/** The mailer; what it needs is loaded with the first mail. A failure then is a failed attempt: the mail comes back. */
function chooseMailer(settings: Settings): Mailer {
  const from = settings.MAIL_FROM ?? 'meldpunt@example.com';
  const { RESEND_API_KEY: apiKey, RESEND_BASE_URL: baseUrl } = settings;
  if (apiKey !== undefined) {
    return lazyMailer(async () => {
      const { createResendMailer } = await import('./mail/resend.ts');
      return createResendMailer({ apiKey, from, baseUrl });
    });
  }
  if (!hasDisk) throw new SettingsError(['RESEND_API_KEY is missing.']);
  return lazyMailer(async () => {
    const { createFileMailer } = await import('./mail/file.ts');
    return createFileMailer({ folder: join(settings.DATA_DIR, 'outbox'), from });
  });
}

function lazyMailer(load: () => Promise<Mailer>): Mailer {
  let mailer: Mailer | undefined;
  return {
    async send(mail: Mail) {
      mailer ??= await load();
      return mailer.send(mail);
    },
  };
}
