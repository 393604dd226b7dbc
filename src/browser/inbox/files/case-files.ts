import { filesOfMessage, type MessageFile } from '../../../disclosure/attachments.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { texts } from '../base/page.ts';
import type { SeenCase } from '../case/seen-case.ts';

/** A file, and the message that it came with. */
export interface CaseFile extends MessageFile {
  from: 'team' | 'reporter';
  message: number;
  /** Where it stands among the files of the case, from 1. */
  number: number;
  /** What it is called, by its report or message; else by its number. */
  name: string;
  /** What is in it, where it came inside its message. */
  inside?: Blob;
}

/** Whether nothing says what should be in a file; what came inside a message can't be another. */
export function isUnchecked({ listed, inside }: Pick<CaseFile, 'listed' | 'inside'>): boolean {
  return listed === null && inside === undefined;
}

/** The files of a case in the order of its messages; of one that is not on the screen nobody knows how they are called. */
export function filesOf({ view, report, shown }: Pick<SeenCase, 'view' | 'report' | 'shown'>): CaseFile[] {
  return view.messages
    .flatMap(({ number, from }) => {
      const ofMessage = shown.find(({ message }) => message.number === number)?.listed ?? [];
      const listed = number === 1 ? (report?.attachments ?? []) : ofMessage;
      return filesOfMessage(view.attachments, { number, from }, listed).map((file) => ({
        ...{ file, from },
        message: number,
      }));
    })
    .map(({ file, from, message }, index) => {
      const number = index + 1;
      const name = file.listed?.name || fillIn(texts.case.fileName, { number });
      return { ...file, from, message, number, name };
    });
}

/** The same, with those that came inside messages (MIME) behind them: who is handed a case, or keeps it, has these too. */
export function allFilesOf(seen: Pick<SeenCase, 'view' | 'report' | 'shown'>): CaseFile[] {
  const files = filesOf(seen);
  const inside = seen.shown.flatMap(({ message, opening }) =>
    (opening.text === null ? [] : (opening.files ?? [])).map((part, index) => ({ part, index, message })),
  );
  const behind = inside.map(({ part, index, message }, at): CaseFile => {
    const number = files.length + at + 1;
    return {
      ...{ id: `inside ${message.number} ${index}`, held: null, listed: null, from: message.from, number },
      message: message.number,
      name: part.name || fillIn(texts.case.fileName, { number }),
      inside: part.content,
    };
  });
  return [...files, ...behind];
}

/** Says with what a file came. */
export function cameWith({ from, message }: CaseFile): string {
  const { shown } = texts.files;
  if (message === 1) return shown.withReport;
  return fillIn(from === 'team' ? shown.withOurs : shown.withTheirs, { number: message });
}
