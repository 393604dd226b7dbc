// Lines that tell how much time is left, or how long something waits, and that stay true while the page is open.
import { fillIn } from '../../i18n/fill-in.ts';
import { serverNow } from '../api/server-time.ts';
import { element, spanText, texts } from './page.ts';

type Line = 'p' | 'span';

/** How long it is until a deadline, or how late it is. */
export function dueElement(name: Line, dueAt: string, label = ''): HTMLElement {
  const made = element(name, '');
  Object.assign(made.dataset, { dueAt, label });
  return filled(made);
}

/** How long a message waits. */
export function waitElement(name: Line, waitingSince: string): HTMLElement {
  const made = element(name, 'due');
  made.dataset['waitingSince'] = waitingSince;
  return filled(made);
}

/** Brings every such line on the page up to date; what did not change is not touched. */
export function redrawTimes(): void {
  for (const line of document.querySelectorAll<HTMLElement>('[data-due-at], [data-waiting-since]'))
    filled(line);
}

function filled(line: HTMLElement): HTMLElement {
  const { dueAt = '', waitingSince, label = '' } = line.dataset;
  if (waitingSince !== undefined) {
    write(line, fillIn(texts.list.waits, { span: spanText(waitingSince) }));
    return line;
  }
  const isLate = Date.parse(dueAt) < serverNow();
  line.className = isLate ? 'due due-late' : 'due';
  write(line, label + fillIn(isLate ? texts.list.late : texts.list.left, { span: spanText(dueAt) }));
  return line;
}

function write(line: HTMLElement, text: string): void {
  if (line.textContent !== text) line.textContent = text;
}
