import { mkdirSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { startResend } from '../support/resend.ts';
import { type Check, exactly, figure } from './check.ts';

export type MailWay = 'file' | 'resend';

/** A mail as far as it matters: its subject, its text, and what is attached, if anything. */
interface Arrived {
  subject: string;
  text: string;
  sealed: string;
}

/** Where the server's mail goes, and what came of it. */
export interface Post {
  settings: Record<string, string>;
  /** What arrived, held against the sealed report of each reference. */
  check(sealed: ReadonlyMap<string, string>): Promise<Check[]>;
  stop(): void;
}

export async function openPost(way: MailWay, dataDir: string): Promise<Post> {
  return way === 'file' ? filePost(join(dataDir, 'outbox')) : resendPost();
}

/**
 * A file per mail, named after its entry in the outbox: a mail that is sent twice is one file that is written twice.
 * Who takes the files away at once could see it twice; that is what a mail service's idempotency key is for.
 */
function filePost(folder: string): Post {
  mkdirSync(folder, { recursive: true });
  let written = 0;
  const watcher = watch(folder, (event, name) => {
    if (event === 'rename' && name?.endsWith('.eml')) written += 1;
  });
  return {
    settings: {},
    async check(sealed) {
      const names = readdirSync(folder);
      const files = names.filter((name) => name.endsWith('.eml'));
      const arrived = await Promise.all(files.map((name) => readMail(join(folder, name))));
      return [
        ...checkArrived(arrived, sealed),
        exactly('unfinished .eml files', names.length - files.length, 0),
        figure('.eml files written again, under the same name', written - files.length),
      ];
    },
    stop: () => watcher.close(),
  };
}

async function readMail(file: string): Promise<Arrived> {
  const { subject = '', text = '', attachments } = await PostalMime.parse(readFileSync(file));
  const content = attachments[0]?.content ?? '';
  return { subject, text, sealed: typeof content === 'string' ? content : new TextDecoder().decode(content) };
}

/** A mail service that takes a key once, as Resend does for 24 hours: what comes again under it is not sent again. */
async function resendPost(): Promise<Post> {
  const resend = await startResend();
  return {
    settings: {
      RESEND_API_KEY: 're_faults',
      RESEND_BASE_URL: resend.url,
      MAIL_FROM: 'Meldpunt <meldpunt@example.com>',
      TEAM_EMAIL: 'team@example.com',
    },
    async check(sealed) {
      const byKey = Map.groupBy(resend.received, ({ key }) => key);
      const arrived = [...byKey.values()].flatMap(([first]) => {
        if (!first) return [];
        const { subject, text, attachments } = first.mail;
        const sealed = Buffer.from(attachments[0]?.content ?? '', 'base64').toString('utf8');
        return [{ subject, text, sealed }];
      });
      // The service refuses another mail under a key that it knows.
      const changed = [...byKey.values()].filter((same) => new Set(same.map(({ body }) => body)).size > 1);
      return [
        ...checkArrived(arrived, sealed),
        exactly('mails whose repeat is not the same mail', changed.length, 0),
        figure('mails handed over again, under the same key', resend.received.length - byKey.size),
      ];
    },
    stop: resend.stop,
  };
}

/** A report has a mail of its own, with all of it, or stands in a digest: in one of them, once. */
function checkArrived(mails: readonly Arrived[], sealed: ReadonlyMap<string, string>): Check[] {
  const REFERENCE = /CVD-\d{4}-\w{6}/g;
  const [own, digests] = [true, false].map((isOwn) =>
    mails.filter((mail) => isOwn === (mail.sealed !== '')),
  ) as [Arrived[], Arrived[]];
  const perCase = Map.groupBy(own, ({ subject }) => subject.match(REFERENCE)?.[0] ?? '');
  const gathered = digests.flatMap(({ text }) => text.match(REFERENCE) ?? []);
  const isRight = ([reference, armored]: [string, string]) => {
    const alone = perCase.get(reference) ?? [];
    const times = gathered.filter((one) => one === reference).length;
    return alone.length + times === 1 && alone.every((mail) => mail.sealed.trim() === armored.trim());
  };
  return [
    exactly('reports told by mail', own.length + gathered.length, sealed.size),
    exactly(
      'cases told once, in their own mail or in a digest',
      [...sealed].filter(isRight).length,
      sealed.size,
    ),
    figure('mails that told of them', `${own.length} with the report, ${digests.length} digests`),
  ];
}
