import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { hasDisk, site } from 'virtual:site';
import { organisation } from '../src/organisation.ts';
import { SettingsError } from '../src/settings/environment.ts';
import type { AlertAnswerParts } from './api/alerts.ts';
import type { CaseParts } from './api/case.ts';
import type { AlertParts } from './api/case-alert.ts';
import type { AttachmentParts } from './api/case-attachment.ts';
import type { MessageParts } from './api/case-messages.ts';
import type { FiguresParts } from './api/figures.ts';
import type { HealthParts } from './api/health.ts';
import type { DailyParts } from './api/jobs-daily.ts';
import type { ReportParts } from './api/reports.ts';
import type { ProofParts } from './api/reports-challenge.ts';
import type { TeamAttachmentParts } from './api/staff-attachment.ts';
import type { TeamCaseParts } from './api/staff-case.ts';
import type { ListParts } from './api/staff-cases.ts';
import type { ChallengeParts } from './api/staff-challenge.ts';
import type { ReplyParts } from './api/staff-messages.ts';
import type { OverviewParts } from './api/staff-overview.ts';
import type { ResponseParts } from './api/staff-response.ts';
import type { SessionParts } from './api/staff-session.ts';
import type { SpamParts } from './api/staff-spam.ts';
import { keptSecret } from './disk/kept-secret.ts';
import { setWorkBeside, workBeside } from './http/beside.ts';
import { logToStdout } from './http/log.ts';
import { setOwnSite } from './http/own-site.ts';
import { createBodyHash, createTextHash, createVisitorKey } from './http/secrets.ts';
import type { JobParts } from './jobs/daily.ts';
import type { Mail, Mailer } from './mail/mailer.ts';
import { createAddressBox } from './reporter/alert-address.ts';
import { createProofs } from './reporter/proof.ts';
import { readSettings, type Settings } from './settings.ts';
import type { Store } from './store/store.ts';

export type Parts = ReportParts &
  ProofParts &
  CaseParts &
  MessageParts &
  AlertParts &
  AttachmentParts &
  AlertAnswerParts &
  FiguresParts &
  HealthParts &
  DailyParts &
  ChallengeParts &
  SessionParts &
  OverviewParts &
  ListParts &
  TeamCaseParts &
  ResponseParts &
  ReplyParts &
  SpamParts &
  TeamAttachmentParts;

/** How long a request may go on sending mail, and the daily job take altogether, in ms: Vercel ends a function after 60 s. */
const NOTIFY_TIME = 10_000;
const JOB_TIME = 40_000;

let parts: Promise<Parts> | undefined;

/** The real parts, wired from the settings at the first request. @throws SettingsError */
export function getParts(): Promise<Parts> {
  parts ??= wire().catch((error: unknown) => {
    // A database that is locked or full may be well again at the next request.
    parts = undefined;
    throw error;
  });
  return parts;
}

async function wire(): Promise<Parts> {
  const settings = readSettings();
  const mailer = chooseMailer(settings);
  const store = await chooseStore(settings);
  const secret = settings.SERVER_SECRET ?? keptSecret(settings.DATA_DIR, 'server-secret');
  const now = () => new Date();
  const storageQuota = settings.STORAGE_QUOTA_MB * 1024 ** 2;
  const addresses = createAddressBox(secret);
  const visitorKey = createVisitorKey(secret);
  const hookUrl = settings.DEPLOY_HOOK_URL;
  const jobs: JobParts = {
    addresses,
    store,
    mailer,
    now,
    log: logToStdout,
    siteUrl: site.siteUrl,
    teamEmail: settings.TEAM_EMAIL,
    teamLanguage: settings.TEAM_LANGUAGE,
    mailsPerDay: settings.MAILS_PER_DAY,
    retentionDays: settings.RETENTION_DAYS,
    storageQuota,
    team: site.certificates,
    fetchPublished: async (path) => (await loadPublished()).publishedFetcher(site.siteUrl)(path),
    signingKey: site.signingKey,
    signsByHand: site.signsByHand,
    askRebuild: hookUrl === undefined ? null : async () => (await loadExpiry()).rebuildAsker(hookUrl)(),
  };
  setOwnSite({ siteUrl: site.siteUrl, furtherHosts: settings.furtherHosts });
  // Vercel, and the local server in its stead, keep the process alive until this is done.
  setWorkBeside(() => notifyBeside(jobs));
  return {
    store,
    addresses,
    proofs: createProofs(secret),
    recipients: site.certificates,
    team: site.certificates,
    leastReward: organisation.minimumReward,
    retentionDays: settings.RETENTION_DAYS,
    storageQuota,
    siteUrl: site.siteUrl,
    firstResponseDays: organisation.firstResponseDays,
    now,
    visitorKey: (address) => visitorKey(address, now()),
    mailsPerDay: settings.MAILS_PER_DAY,
    bodyHash: createBodyHash(secret),
    textHash: createTextHash(secret),
    notify: workBeside,
    runDaily: async () => (await loadJobs()).runDaily(jobs, JOB_TIME),
    cronSecret: settings.CRON_SECRET ?? keptSecret(settings.DATA_DIR, 'cron-secret'),
    log: logToStdout,
  };
}

/** Jobs, mail and its texts: most of the code, and no answer waits for it. */
const loadJobs = () => import('./jobs/daily.ts');
const loadExpiry = () => import('./jobs/expiry.ts');
const loadPublished = () => import('./jobs/published.ts');

/** Never throws: what could not be loaded is logged, and the outbox keeps its mail. */
async function notifyBeside(jobs: JobParts): Promise<void> {
  try {
    // Loading takes tens of ms of the one thread: the answer goes first.
    await nextTurn();
    await (await loadJobs()).runBeside(jobs, NOTIFY_TIME);
  } catch {
    logToStdout({ event: 'outbox', outcome: 'not-loaded' });
  }
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

/** The mailer; what it needs is loaded with the first mail. A failure then is a failed attempt: the mail comes back. */
function chooseMailer(settings: Settings): Mailer {
  const from = settings.MAIL_FROM ?? 'Meldpunt <meldpunt@example.com>';
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
