// A case in parts, as `writeDocument` takes them: for who is handed it, and for who keeps it. Loaded when asked for.
import type { DocumentPart, WrittenText } from '../../../disclosure/case-document.ts';
import type { Report } from '../../../disclosure/report.ts';
import { decisionOf } from '../../../disclosure/ssvc.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import type { Triage } from '../../../disclosure/triage.ts';
import type { DocumentWords } from '../../../handover/inbox.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatDate, formatEuros, formatMoment } from '../../../i18n/format.ts';
import type { LanguageCode } from '../../../i18n/languages.ts';
import type { AuthorInWords } from './seen-case.ts';

/** In which words a document is written, and what is done to each text that somebody else wrote. */
export interface Writing {
  words: DocumentWords;
  language: LanguageCode;
  /** Takes out what is not to go along; whole texts otherwise. */
  clean: (text: string) => string;
}

/** A message or a note with its text; null where it could not be opened. */
export interface OpenedEntry {
  number: number;
  /** Who wrote it, as the page says; empty for the reporter. */
  who: string;
  /** What the page says of its signature; empty for nothing. */
  said: string;
  /** ISO 8601. */
  at: string;
  text: string | null;
}

/**
 * Who wrote something, for its title; where that is only what the server says, it is said below.
 * @param whys what else is said there
 */
export function writerOf(
  { name, who, said }: Pick<AuthorInWords, 'name' | 'who' | 'said'>,
  whys: readonly string[] = [],
): Pick<OpenedEntry, 'who' | 'said'> {
  const all = [name === who ? '' : name, said, ...whys];
  return { who, said: all.filter((one) => one !== '').join(' · ') };
}

/** A file that goes along, or would. */
export interface FileAlong {
  name: string;
  /** Of its contents, in bytes. */
  size: number;
  /** Of its contents, in hexadecimal; null where it is not there, or not opened yet. */
  sha256: string | null;
  /** Why it is not there, or can't be compared with anything; empty where neither is so. */
  remark: string;
}

/** What the server knows as well: status and times. */
export function factsPart(view: TeamCase, { words, language }: Writing): DocumentPart {
  const moment = (at: string | null) => (at === null ? '' : formatMoment(new Date(at), language));
  const day = (at: string | null) => (at === null ? '' : formatDate(new Date(at), language));
  // A day that nobody agreed to is no embargo.
  const publishOn = view.publishedAt === null ? day(view.publishOn) : '';
  const isAgreed = view.publishAgreedAt !== null;
  return {
    title: words.facts,
    facts: [
      [words.received, moment(view.receivedAt)],
      [words.status, words.statuses[view.status]],
      [words.assessment, view.assessment === null ? '' : words.statuses[view.assessment]],
      [words.fixExpected, day(view.fixExpectedAt)],
      [words.resolved, moment(view.resolvedAt)],
      [words.closed, moment(view.closedAt)],
      [words.exploited, moment(view.exploitedAt)],
      [words.proposed, isAgreed ? '' : publishOn],
      [words.embargo, isAgreed ? publishOn : ''],
      [words.published, moment(view.publishedAt)],
      [words.reward, view.reward === null ? '' : formatEuros(view.reward, language)],
    ],
  };
}

/**
 * The report in its fields, made anew of them: never its text as it came, which has the reply key in it.
 * @param isNamed whether who the reporter is goes along
 */
export function reportPart(report: Report, isNamed: boolean, { words, clean }: Writing): DocumentPart {
  const who: [string, string][] = [
    [words.name, report.name],
    [words.contact, report.contact],
    [words.credit, report.credit],
  ];
  const sections = ['description', 'steps', 'seen', 'proof', 'impact', 'discovery'] as const;
  return {
    title: words.report,
    facts: [
      [words.system, clean(report.system)],
      [words.weakness, words.weaknesses[report.weakness]],
      [words.exposure, words.exposures[report.exposure]],
      [words.cvss, report.cvss],
      [words.version, clean(report.version)],
      [words.tools, clean(report.tools)],
      ...(isNamed ? who : []),
      [words.publication, words.publications[report.publication]],
    ],
    texts: sections.map((name) => ({ title: words[name], text: clean(report[name]) })),
  };
}

/** What the team makes of it. */
export function triagePart(triage: Triage, { words, clean }: Writing): DocumentPart {
  const severity = triage.score === null ? triage.cvss : `${triage.score} · ${triage.cvss}`;
  return {
    title: words.triage,
    facts: [
      [words.labels, clean(triage.labels.join(', '))],
      [words.severity, severity],
      [words.decision, triage.ssvc === null ? '' : DECISIONS[decisionOf(triage.ssvc)]],
      [words.duplicateOf, triage.duplicateOf ?? ''],
      [words.ticket, clean(triage.ticket)],
    ],
  };
}

/** As CISA names them, in every language. */
const DECISIONS = { track: 'Track', trackStar: 'Track*', attend: 'Attend', act: 'Act' } as const;

export function messagesPart(messages: readonly OpenedEntry[], writing: Writing): DocumentPart {
  const { words } = writing;
  return { title: words.messages, texts: messages.map((one) => entryText(one, words.message, writing)) };
}

export function notesPart(notes: readonly OpenedEntry[], writing: Writing): DocumentPart {
  const { words } = writing;
  return { title: words.notes, texts: notes.map((one) => entryText(one, words.note, writing)) };
}

function entryText(
  { number, who, said, at, text }: OpenedEntry,
  title: string,
  { words, language, clean }: Writing,
): WrittenText {
  const moment = formatMoment(new Date(at), language);
  return {
    title: fillIn(title, { number, who: who === '' ? words.reporter : who, moment }),
    ...(said === '' ? {} : { said: [said] }),
    text: text === null ? words.notOpened : clean(text),
  };
}

export function filesPart(files: readonly FileAlong[], { words }: Writing): DocumentPart {
  const said = ({ size, sha256, remark }: FileAlong) =>
    [sha256 === null ? '' : fillIn(words.file, { size, sha256 }), remark]
      .filter((one) => one !== '')
      .join(' · ');
  return { title: words.files, facts: files.map((file) => [file.name, said(file)]) };
}
