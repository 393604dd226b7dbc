// Fetches evidence for auditors, which the desk signs, and hands it over as a file.
import { evidenceSchema } from '../../../disclosure/evidence-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { joinDocuments } from '../../../log/evidence-parts.ts';
import { askTeam } from '../../api/team.ts';
import { downloadFile } from '../../dom/download.ts';
import { language, sentenceFor, texts } from '../base/page.ts';

/** A part of an export as it is being fetched, or the sentence that says why it was not. */
type Part = { isThere: true; document: string; next: string | null } | { isThere: false; told: string };

/** Saves the evidence of a case. @returns the sentence that says what came of it */
export async function saveCaseEvidence(reference: string): Promise<string> {
  const part = await fetchPart({ case: reference });
  if (!part.isThere) return part.told;
  handOver(reference, part.document);
  return texts.desk.evidence.saved;
}

/** The evidence of all cases that were received in a month, part by part: what was fetched stays where one fails. */
export class MonthDownload {
  readonly #month: string;
  readonly #documents: string[] = [];
  #after: string | null = null;

  /** @param month as `2026-11` */
  constructor(month: string) {
    this.#month = month;
  }

  /**
   * Fetches what is not there yet, one part after the other, and saves all as one file.
   * @param tell told of each part from the second on
   * @param isLeft whether nobody waits for it any more
   * @returns the sentence that says what came of it
   */
  async save(tell: (told: string) => void, isLeft: () => boolean): Promise<string> {
    const words = texts.desk.evidence;
    do {
      const count = this.#documents.length;
      if (count > 0) tell(fillIn(words.savingPart, { part: count + 1 }));
      const part = await fetchPart({ month: this.#month, ...(this.#after && { after: this.#after }) });
      if (isLeft()) return '';
      if (!part.isThere) return count === 0 ? part.told : `${part.told} ${words.goesOn}`;
      this.#documents.push(part.document);
      this.#after = part.next;
    } while (this.#after !== null);
    handOver(this.#month, joinDocuments(this.#documents.splice(0)));
    return words.saved;
  }
}

async function fetchPart(asked: Record<string, string>): Promise<Part> {
  const query = new URLSearchParams({ ...asked, language });
  const answer = await askTeam('GET', `evidence?${query}`, evidenceSchema);
  if (!answer.ok) return { isThere: false, told: sentenceFor(answer.problem, answer.number) };
  return { isThere: true, ...answer.value };
}

function handOver(about: string, file: string): void {
  downloadFile(`${texts.desk.evidence.file}-${about}.txt`, file, 'text/plain');
}
