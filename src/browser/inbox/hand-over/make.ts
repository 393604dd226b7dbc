// Makes of what was chosen one zip: a readable text, and the attachments.
import { downloadZip } from 'client-zip';
import { writeDocument } from '../../../disclosure/case-document.ts';
import { safeFileName } from '../../../disclosure/file-name.ts';
import { limits } from '../../../disclosure/limits.ts';
import { neutralName, redactor, withoutSecrets } from '../../../disclosure/redaction.ts';
import type { Triage } from '../../../disclosure/triage.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatMoment } from '../../../i18n/format.ts';
import { serverNow } from '../../api/server-time.ts';
import { openSealedFile } from '../../workers/team/client.ts';
import { facts, texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import {
  factsPart,
  filesPart,
  type ListedFile,
  messagesPart,
  notesPart,
  type OpenedEntry,
  reportPart,
  triagePart,
  type Writing,
} from '../case/case-parts.ts';
import { fetchSealed } from '../case/fetch-sealed.ts';
import { NoteOpener } from '../case/open-notes.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { filesOf as caseFilesOf } from '../files/case-files.ts';
import type { Chosen } from './chosen.ts';

/** An attachment that was chosen can't go along; `fileName` says which. */
export class FileFault extends Error {
  readonly fileName: string;
  constructor(fileName: string) {
    super('an attachment can not be opened');
    this.fileName = fileName;
  }
}
/** The attachments are too much together. */
export class TooMuch extends Error {}

/** The attachments of a case that can go along: those that are in, with what the report or their message says of them. */
export function filesOf(seen: SeenCase) {
  return caseFilesOf(seen).flatMap(({ held, listed, name, number }) =>
    held?.isComplete ? [{ file: held, listed, name, size: listed?.size ?? held.size, number }] : [],
  );
}

/** Those that were chosen. */
export function chosenFiles(seen: SeenCase, { parts }: Chosen) {
  if (!hasKey.peek()) return [];
  return filesOf(seen).filter(({ file }) => !parts.peek().withoutFiles.includes(file.id));
}

/** Whether who the reporter is goes along. */
export const isNamed = ({ consent }: Chosen) => consent.value.isGiven && consent.value.message !== null;

function writingOf({ report }: SeenCase, chosen: Chosen): Writing {
  const language = chosen.language.peek();
  const words = texts.documents[language];
  const clean =
    report === null || isNamed(chosen)
      ? (text: string) => withoutSecrets(text, words.leftOut)
      : redactor(report, words.leftOut);
  return { words, language, clean };
}

/** The readable text. @param files what is said of the attachments */
export async function textOf(
  seen: SeenCase,
  chosen: Chosen,
  files: readonly ListedFile[] = listedFiles(seen, chosen),
): Promise<string> {
  const { view, report, shown } = seen;
  const writing = writingOf(seen, chosen);
  const { words, language } = writing;
  const parts = chosen.parts.peek();
  const triage = parts.triage ? await openTriage(seen) : null;
  const messages = shown
    .filter(({ message }) => parts.messages.includes(message.number))
    .map(({ message, name, said, opening }): OpenedEntry => {
      const who = message.from === 'team' ? name : '';
      return { number: message.number, who, said, at: message.at, text: opening.text };
    });
  const handedOver = fillIn(words.handedOver, {
    organisation: facts.organisation,
    site: facts.siteUrl,
    moment: formatMoment(new Date(serverNow()), language),
  });
  return writeDocument(
    fillIn(words.title, { reference: view.reference }),
    [handedOver, ...(isNamed(chosen) ? [] : [words.anonymous])],
    [
      { title: words.words, texts: [{ title: facts.organisation, text: chosen.words.peek() }] },
      factsPart(view, writing),
      ...(report !== null && parts.report ? [reportPart(report, isNamed(chosen), writing)] : []),
      filesPart(files, writing),
      ...(triage === null ? [] : [triagePart(triage, writing)]),
      messagesPart(messages, writing),
      notesPart(await openNotes(seen, parts.notes), writing),
    ],
  );
}

/** What the report says of the chosen attachments, before they are opened. */
function listedFiles(seen: SeenCase, chosen: Chosen): ListedFile[] {
  return chosenFiles(seen, chosen).map((one) => ({
    name: fileNameOf(one.name, one.number, chosen),
    size: one.size,
    sha256: one.listed?.sha256 ?? null,
    fault: '',
  }));
}

function fileNameOf(name: string, number: number, chosen: Chosen): string {
  return isNamed(chosen) ? `${number}-${safeFileName(name)}` : neutralName(name, number);
}

/** What the team makes of the case; null where nobody judged it, or it can't be opened. */
async function openTriage({ view }: SeenCase): Promise<Triage | null> {
  const current = await new NoteOpener(view.reference).currentTriage(view.notes);
  return current === 'closed' || current.note === null ? null : current.triage;
}

async function openNotes({ view }: SeenCase, numbers: readonly number[]): Promise<OpenedEntry[]> {
  const chosen = view.notes.filter(({ kind, number }) => kind === 'note' && numbers.includes(number));
  const opened = await new NoteOpener(view.reference).open(chosen);
  return opened.map(({ note, opening, name, said }) => ({
    number: note.number,
    who: name,
    said,
    at: note.at,
    text: opening.text,
  }));
}

/**
 * The zip of what was chosen.
 * @param progress hears the part of the attachments that is open, 0 to 1
 * @throws FileFault, TooMuch; TeamProblem when something can't be fetched
 */
export async function zipOf(seen: SeenCase, chosen: Chosen, progress: (part: number) => void): Promise<Blob> {
  const { reference } = seen.view;
  const files = chosenFiles(seen, chosen);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total > limits.attachmentBytes) throw new TooMuch();
  const lastModified = new Date(serverNow());
  const entries: { name: string; input: string | Blob; lastModified: Date }[] = [];
  const listed: ListedFile[] = [];
  for (const [index, one] of files.entries()) {
    const at = (part: number) => progress((index + part) / files.length);
    const opened = await openSealedFile(await fetchSealed(reference, one.file, at));
    const isRight = opened && (one.listed === null || opened.sha256 === one.listed.sha256);
    if (!isRight) throw new FileFault(one.name);
    const name = fileNameOf(one.listed === null ? opened.name : one.name, one.number, chosen);
    entries.push({ name: `${reference}/attachments/${name}`, input: opened.content, lastModified });
    listed.push({ name, size: opened.content.size, sha256: opened.sha256, fault: '' });
  }
  const text = await textOf(seen, chosen, listed);
  return downloadZip([{ name: `${reference}/case.md`, input: text, lastModified }, ...entries]).blob();
}
