import type { LanguageCode } from '../src/i18n/languages.ts';
import type { TileReader } from '../src/log/tree.ts';
import type { Certificate } from '../src/openpgp/keys.ts';
import type { SigningCertificate } from '../src/openpgp/signing-key.ts';
import type { Background } from './http/background.ts';
import type { EndpointParts } from './http/endpoint.ts';
import type { TeamDigest } from './mail/budget.ts';
import type { Mailer } from './mail/mailer.ts';
import type { Webhook } from './mail/webhook.ts';
import type { AddressBox } from './reporter/alert-address.ts';
import type { CookieBox } from './reporter/cookie-box.ts';
import type { Desk } from './reporter/desk.ts';
import type { PlainAnswers } from './reporter/plain-answers.ts';
import type { Proofs } from './reporter/proof.ts';
import type { Store } from './store/store.ts';

/**
 * What the functions are put together from: `parts.ts` makes all of it for a site, `testParts` for a test. Whoever needs
 * some takes `Pick<Parts, …>`. Types alone, so that no file goes round through it.
 */
export interface Parts extends EndpointParts {
  store: Store;
  now: () => Date;
  /** What is done after answers: mail that is due, reminders. */
  background: Background;
  /** Names of warnings that this process has announced, and of batches that it appended: once is enough, and each time costs a command. */
  announced: Set<string>;
  /** What a day brings, for cron. */
  runDaily: () => Promise<DailyOutcome>;
  /** Whoever knows it is cron. */
  cronSecret: string;

  firstResponseDays: number;
  /** A reward is at least so much, in whole euros. */
  leastReward: number;
  /** Closed cases are erased after so many days. */
  retentionDays: number;
  /** What may be stored altogether, in bytes. */
  storageQuota: number;
  /** Who runs what; for the data notice. */
  services: Services;
  /** The address that the policy names. */
  contactEmail: string;
  /** Mails that may leave in a day; the service counts each address that one goes to. */
  mailsPerDay: number;

  /** The team's certificates, as built: who is taken out of the key file has no session any more. */
  team: readonly Certificate[];
  /** Certificates of who left the team, as built. */
  former: readonly { keyIds: readonly string[] }[];
  /** The key whose public half the build publishes at `/signing-key.asc`; null without one. */
  signingKey: SigningCertificate | null;
  /** Whether somebody signs security.txt by hand: a build does not renew the published file while it is signed. */
  signsByHand: boolean;
  /** What signs statements and checkpoints. */
  desk: Desk;
  /** The desk's public keys as the build publishes them at `/desk-key.txt`; empty for none. */
  deskKeys: string;

  /** A keyed hash of a visitor's address; the address itself is never stored. */
  visitorKey: (address: string) => string;
  /** A keyed hash of what a report holds, 64 hexadecimal characters. */
  bodyHash: (body: string) => string;
  /** A keyed hash of the encrypted data of a message, 64 hexadecimal characters. */
  textHash: (data: Uint8Array) => string;
  /** Where addresses for alerts are kept. */
  addresses: AddressBox;
  /** What pages without scripts keep for their visitor. */
  cookies: CookieBox;
  proofs: Proofs;
  /** What a browser without scripts keeps of its report. */
  plainAnswers: PlainAnswers;

  /** When the site was built that is served, ISO 8601, where a newer build failed; null for the newest one. */
  oldBuild: () => string | null;

  mailer: Mailer;
  /** Told of what happens, beside the mails; null where none is set. */
  webhook: Webhook | null;
  /** Who the team's mails go to, and in which language. */
  teamEmail: string[];
  teamLanguage: LanguageCode;
  /** Whether what can wait is mailed once a day. */
  teamDigest: TeamDigest;
  /** Gets a published file; never throws. */
  fetchPublished: (path: PublishedPath) => Promise<Published>;
  /** Gets the log as it is published. */
  publishedLog: () => Promise<PublishedLog>;
  /** Asks for a new build; never throws. Null without a deploy hook. */
  askRebuild: (() => Promise<boolean>) | null;
}

/** Who runs what of a desk: a service elsewhere, or its own server. */
export interface Services {
  hosting: 'vercel' | 'own';
  store: 'upstash' | 'own';
  mail: 'resend' | 'own';
}

/** What every endpoint needs; see `endpoint`. */
export type EndpointPart = keyof EndpointParts;

/** A file that the build publishes, and others look at. */
export type PublishedPath = '/.well-known/security.txt' | '/team-key.asc' | '/signing-key.asc';

/** Why a published file is of no use: a class of statuses, nobody who answered, or a file that says something else. */
export type PublishedFault = '3xx' | '4xx' | '5xx' | 'unreachable' | 'invalid';

/** A published file as an outsider gets it. */
export type Published = { text: string } | { fault: PublishedFault };

/** The log as an outsider gets it, and the keys to check it with. */
export interface PublishedLog {
  /** `/desk-key.txt`; never throws. */
  deskKeys(): Promise<Published>;
  /** `/log/checkpoint`; never throws. */
  checkpoint(): Promise<Published>;
  /** What lies below `/log/tile/`. @throws Error when it can't be had */
  tile: TileReader;
}

/** What a run of the daily job did. */
export interface DailyOutcome {
  /** Cases that the clock looked at, and cases that were erased. */
  reminded: number;
  erased: number;
  /** Mails sent, and attempts that failed. */
  sent: number;
  failed: number;
}
