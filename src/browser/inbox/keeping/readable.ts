// A case that is read without us: a text, the attachments opened, and what the desk signed. Loaded when asked for.
import { type DocumentPart, writeDocument } from '../../../disclosure/case-document.ts';
import { safeFileName } from '../../../disclosure/file-name.ts';
import { visibleLine } from '../../../disclosure/foreign-text.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatMoment } from '../../../i18n/format.ts';
import { keysIn } from '../../../openpgp/keys-in-report.ts';
import { serverNow } from '../../api/server-time.ts';
import { TeamProblem } from '../../api/team.ts';
import { openSealed } from '../../workers/team/client.ts';
import { facts, language, texts, whyNotOpened } from '../base/page.ts';
import { askCase } from '../case/ask-case.ts';
import { authoredOf } from '../case/author.ts';
import {
  factsPart,
  filesPart,
  messagesPart,
  notesPart,
  type OpenedEntry,
  reportPart,
  triagePart,
  type Writing,
  writerOf,
} from '../case/case-parts.ts';
import { eventSentence } from '../case/events.ts';
import { NoteOpener } from '../case/open-notes.ts';
import type { Authored, SeenCase } from '../case/seen-case.ts';
import { allFilesOf } from '../files/case-files.ts';
import { openForZip, zipOfCase } from '../files/case-zip.ts';

/**
 * One zip: `case.md` in the language of the page, the attachments under safe names, the statements.
 * @param seen what is open of the case: its report says who signs
 * @param progress hears the part that is done, 0 to 1
 * @param signal ends it
 * @throws TeamProblem when something can't be fetched; the signal's reason
 */
export async function readableOf(
  seen: SeenCase,
  progress: (part: number) => void,
  signal: AbortSignal,
): Promise<Blob> {
  progress(0);
  const { reference } = seen.view;
  const answer = await askCase(reference);
  if (!answer.ok) throw new TeamProblem(answer.problem, answer.number);
  const view = answer.value;
  const isWanted = () => !signal.aborted;
  const keys = seen.reportText === null ? '' : keysIn(seen.report, seen.reportText);
  const opened = await openSealed(
    view.messages.map(({ sealed }) => sealed),
    isWanted,
    keys,
  );
  signal.throwIfAborted();
  const shown = view.messages.map((message, index) => ({
    message,
    opening: opened[index] ?? { text: null, why: 'closed' as const },
  }));
  const known = { isReportOpen: seen.reportText !== null, fingerprints: seen.fingerprints };
  const authored = authoredOf(shown, view, known);
  const opener = new NoteOpener(reference);
  const notes = await opener.open(
    view.notes.filter(({ kind }) => kind !== 'triage'),
    isWanted,
  );
  const triage = await opener.currentTriage(view.notes, isWanted);
  const read = { view, report: seen.report, shown: authored };
  const { entries, along } = await openFiles(read, progress, signal);
  const writing: Writing = { words: texts.documents[language], language, clean: (text) => text };
  const { words } = writing;
  const parts: DocumentPart[] = [
    factsPart(view, writing),
    ...reportParts(seen, writing),
    filesPart(along, writing),
    ...(triage === 'closed' || triage.note === null ? [] : [triagePart(triage.triage, writing)]),
    messagesPart(authored.slice(1).map(entryOf), writing),
    notesPart(
      notes.map((one) => ({
        ...{ number: one.note.number, at: one.note.at, text: one.opening.text },
        ...writerOf(one, [one.doubt?.why ?? '']),
      })),
      writing,
    ),
    { title: words.timeline, facts: view.events.map(timelineFact) },
    ...statementParts(view, writing),
  ];
  const exported = fillIn(words.exported, {
    organisation: facts.organisation,
    moment: formatMoment(new Date(serverNow()), language),
  });
  const text = writeDocument(fillIn(words.title, { reference }), [exported], parts);
  const statements = view.statements.map(({ note, position }, index) => ({
    name: `statements/${String(index + 1).padStart(2, '0')}.txt`,
    input: position === null ? note : `${note}\nposition: ${position}\n`,
  }));
  return zipOfCase(reference, text, [...entries, ...statements]);
}

/** The report in its fields, or as it came where it has none. */
function reportParts({ report, reportText }: SeenCase, writing: Writing): DocumentPart[] {
  if (report !== null) return [reportPart(report, true, writing)];
  if (reportText === null) return [];
  const { report: title, rawReport } = writing.words;
  return [{ title, texts: [{ title: rawReport, text: reportText }] }];
}

function entryOf(one: Authored): OpenedEntry {
  const { message, opening } = one;
  const { who, said } = writerOf(one, [one.doubt?.why ?? '']);
  return {
    number: message.number,
    who: message.from === 'team' ? who : '',
    said,
    at: message.at,
    text: opening.text ?? whyNotOpened(opening.why),
  };
}

function timelineFact(event: TeamCase['events'][number]): [string, string] {
  const { at, by } = event;
  const who = by === null ? '' : fillIn(texts.case.by, { who: visibleLine(by) });
  const said = [eventSentence(event), who].filter((one) => one !== '').join(' · ');
  return [formatMoment(new Date(at), language), said];
}

function statementParts(view: TeamCase, { words }: Writing): DocumentPart[] {
  if (view.statements.length === 0) return [];
  return [{ title: words.statements, sentences: [fillIn(words.statementsHelp, { site: facts.siteUrl })] }];
}

/** The files, opened. One that can't be, or is not what was said, is told in the text, and keeps nothing else from going. */
function openFiles(
  seen: Pick<SeenCase, 'view' | 'report' | 'shown'>,
  progress: (part: number) => void,
  signal: AbortSignal,
) {
  const { fileMissing, fileClosed, fileWrong, fileUnlisted } = texts.documents[language];
  const why = { missing: fileMissing, failed: fileClosed, wrong: fileWrong };
  return openForZip(seen.view.reference, allFilesOf(seen), {
    // The number keeps two files of one name apart.
    nameOf: (name, number) => `${number}-${safeFileName(name)}`,
    unlisted: fileUnlisted,
    without: ({ name, listed, held }, what) => ({
      ...{ name, size: listed?.size ?? held?.size ?? 0, sha256: null, remark: why[what] },
    }),
    progress,
    signal,
  });
}
