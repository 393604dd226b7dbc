// What came of opening the beginning of a case, as the list wants it. Pure.
import type { Signer } from '../../../disclosure/authorship.ts';
import { beginningOf } from '../../../disclosure/beginning.ts';
import { evidenceOf } from '../../../disclosure/evidence.ts';
import { visibleLine } from '../../../disclosure/foreign-text.ts';
import { type Report, readReport } from '../../../disclosure/report.ts';
import type { Triage } from '../../../disclosure/triage.ts';
import { noteAuthorOf, triageIn } from '../../../disclosure/triage-note.ts';
import { keysIn } from '../../../openpgp/keys-in-report.ts';
import type { OpenedText } from '../../../openpgp/open.ts';
import type { Head, HeadReport } from './heads.ts';

/** What is kept of a text to search in, and of a line to stand in for a title, in UTF-16 code units. */
const LONGEST_WORDS = 40_000;
const LONGEST_TITLE = 160;

/** Names of the kinds of weakness, in the visitor's language: whole, and as short as a row of the list says them. */
export type KindNames = Record<'whole' | 'short', Record<Report['weakness'], string>>;

/** What of a head its report alone tells. */
export type ReadReport = Pick<
  Head,
  'title' | 'report' | 'words' | 'size' | 'score' | 'evidence' | 'isKeyless' | 'why'
>;

/**
 * Reads an opened report; whatever it is, there is something to show and to search.
 * @param scoreOf gives the score of a CVSS vector
 */
export function readOpened(
  opened: OpenedText,
  kinds: KindNames,
  scoreOf: (vector: string) => number | null,
): ReadReport {
  if (opened.text === null) return { ...nothing, why: opened.why };
  const report = parsed(opened.text);
  if (report === null) {
    return {
      ...nothing,
      title: beginningOf(visibleLine(firstLine(opened.text)), LONGEST_TITLE),
      words: searched([opened.text]),
      size: opened.text.length,
      isKeyless: keysIn(null, opened.text) === '',
    };
  }
  const [kind, shortKind] = [kinds.whole[report.weakness], kinds.short[report.weakness]];
  const { description, steps, seen, proof, impact, discovery, attachments, ...kept } = report;
  const long = [description, steps, seen, proof, impact, discovery];
  return {
    title: `${visibleLine(report.system)} · ${kind}`,
    report: kept satisfies HeadReport,
    words: searched([report.system, kind, shortKind, report.name, report.contact, ...long]),
    size: long.reduce((sum, text) => sum + text.length, 0),
    score: report.cvss === '' ? null : scoreOf(report.cvss),
    evidence: evidenceOf(report),
    isKeyless: keysIn(report, opened.text) === '',
    why: null,
  };
}

/** What a text that is no report in our form begins with; where it was meant to be one, what it says of the system. */
function firstLine(text: string): string {
  const lines = text.split('\n');
  const isSaid = (line: string | undefined) => line !== undefined && /[\p{L}\p{N}]/u.test(line);
  const end = lines[0]?.trim() === '---' ? lines.findIndex((line, at) => at > 0 && line.trim() === '---') : 0;
  const [, system] =
    lines
      .slice(0, Math.max(0, end))
      .find((line) => line.startsWith('system:'))
      ?.split(/:(.*)/s) ?? [];
  const named = system?.replaceAll('"', '').trim();
  return (isSaid(named) ? named : lines.find(isSaid)) ?? '';
}

/** Of a case whose report is gone, or did not come. */
export const nothing: ReadReport = {
  title: '',
  report: null,
  words: '',
  size: 0,
  score: null,
  evidence: [],
  isKeyless: false,
  why: null,
};

const searched = (texts: string[]) => texts.join('\n').slice(0, LONGEST_WORDS).toLowerCase();

function parsed(text: string): Report | null {
  try {
    return readReport(text);
  } catch {
    return null;
  }
}

/** What a note was before it was opened. */
export interface SealedTriage {
  number: number;
  at: string;
}

/**
 * Reads an opened triage.
 * @param team who may sign for it, and whether all of it signs; see `counts`
 * @returns null for what nobody of the team wrote for this place of this case, and for what is none
 */
export function readOpenedTriage(
  reference: string,
  place: SealedTriage,
  opened: OpenedText,
  { signers, everyoneSigns }: { signers: readonly Signer[]; everyoneSigns: boolean },
): Triage | null {
  if (opened.text === null) return null;
  return triageIn(opened, noteAuthorOf(opened, place, reference, signers), everyoneSigns);
}
