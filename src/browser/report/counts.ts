// How many characters are left: told only in the last tenth of what fits.

import type { ReportTexts } from '../../handover/report.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { plural } from '../../i18n/plural.ts';
import { byId } from '../dom/by-id.ts';
import type { Control } from '../dom/form-values.ts';
import { say } from '../dom/say.ts';

/** How long a reporter pauses before the count is said aloud, in ms. */
const PAUSE = 1_000;

/**
 * Sets the counts up.
 * @returns brings all of them up to date, without saying them
 */
export function setUpCounts(language: LanguageCode, texts: ReportTexts): () => void {
  const number = new Intl.NumberFormat(language);
  const boxes = [...document.querySelectorAll<HTMLElement>('[data-limit]')];
  const updates = boxes.map((box) => {
    const name = box.dataset['fieldBox'];
    const limit = Number(box.dataset['limit']);
    const control = byId<Exclude<Control, HTMLSelectElement>>(`field-${name}`);
    const place = byId(`count-${name}`);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const update = () => {
      clearTimeout(timer);
      // As the schema counts: without white space around.
      const left = limit - control.value.trim().length;
      place.hidden = left > limit / 10;
      place.textContent = place.hidden ? '' : sentence(left);
      place.classList.toggle('over', left < 0);
    };
    control.addEventListener('input', () => {
      update();
      if (!place.hidden) timer = setTimeout(() => say(place.textContent ?? ''), PAUSE);
    });
    update();
    return update;
  });

  function sentence(left: number): string {
    const count = Math.abs(left);
    const { over_one, over_other, left_one, left_other } = texts.count;
    const forms = left < 0 ? ([over_one, over_other] as const) : ([left_one, left_other] as const);
    return plural(language, count, forms, number.format(count));
  }
  return () => {
    for (const update of updates) update();
  };
}
