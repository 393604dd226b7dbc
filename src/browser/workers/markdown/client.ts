// A text in Markdown that may be hostile, as nodes for our page: read in a worker that is ended after its time, made
// harmless here.
import { createWorkerClient } from '../client.ts';
import { makeLine } from '../in-line.ts';
import { MOST_ELEMENTS, sanitiseHtml } from './sanitise.ts';
import type { MarkdownTasks } from './tasks.ts';
import markdownWorker from './worker.ts?worker&url';

/** How long the worker may take over one text, in ms; an honest one takes a fraction of it. */
const PATIENCE = 3_000;

const { ask } = createWorkerClient<MarkdownTasks>(markdownWorker);
/** One text at a time: what it took of the allowance must be known before the next one begins. */
const inLine = makeLine();

/** What rendering the texts of one case may still come to. */
export interface Allowance {
  /** In ms of the worker's time. */
  time: number;
  elements: number;
}

/** For a case that nobody has looked at yet: as much as one hostile text takes, and then some. */
export function freshAllowance(): Allowance {
  return { time: 2 * PATIENCE, elements: MOST_ELEMENTS };
}

/**
 * Renders a text in Markdown that may be hostile. Gives null when that takes too long, fails, or comes to too
 * much to show: then the text itself is what there is to show.
 * @param allowance what all texts of the case share; this one takes its part of it
 */
export function renderMarkdown(text: string, allowance = freshAllowance()): Promise<DocumentFragment | null> {
  return inLine(() => render(text, allowance)).catch(() => null);
}

async function render(text: string, allowance: Allowance): Promise<DocumentFragment | null> {
  if (allowance.time <= 0) return null;
  const begun = performance.now();
  const html = await ask('render', text, Math.min(PATIENCE, allowance.time)).catch(() => null);
  allowance.time -= performance.now() - begun;
  const fragment = html === null ? null : sanitiseHtml(html, allowance.elements);
  allowance.elements -= fragment?.querySelectorAll('*').length ?? 0;
  return fragment;
}
