import { byId } from '../dom/by-id.ts';
import type { Errors } from './fields.ts';
import type { Written } from './seal.ts';

const preview = byId<HTMLDetailsElement>('preview');
const text = byId('preview-text');
const shown = byId('preview-shown');
const missing = byId('preview-missing');
const list = missing.querySelector('ul') as HTMLElement;

/** The part of the page that shows what the team will read, and exactly what will be sealed. */
export interface Preview {
  /** Folds it, after an edit: what it showed is no longer what will be sealed. */
  close(): void;
  /** Takes the text off the page. */
  clear(): void;
}

/**
 * Sets the preview up; it is written anew each time it is opened. Looking is not sending: what is not filled in yet is
 * named here, and the fields stay as they are.
 * @param write gives the report, or what is wrong with it; throws when it can't be written
 * @param linksTo makes what is wrong into a list that leads to the fields
 * @param notify gives the address for news
 * @param failed said in its place when it can't
 */
export function setUpPreview(
  write: () => Promise<Written | Errors>,
  linksTo: (errors: Errors) => HTMLElement[],
  notify: () => string,
  failed: string,
): Preview {
  let run = 0;
  let clearFields = () => {};
  const show = async () => {
    run += 1;
    const own = run;
    text.textContent = '';
    clearFields();
    if (!preview.open) return;
    const [written, foreign, view] = await Promise.all([
      write().catch(() => null),
      import('../dom/foreign.ts').catch(() => null),
      import('./preview-view.ts').catch(() => null),
    ]);
    // Opened again meanwhile: the later one counts.
    if (own !== run) return;
    const wrong = written instanceof Map ? written : undefined;
    list.replaceChildren(...(wrong ? linksTo(wrong) : []));
    missing.hidden = wrong === undefined;
    shown.hidden = wrong !== undefined;
    if (written instanceof Map) return;
    if (!written || !foreign) {
      text.textContent = failed;
      return;
    }
    foreign.showText(text, written.document);
    // Where what shows the answers did not come, the text itself is unfolded.
    text.closest('details')?.toggleAttribute('open', view === null);
    if (view === null) return;
    clearFields = view.clearFields;
    await view.showFields(written, notify());
  };
  preview.addEventListener('toggle', ({ target }) => {
    if (target === preview) void show();
  });
  // Opened before this script had arrived.
  if (preview.open) queueMicrotask(show);
  return {
    close() {
      preview.open = false;
    },
    clear() {
      text.textContent = '';
      clearFields();
    },
  };
}
