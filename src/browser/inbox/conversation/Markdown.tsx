// A stranger's text: readable at once as it is, then rendered. The nodes come from the worker and its sanitiser, and are
// put where Preact draws nothing.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { fillIn } from '../../../i18n/fill-in.ts';
import { isLong, LONG, showText } from '../../dom/foreign.ts';
import { texts } from '../base/page.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { partsOf, renderParts, showParts, type TextPart } from './armor.ts';

interface Props {
  opened: OpenedCase;
  text: string;
  /** The raw text, where it is offered beside it. */
  raw?: string;
}

/** A text in Markdown; what it was stays beside it, folded. */
export function Markdown({ opened, text, raw }: Props) {
  const place = useRef<HTMLDivElement>(null);
  /** Why the text stands there as it was written; null while it does not, or is about to be drawn. */
  const why = useSignal<Exclude<NotRendered, 'left'> | null>(null);
  useLayoutEffect(() => {
    const shown = place.current;
    if (!shown) return;
    const work = new AbortController();
    shown.className = 'message-text';
    const parts = partsOf(text);
    showParts(shown, parts, foldSummary);
    why.value = null;
    void render(parts, opened).then((rendered) => {
      if (work.signal.aborted || rendered === 'left') return;
      if (typeof rendered === 'string') {
        why.value = rendered;
        return;
      }
      shown.className = isLong(text) ? `rendered ${LONG}` : 'rendered';
      shown.replaceChildren(rendered);
    });
    return () => work.abort();
  }, [text, opened, why]);
  return (
    <div class="markdown">
      {why.value !== null && (
        <p class="help" role="status">
          {why.value === 'too-much' ? texts.case.notRendered : texts.case.markdownNotLoaded}
        </p>
      )}
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

/** Why a text is not rendered: there is too much of it, what renders did not load, or nobody looks any more. */
type NotRendered = 'too-much' | 'not-loaded' | 'left';

const foldSummary = (lines: number) => fillIn(texts.case.armor, { lines });

async function render(
  parts: readonly TextPart[],
  opened: OpenedCase,
): Promise<DocumentFragment | NotRendered> {
  const markdown = await import('../../workers/markdown/client.ts').catch(() => null);
  if (opened.isLeft) return 'left';
  if (markdown === null) return 'not-loaded';
  const allowance = opened.allowance(markdown.freshAllowance);
  const rendered = await renderParts(parts, foldSummary, (some) => markdown.renderMarkdown(some, allowance));
  return rendered ?? 'too-much';
}
