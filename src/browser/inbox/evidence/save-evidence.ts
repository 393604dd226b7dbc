// Fetches evidence for auditors, which the desk signs, and hands it over as a file.
import { type EvidenceView, evidenceSchema } from '../../../disclosure/evidence-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { askTeam } from '../../api/team.ts';
import { downloadFile } from '../../dom/download.ts';
import { language, sentenceFor, texts } from '../base/page.ts';

/** What came of it: the sentence that says so, and where the next part goes on; null for none. */
export interface Saved {
  told: string;
  isSaved: boolean;
  next: EvidenceView['next'];
}

/**
 * Saves the evidence of a case or a month.
 * @param about a reference, or a month as `2026-11`
 * @param part of a month, from 1
 * @param after where the part before ended; null for the first
 */
export async function saveEvidence(about: string, part = 1, after: string | null = null): Promise<Saved> {
  const words = texts.desk.evidence;
  const asked = new URLSearchParams({ [about.startsWith('CVD-') ? 'case' : 'month']: about, language });
  if (after !== null) asked.set('after', after);
  const answer = await askTeam('GET', `evidence?${asked}`, evidenceSchema);
  if (!answer.ok) return { told: sentenceFor(answer.problem, answer.number), isSaved: false, next: after };
  const { document, next } = answer.value;
  const isWhole = part === 1 && next === null;
  downloadFile(`${words.file}-${about}${isWhole ? '' : `-${part}`}.txt`, document, 'text/plain');
  const told = isWhole ? words.saved : fillIn(next === null ? words.savedLast : words.savedPart, { part });
  return { told, isSaved: true, next };
}
