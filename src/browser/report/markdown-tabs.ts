// "Write | Preview" at the fields in Markdown. What formats the text loads when it is first asked for.

import type { ReportTexts } from '../../handover/report.ts';
import { byId } from '../dom/by-id.ts';
import { fitHeadings } from '../dom/fit-headings.ts';
import { REVEAL } from '../dom/reveal.ts';
import { say } from '../dom/say.ts';

/**
 * Sets the buttons up.
 * @returns has all fields show what is written again
 */
export function setUpMarkdown({ markdown: texts }: ReportTexts): () => void {
  const boxes = [...document.querySelectorAll<HTMLElement>('[data-field-box]:has([data-mode])')];
  const fields = boxes.map((box) => setUpField(box, texts));
  return () => {
    for (const write of fields) write();
  };
}

function setUpField(box: HTMLElement, texts: ReportTexts['markdown']): () => void {
  const name = box.dataset['fieldBox'];
  const control = byId<HTMLTextAreaElement>(`field-${name}`);
  const rendered = byId(`rendered-${name}`);
  const buttons = box.querySelectorAll<HTMLButtonElement>('[data-mode]');
  let run = 0;

  function show(mode: string): void {
    run += 1;
    for (const button of buttons)
      button.setAttribute('aria-pressed', String(button.dataset['mode'] === mode));
    control.hidden = mode === 'preview';
    rendered.hidden = mode !== 'preview';
    rendered.replaceChildren();
  }
  async function preview(): Promise<void> {
    show('preview');
    const own = run;
    const text = control.value;
    if (text.trim() === '') return tell(texts.empty);
    rendered.append(paragraph('help', texts.loading));
    const [nodes, foreign] = await Promise.all([
      import('../workers/markdown/client.ts')
        .then(({ renderMarkdown }) => renderMarkdown(text))
        .catch(() => null),
      import('../dom/foreign.ts').catch(() => null),
    ]);
    // Asked for something else meanwhile.
    if (own !== run) return;
    if (nodes === null || foreign === null) {
      tell(texts.failed);
      return rendered.append(asWritten(text, foreign));
    }
    const { isLong, LONG } = foreign;
    fitHeadings(nodes, 1);
    rendered.classList.toggle(LONG, isLong(text));
    rendered.replaceChildren(nodes);
    say(texts.shown);
  }
  function tell(sentence: string): void {
    rendered.replaceChildren(paragraph('help', sentence));
    say(sentence);
  }

  for (const button of buttons) {
    button.addEventListener('click', () => {
      if (button.dataset['mode'] === 'preview') return void preview();
      if (!control.hidden) return;
      show('write');
      control.focus();
    });
  }
  // Not by a click: while the form is checked its buttons are disabled.
  control.addEventListener(REVEAL, () => show('write'));
  return () => show('write');
}

/** A text that could not be formatted; where not even what lays it out has arrived, in one piece. */
function asWritten(text: string, foreign: typeof import('../dom/foreign.ts') | null): HTMLElement {
  const written = paragraph('as-written', foreign ? '' : text);
  foreign?.showText(written, text);
  return written;
}

function paragraph(className: string, text: string): HTMLElement {
  const element = document.createElement('p');
  element.className = className;
  element.textContent = text;
  return element;
}
