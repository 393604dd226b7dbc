// A stranger's text: readable at once as it is, then rendered. The nodes come from the worker and its sanitiser, and are
// put where Preact draws nothing.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { isLong, LONG, showText } from '../../dom/foreign.ts';
import { texts } from '../base/page.ts';
import type { OpenedCase } from '../case/opened-case.ts';

interface Props {
  opened: OpenedCase;
  text: string;
  /** The raw text, where it is offered beside it. */
  raw?: string;
}

/** A text in Markdown; what it was stays beside it, folded. */
export function Markdown({ opened, text, raw }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const isTooMuch = useSignal(false);
  useLayoutEffect(() => {
    const shown = place.current;
    if (!shown) return;
    const work = new AbortController();
    shown.className = 'message-text';
    showText(shown, text);
    isTooMuch.value = false;
    void render(text, opened).then((rendered) => {
      if (work.signal.aborted || rendered === undefined) return;
      isTooMuch.value = rendered === null;
      if (rendered === null) return;
      shown.className = isLong(text) ? `rendered ${LONG}` : 'rendered';
      shown.replaceChildren(rendered);
    });
    return () => work.abort();
  }, [text, opened, isTooMuch]);
  return (
    <div class="markdown">
      {isTooMuch.value && <p class="help">{texts.case.notRendered}</p>}
      <div ref={place} />
      {raw !== undefined && <RawText title={texts.case.raw} text={raw} />}
    </div>
  );
}

/** A folded text, as it was written. */
export function RawText({ title, text }: { title: string; text: string }) {
  return (
    <details>
      <summary>{title}</summary>
      <WrittenText text={text} />
    </details>
  );
}

/** A text as it was written: for what is no Markdown, say a command. */
export function WrittenText({ text }: { text: string }) {
  const place = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    if (place.current) showText(place.current, text);
  }, [text]);
  return <pre ref={place} tabIndex={0} />;
}

/** @returns the nodes, null where it is too much to render, undefined where nobody looks any more or it can't be loaded */
async function render(text: string, opened: OpenedCase) {
  const markdown = await import('../../workers/markdown/client.ts').catch(() => null);
  if (markdown === null || opened.isLeft) return undefined;
  return markdown.renderMarkdown(text, opened.allowance(markdown.freshAllowance));
}
