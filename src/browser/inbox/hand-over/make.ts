// Makes of what was chosen one zip: a readable text, and the attachments.
import { writeDocument } from '../../../disclosure/case-document.ts';
import { safeFileName } from '../../../disclosure/file-name.ts';
import { limits } from '../../../disclosure/limits.ts';
import { neutralName, redactor, saysWho, withoutSecrets } from '../../../disclosure/redaction.ts';
import type { Triage } from '../../../disclosure/triage.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatMoment } from '../../../i18n/format.ts';
import { serverNow } from '../../api/server-time.ts';
import { facts, texts } from '../base/page.ts';
import {
  type FileAlong,
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
import { NoteOpener } from '../case/open-notes.ts';
import type { SeenCase } from '../case/seen-case.ts';
import { isUnchecked } from '../files/case-files.ts';
import { openForZip, zipOfCase } from '../files/case-zip.ts';
import type { NotOpened } from '../files/open-checked.ts';
import type { Chosen } from './chosen.ts';
import { chosenFiles } from './files-along.ts';

/** An attachment that was chosen can't go along; `fileName` says which. */
export class FileFault extends Error {
  readonly fileName: string;
  readonly why: NotOpened;
  constructor(fileName: string, why: NotOpened) {
    super(`an attachment can not go along: ${why}`);
    this.fileName = fileName;
    this.why = why;
  }
}
/** The attachments are too much together. */
export class TooMuch extends Error {}

/** Whether the report says who its reporter is: nothing else of them can be found in other texts. */
export const isKnown = ({ report }: SeenCase) => report !== null && saysWho(report);

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
  files: readonly FileAlong[] = filesToGo(seen, chosen),
): Promise<string> {
  const { view, report, shown } = seen;
  const writing = writingOf(seen, chosen);
  const { words, language } = writing;
  const parts = chosen.parts.peek();
  const triage = parts.triage ? await openTriage(seen) : null;
  const messages = shown
    .filter(({ message }) => parts.messages.includes(message.number))
    .map((one): OpenedEntry => {
      const { message, opening } = one;
      const { who, said } = writerOf(one);
      const by = message.from === 'team' ? who : '';
      return { number: message.number, who: by, said, at: message.at, text: opening.text };
    });
  const handedOver = fillIn(words.handedOver, {
    organisation: facts.organisation,
    site: facts.siteUrl,
    moment: formatMoment(new Date(serverNow()), language),
  });
  return writeDocument(
    fillIn(words.title, { reference: view.reference }),
    [handedOver, ...(isNamed(chosen) ? [] : [isKnown(seen) ? words.anonymous : words.unknown])],
    [
      {
        title: words.words,
        texts: [{ title: facts.organisation, text: writing.clean(chosen.words.peek()) }],
      },
      factsPart(view, writing),
      ...(report !== null && parts.report ? [reportPart(report, isNamed(chosen), writing)] : []),
      filesPart(files, writing),
      ...(triage === null ? [] : [triagePart(triage, writing)]),
      messagesPart(messages, writing),
      notesPart(await openNotes(seen, parts.notes), writing),
    ],
  );
}

/** What is said of the chosen attachments, before they are opened. */
function filesToGo(seen: SeenCase, chosen: Chosen): FileAlong[] {
  const { fileUnlisted } = texts.documents[chosen.language.peek()];
  return chosenFiles(seen, chosen).map((file) => ({
    name: fileNameOf(file.name, file.number, chosen),
    size: file.size,
    sha256: file.listed?.sha256 ?? null,
    remark: isUnchecked(file) ? fileUnlisted : '',
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
  return opened.map((one) => ({
    number: one.note.number,
    ...writerOf(one),
    at: one.note.at,
    text: one.opening.text,
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
  const { entries, along } = await openForZip(reference, files, {
    nameOf: (name, number) => fileNameOf(name, number, chosen),
    unlisted: texts.documents[chosen.language.peek()].fileUnlisted,
    without: ({ name }, why) => {
      throw new FileFault(name, why);
    },
    progress,
  });
  return zipOfCase(reference, await textOf(seen, chosen, along), entries);
}
