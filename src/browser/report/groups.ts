// The folded parts of the form: their summaries say how much of them is filled in.

import { receive } from '../../handover/border.ts';
import type { CvssTexts, ReportTexts } from '../../handover/report.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { plural } from '../../i18n/plural.ts';
import { byId } from '../dom/by-id.ts';
import type { Control } from '../dom/form-values.ts';

/**
 * Sets them up.
 * @returns brings the summaries up to date; with `open` it also opens the parts in which something is filled in
 */
export function setUpGroups(
  language: LanguageCode,
  texts: ReportTexts,
): (options?: { open: boolean }) => void {
  const groups = document.querySelectorAll<HTMLDetailsElement>('[data-group]');
  const cvss = byId<HTMLDetailsElement>('group-cvss');
  let isCvssAsked = false;
  const askCvss = async () => {
    if (!cvss.open || isCvssAsked) return;
    isCvssAsked = true;
    isCvssAsked = await loadCvss(language);
  };
  cvss.addEventListener('toggle', askCvss);
  // Its opening may be what made this script load.
  void askCvss();
  return ({ open } = { open: false }) => {
    for (const group of groups) {
      const state = group.querySelector<HTMLElement>('[data-group-state]');
      if (!state) continue;
      const count = countFilled(group);
      const { filled_one, filled_other } = texts.groups;
      state.textContent = plural(language, count, [filled_one, filled_other]);
      state.hidden = count === 0;
      if (open && count > 0) group.open = true;
    }
  };
}

function countFilled(group: HTMLElement): number {
  const controls = [...group.querySelectorAll<Control>('[data-field]')];
  const filled = controls.filter((control) =>
    control instanceof HTMLSelectElement ? control.selectedIndex > 0 : control.value.trim() !== '',
  );
  return filled.length + group.querySelectorAll('#files-list > li').length;
}

/** The questions of CVSS load when their part is first opened; gives whether they did. */
async function loadCvss(language: LanguageCode): Promise<boolean> {
  const questions = byId('cvss-questions');
  const status = byId('cvss-status');
  const { left_one, left_other, ...texts } = receive<CvssTexts>(questions).texts;
  const left = (count: number) => plural(language, count, [left_one, left_other]);
  status.textContent = texts.loading;
  try {
    const { showQuestions } = await import('./cvss.ts');
    showQuestions(questions, status, byId<HTMLInputElement>('field-cvss'), language, { ...texts, left });
    return true;
  } catch {
    status.textContent = texts.failed;
    return false;
  }
}
