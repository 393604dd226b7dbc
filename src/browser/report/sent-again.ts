// A page that is loaded again after its report was sent, in whichever language: it shows the receipt. Loaded only then.
import '../dom/no-eval.ts';

import { receive } from '../../handover/border.ts';
import type { ReportTexts } from '../../handover/report.ts';
import { byId } from '../dom/by-id.ts';
import { noteLeft, showNews } from './arrived.ts';
import { forgetSent, readSent } from './kept-receipt.ts';
import { changeSent, showSent } from './receipt-panel.ts';

/** Shows what this tab keeps of the report that was sent. @returns whether there was something */
export async function showSentAgain(): Promise<boolean> {
  const kept = await readSent();
  if (kept === null) {
    await forgetSent();
    return false;
  }
  const { language, texts } = receive<ReportTexts>(byId('report-form'));
  showSent(kept, language, texts);
  const { note, waiting = [] } = kept;
  // The page that was sending them is gone, and they with it.
  changeSent({ waiting: [] });
  noteLeft(note, waiting, texts);
  await showNews(kept, '', texts);
  return true;
}
