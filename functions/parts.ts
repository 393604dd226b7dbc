import { join } from 'node:path';
import { site } from 'virtual:site';
import { organisation } from '../src/organisation.ts';
import type { AlertAnswerParts } from './api/alerts.ts';
import type { CaseParts } from './api/case.ts';
import type { AlertParts } from './api/case-alert.ts';
import type { AttachmentParts } from './api/case-attachment.ts';
import type { MessageParts } from './api/case-messages.ts';
import type { HealthParts } from './api/health.ts';
import type { DailyParts } from './api/jobs-daily.ts';
import type { ReportParts } from './api/reports.ts';
import { afterAnswer } from './http/after.ts';
import { createAddressBox } from './http/alert-address.ts';
import { logToStdout } from './http/log.ts';
import { visitorKey } from './http/secrets.ts';
import { keptSecret } from './kept-secret.ts';
import type { Mailer } from './mail/mailer.ts';
import { drainOutbox } from './mail/outbox.ts';
import { readSettings, type Settings } from './settings.ts';
import type { Store } from './store/store.ts';

export type Parts = ReportParts &
  CaseParts &
  MessageParts &
  AlertParts &
  AttachmentParts &
  AlertAnswerParts &
  HealthParts &
  DailyParts;

/** How long a request, and the daily job, may go on sending mail, in ms: Vercel ends a function after 60 s. */
const NOTIFY_TIME = 10_000;
const JOB_TIME = 30_000;

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
  const [store, mailer] = await Promise.all([chooseStore(settings), chooseMailer(settings)]);
  const secret = settings.SERVER_SECRET ?? keptSecret(settings.DATA_DIR, 'server-secret');
  const now = () => new Date();
  const addresses = createAddressBox(secret);
  const outbox = {
    addresses,
    store,
    mailer,
    now,
    log: logToStdout,
    siteUrl: site.siteUrl,
    teamEmail: settings.TEAM_EMAIL,
    teamLanguage: settings.TEAM_LANGUAGE,
  };
  return {
    store,
    addresses,
    recipients: site.certificates,
    siteUrl: site.siteUrl,
    contactEmail: site.contactEmail,
    firstResponseDays: organisation.firstResponseDays,
    now,
    visitorKey: (address) => visitorKey(secret, address, now()),
    // Vercel, and the local server in its stead, keep the process alive until this is done.
    notify: () => afterAnswer(drainOutbox(outbox, NOTIFY_TIME)),
    drain: () => drainOutbox(outbox, JOB_TIME),
    eraseStaleChunks: () => store.eraseStaleChunks(now().getTime()),
    cronSecret: settings.CRON_SECRET ?? keptSecret(settings.DATA_DIR, 'cron-secret'),
    log: logToStdout,
  };
}

async function chooseStore({ KV_REST_API_URL, KV_REST_API_TOKEN, DATA_DIR }: Settings): Promise<Store> {
  if (KV_REST_API_URL !== undefined && KV_REST_API_TOKEN !== undefined) {
    const { createKvStore } = await import('./store/kv.ts');
    return createKvStore({ url: KV_REST_API_URL, token: KV_REST_API_TOKEN });
  }
  const { createSqliteStore } = await import('./store/sqlite.ts');
  return createSqliteStore(join(DATA_DIR, 'meldpunt.sqlite'));
}

async function chooseMailer(settings: Settings): Promise<Mailer> {
  const from = settings.MAIL_FROM ?? 'Meldpunt <meldpunt@example.com>';
  if (settings.RESEND_API_KEY !== undefined) {
    const { createResendMailer } = await import('./mail/resend.ts');
    return createResendMailer({ apiKey: settings.RESEND_API_KEY, from, baseUrl: settings.RESEND_BASE_URL });
  }
  const { createFileMailer } = await import('./mail/file.ts');
  return createFileMailer({ folder: join(settings.DATA_DIR, 'outbox'), from });
}
