import type { ReportTexts } from '../../handover/report.ts';
import { say } from '../dom/say.ts';
import { restored } from './keep-unfinished.ts';

/**
 * "Write | Preview" at the fields in Markdown: what does it loads with the first click on such a button, for most
 * reports are written without.
 * They are there once a field is used, or has something in it.
 * @returns has all fields show what is written again
 */
export function setUpWriteOrPreview(form: HTMLFormElement, texts: ReportTexts): () => void {
  let reset: (() => void) | undefined;
  let isLoading = false;
  const offer = (place: EventTarget | null) => {
    const box = place instanceof Element ? place.closest('[data-field-box]') : null;
    const modes = box?.querySelector<HTMLElement>('.modes');
    if (modes) modes.hidden = false;
  };
  form.addEventListener('focusin', ({ target }) => offer(target));
  form.addEventListener('input', ({ target }) => offer(target));
  offer(document.activeElement);
  void restored.then(() => {
    for (const area of form.querySelectorAll('textarea')) if (area.value !== '') offer(area);
  });
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
