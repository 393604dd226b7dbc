import { site } from 'virtual:site';
import { mailtoLink } from '../disclosure/address.ts';
import { visibleLine } from '../disclosure/foreign-text.ts';
import { telephoneLink } from '../i18n/addresses.ts';
import { translator } from '../i18n/index.ts';
import { type LanguageCode, perLanguage } from '../i18n/languages.ts';
import { splitRich } from '../i18n/rich.ts';
import { lastExpiry } from '../openpgp/lifetime.ts';
import { authority, organisation } from '../organisation.ts';
import type { InboxFacts } from './inbox-facts.ts';
import { signersOfTheTeam } from './signers.ts';
import { problemTexts, raw } from './texts.ts';

/** The sentences of the inbox. */
export type InboxTexts = ReturnType<typeof inboxTexts>;

/** The ready-made letters to a reporter. */
export type ReplyName = keyof InboxTexts['replies'][LanguageCode];

/** What a draft of a publication says where somebody has to write. */
function draftWords(language: LanguageCode) {
  const t = translator(language);
  return {
    title: t('drafts:title'),
    summary: t('drafts:summary'),
    revision: t('drafts:revision'),
    product: t('drafts:product'),
    description: t('drafts:description'),
    remediation: t('drafts:remediation'),
    body: t('drafts:body'),
    about: t('drafts:about'),
  };
}

/** How notes of numbers of reports to the authorities are written. */
function numberNotes(language: LanguageCode) {
  const t = translator(language);
  return {
    reported: t('inbox:actions.craNumberNote', { skipInterpolation: true }),
    corrected: t('inbox:actions.craCorrectedNote', { skipInterpolation: true }),
    deadlines: t('inbox:deadlines', raw),
  };
}

/** What a case as a document says: its own headings, and the words of the report form. */
function documentWords(language: LanguageCode) {
  const t = translator(language);
  const filled = { returnObjects: true, name: organisation.name } as const;
  return {
    ...t('handOver:document', raw),
    weaknesses: t('report:form.weaknesses', filled),
    exposures: t('report:form.exposures', filled),
    publications: t('report:form.publications', filled),
    statuses: t('inbox:statuses', raw),
  };
}
export type DocumentWords = ReturnType<typeof documentWords>;

/** Picks them, in one language; `{{name}}` is still in them. */
export function inboxTexts(language: LanguageCode) {
  const t = translator(language);
  const filled = { returnObjects: true } as const;
  return {
    key: t('inbox:key', raw),
    gpg: t('inbox:gpg', raw),
    siteName: t('siteName', { name: organisation.name }),
    loading: t('inbox:loading'),
    bar: t('inbox:bar', raw),
    signOut: t('inbox:signOut'),
    shortcuts: t('inbox:shortcuts', raw),
    kept: t('inbox:kept', raw),
    overview: t('inbox:overview', raw),
    chart: t('inbox:chart', raw),
    list: t('inbox:list', raw),
    statuses: t('inbox:statuses', raw),
    deadlines: t('inbox:deadlines', raw),
    case: t('inbox:case', raw),
    authorship: t('inbox:authorship', raw),
    signing: t('inbox:signing', raw),
    stub: t('inbox:stub', raw),
    compose: t('inbox:compose', raw),
    actions: t('inbox:actions', raw),
    publication: t('inbox:publication', raw),
    erasing: t('inbox:erasing', raw),
    cve: t('inbox:cve', raw),
    claim: t('inbox:claim', raw),
    duty: t('inbox:duty', raw),
    // A colleague may have the inbox in the other language.
    craNotes: perLanguage(numberNotes),
    lesson: t('inbox:lesson', raw),
    spam: t('inbox:spam', raw),
    keysGone: { signIn: noteOf(t('inbox:keysGone')), reply: noteOf(t('inbox:keysGoneReply')) },
    errors: t('inbox:errors', raw),
    faultNumber: t('faultNumber', { skipInterpolation: true }),
    problems: problemTexts(language),
    report: {
      weaknesses: t('report:form.weaknesses', filled),
      exposures: t('report:form.exposures', filled),
      publications: t('report:form.publications', filled),
    },
    letterNames: perLanguage((code) => translator(code)('replies:names', filled)),
    // Letters go out in the language of the reporter.
    replies: perLanguage((code) => translator(code)('replies:texts', raw)),
    drafts: perLanguage(draftWords),
    cvss: t('report:cvss.metrics', filled),
    triage: t('triage:triage', raw),
    letters: t('letters:letters', raw),
    handOver: t('handOver:handOver', raw),
    handOverNote: t('handOver:note', raw),
    // Both go in the language of who reads them.
    handOverMail: perLanguage((code) => translator(code)('handOver:mail', raw)),
    documents: perLanguage(documentWords),
    sharing: t('sharing:sharing', raw),
    desk: t('desk:desk', raw),
    files: t('files:files', raw),
    sheets: t('sheets:sheets', raw),
    advisory: t('advisory:advisory', raw),
  };
}

/** Picks what the inbox knows besides. */
export function inboxFacts(): InboxFacts {
  return {
    leastReward: organisation.minimumReward,
    responseDays: organisation.firstResponseDays,
    team: site.certificates.map(({ fingerprint, userIds, isForGnupg, expiresAt }) => ({
      fingerprint,
      name: visibleLine(userIds[0] ?? fingerprint),
      isForGnupg,
      expiresAt,
    })),
    signers: signersOfTheTeam(),
    everyoneSigns: site.certificates.every(({ signs }) => signs),
    signedSince: organisation.signedSince,
    organisation: organisation.name,
    contactEmail: site.contactEmail,
    siteUrl: site.siteUrl,
    ...authority,
    manufacturer: {
      name: organisation.manufacturer.name ?? organisation.name,
      memberStates: [...organisation.manufacturer.memberStates],
      products: organisation.manufacturer.products.map(({ name, type }) => ({ name, type })),
    },
    keysGoneAt: lastExpiry(site.certificates),
  };
}

const ways: Record<string, string> = { mail: mailtoLink(site.contactEmail), telephone: telephoneLink };

/** A note that the keys of the whole team have run out, in its pieces; a link has an address. */
export type KeysGoneNote = { words: string; href?: string }[];

function noteOf(text: string): KeysGoneNote {
  return splitRich(text).map(({ words, link }) =>
    link === undefined ? { words } : { words, href: ways[link] ?? '' },
  );
}
