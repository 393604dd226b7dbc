import { isLong, LONG, showText } from '../dom/foreign.ts';
import type { Allowance } from '../workers/markdown/client.ts';
import { element, texts } from './page.ts';

/** What rendering may still come to in the case on the screen; made when its first text is rendered. */
let allowance: Allowance | undefined;

/** Ends what is still to be rendered; the next case begins with an allowance of its own. */
export function clearMarkdown(): void {
  if (allowance) allowance.time = 0;
  allowance = undefined;
}

/**
 * A text in Markdown: readable at once as it is, then rendered. What it was stays beside it, folded.
 * @param raw the raw text, where it is offered here
 */
export function markdownBlock(text: string, raw?: string): HTMLElement {
  const shown = element('div', 'message-text');
  showText(shown, text);
  const block = element('div', 'markdown', shown);
  if (raw !== undefined) block.append(rawDetails(texts.case.raw, raw));
  void render(text, shown);
  return block;
}

/** A folded text, as it was written. */
export function rawDetails(title: string, text: string): HTMLDetailsElement {
  const pre = element('pre', '');
  showText(pre, text);
  pre.tabIndex = 0;
  return element('details', '', element('summary', '', title), pre);
}

async function render(text: string, shown: HTMLElement): Promise<void> {
  const { freshAllowance, renderMarkdown } = await import('../workers/markdown/client.ts');
  allowance ??= freshAllowance();
  const rendered = await renderMarkdown(text, allowance);
  if (rendered === null) {
    shown.before(element('p', 'help', texts.case.notRendered));
    return;
  }
  shown.className = isLong(text) ? `rendered ${LONG}` : 'rendered';
  shown.replaceChildren(rendered);
}
