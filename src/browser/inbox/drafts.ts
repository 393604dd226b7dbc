// Drafts for the thanks page and the lessons, once a case is solved.
import { draftFiles } from '../../publications/draft.ts';
import { serverNow } from '../api/server-time.ts';
import { byId } from '../dom/by-id.ts';
import { saveBlob } from '../dom/download.ts';
import type { CaseDesk, OpenCase } from './open-case.ts';
import { onlyOnce, texts } from './page.ts';

const section = byId('drafts-section');
const button = byId('drafts');
const status = byId('drafts-status');

/** Sets the button up. */
export function setUpDrafts(desk: CaseDesk): void {
  button.addEventListener(
    'click',
    onlyOnce(async () => {
      const { view, report } = desk.current();
      const { downloadZip } = await import('client-zip');
      const facts = {
        reference: view.reference,
        day: (view.resolvedAt ?? new Date(serverNow()).toISOString()).slice(0, 10),
        weakness: report?.weakness ?? null,
        // Nobody is named who did not wish it, and before it was agreed on.
        credit: view.credit === 'named' ? (report?.credit ?? '') : '',
      };
      const files = draftFiles(facts, texts.drafts).map(({ path, text }) => ({
        name: `src/content/${path}`,
        input: text,
        lastModified: new Date(),
      }));
      saveBlob(`${view.reference}-drafts.zip`, await downloadZip(files).blob());
      if (desk.shows(view.reference)) status.textContent = texts.actions.draftsDone;
    }),
  );
}

/** Offers the drafts for what is solved, once the report is open: in it stands who wished to be named. */
export function showDrafts({ view, reportText }: OpenCase): void {
  section.hidden = view.resolvedAt === null || reportText === null;
}

export function clearDrafts(): void {
  status.textContent = '';
  section.hidden = true;
}
