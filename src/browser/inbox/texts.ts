import type drafts from '../../../locales/nl/drafts.json';
import type inbox from '../../../locales/nl/inbox.json';
import type replies from '../../../locales/nl/replies.json';
import type report from '../../../locales/nl/report.json';
import type { ProblemCode } from '../../disclosure/problems.ts';
import type { LanguageCode } from '../../i18n/languages.ts';

type Own = Pick<
  typeof inbox,
  | 'key'
  | 'gpg'
  | 'who'
  | 'signOut'
  | 'overview'
  | 'chart'
  | 'list'
  | 'statuses'
  | 'deadlines'
  | 'case'
  | 'stub'
  | 'compose'
  | 'actions'
  | 'spam'
  | 'errors'
>;

/** The ready-made letters to a reporter, in the order in which they are offered. */
export const letters = [
  'received',
  'needInformation',
  'confirmed',
  'duplicate',
  'notVulnerability',
  'fixed',
  'thanks',
] as const satisfies (keyof typeof replies.texts)[];
export type ReplyName = (typeof letters)[number];

/** The sentences of the inbox, as the page hands them over in `data-texts`; `{{name}}` is still in them. */
export interface InboxTexts extends Own {
  problems: Record<ProblemCode, string>;
  faultNumber: string;
  report: Pick<typeof report.form, 'weaknesses' | 'exposures' | 'publications'>;
  replyNames: Record<ReplyName, string>;
  replies: Record<LanguageCode, Record<ReplyName, string>>;
  drafts: Record<LanguageCode, typeof drafts>;
}

/** Someone of the team, as the page knows them. */
export interface Colleague {
  /** 40 hexadecimal characters, of a version 6 key 64; upper case. */
  fingerprint: string;
  name: string;
  /** Whether GnuPG holds their key. */
  isForGnupg: boolean;
}

/** A note that the keys of the whole team have run out, in its pieces; a link has an address. */
export type KeysGoneNote = { words: string; href?: string }[];

/** What does not change while the page is open; handed over in `data-facts`. */
export interface InboxFacts {
  language: LanguageCode;
  /** In whole euros. */
  leastReward: number;
  /** Days within which the policy promises an answer. */
  responseDays: number;
  team: Colleague[];
  organisation: string;
  /** The address that the policy names. */
  contactEmail: string;
  /** The public origin of the site. */
  siteUrl: string;
  /** Where exploited weaknesses are reported to the authorities. */
  reportingPlatform: string;
  /** When the last key of the team runs out, in ms since 1970, null for never, and what is said then. */
  keysGone: { at: number | null; signIn: KeysGoneNote; reply: KeysGoneNote };
}
