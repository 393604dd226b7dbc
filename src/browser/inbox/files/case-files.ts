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

/** Says with what a file came. */
export function cameWith({ from, message }: CaseFile): string {
  const { shown } = texts.files;
  if (message === 1) return shown.withReport;
  return fillIn(from === 'team' ? shown.withOurs : shown.withTheirs, { number: message });
}
