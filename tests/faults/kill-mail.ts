import { mkdirSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { startResend } from '../support/resend.ts';
import { type Check, exactly, figure } from './check.ts';

export type MailWay = 'file' | 'resend';

/** A mail as far as it matters: its subject, and what is attached. */
interface Arrived {
  subject: string;
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
  const { subject = '', attachments } = await PostalMime.parse(readFileSync(file));
  const content = attachments[0]?.content ?? '';
  return { subject, sealed: typeof content === 'string' ? content : new TextDecoder().decode(content) };
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
        const text = Buffer.from(first?.mail.attachments[0]?.content ?? '', 'base64').toString('utf8');
        return first ? [{ subject: first.mail.subject, sealed: text }] : [];
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

function checkArrived(mails: readonly Arrived[], sealed: ReadonlyMap<string, string>): Check[] {
  const referenceIn = (subject: string) => /CVD-\d{4}-\w{6}/.exec(subject)?.[0] ?? '';
  const perCase = Map.groupBy(mails, (mail) => referenceIn(mail.subject));
  const isRight = ([reference, armored]: [string, string]) => {
    const [mail, ...more] = perCase.get(reference) ?? [];
    return more.length === 0 && mail?.sealed.trim() === armored.trim();
  };
  return [
    exactly('mails arrived', mails.length, sealed.size),
    exactly('cases with just one mail, their report in it', [...sealed].filter(isRight).length, sealed.size),
  ];
}
