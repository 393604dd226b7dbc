import type { ReportTexts } from '../../handover/report.ts';
import { say } from '../dom/say.ts';

/**
 * "Write | Preview" at the fields in Markdown: what does it loads with the first click on such a button, for most
 * reports are written without.
 * @returns has all fields show what is written again
 */
export function setUpWriteOrPreview(form: HTMLFormElement, texts: ReportTexts): () => void {
  let reset: (() => void) | undefined;
  let isLoading = false;
  form.addEventListener('click', ({ target }) => {
    const pressed = target instanceof Element && target.closest<HTMLButtonElement>('button[data-mode]');
    if (!pressed || reset || isLoading) return;
    isLoading = true;
    import('./markdown-tabs.ts')
      .then(({ setUpMarkdown }) => {
        reset = setUpMarkdown(texts);
        pressed.click();
      })
      .catch(() => say(texts.markdown.failed))
      .finally(() => {
        isLoading = false;
      });
  });
  return () => reset?.();
}
