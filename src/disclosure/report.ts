import * as z from 'zod/mini';
import { languageCodes } from '../i18n/languages.ts';
import { cvssVector, longestCvss } from './cvss-vector.ts';
import { limits } from './limits.ts';
import { line, listedFilesSchema, text } from './listed-files.ts';
import { readSections, sections, writeSections } from './report-sections.ts';

/** Kinds of weakness that the form offers. */
export const weaknesses = [
  'injection',
  'cross-site-scripting',
  'authentication',
  'access-control',
  'information-exposure',
  'cryptography',
  'server-side-request',
  'configuration',
  'memory-safety',
  'other',
  'not-sure',
] as const;
/** Whether it is being exploited or already public. */
export const exposures = ['none', 'exploited', 'public', 'both', 'not-sure'] as const;
/** The reporter's wish about publication after it is solved. */
export const publications = ['no-wish', 'together', 'organisation', 'no-publication'] as const;

/**
 * The most that each typed text may hold: those of one line in characters, the others in UTF-16 code units. In plain
 * letters all of them fit in `limits.openedText`.
 */
export const textLimits = {
  system: 500,
  version: 200,
  description: 100_000,
  steps: 10_000,
  seen: 10_000,
  proof: 10_000,
  impact: 20_000,
  discovery: 20_000,
  tools: 500,
  name: 200,
  contact: 500,
  credit: 200,
  otherwise: 2_000,
} as const;

const filled = z.string().check(z.minLength(1));
const said = z.literal([true, false]);
const required = (max: number) => z.pipe(text(max), filled);
/** The report document, as it is before sealing and after opening. Others read of its header in `report-json-schema.ts`. */
export const reportSchema = z.strictObject({
  language: z.enum(languageCodes),
  /** URL, IP address or product. */
  system: z.pipe(line(textLimits.system), filled),
  weakness: z.enum(weaknesses),
  exposure: z.enum(exposures),
  /** Name or pseudonym; empty for who stays anonymous. */
  name: line(textLimits.name),
  /** How to be reached outside this site; may be empty. */
  contact: line(textLimits.contact),
  /** The name to be thanked under; empty for who does not wish it. */
  credit: line(textLimits.credit),
  publication: z.enum(publications),
  /** How severe the reporter finds it, as a CVSS vector; empty, or absent from older documents, for no opinion. */
  cvss: z._default(
    z.pipe(line(longestCvss), z.union([z.literal(''), z.string().check(z.regex(cvssVector))])),
    '',
  ),
  /** Which version, or when, it was tested; may be empty, as all evidence. Absent from older documents. */
  version: z._default(line(textLimits.version), ''),
  /** Tools and assistants that were used. */
  tools: z._default(line(textLimits.tools), ''),
  /**
   * Kept to the limits of the policy: A2 (no more than needed) and A6 (no attacks of the kinds named there). The form asks
   * for both, or for what was otherwise; a report without either is read all the same, as it may say something that can't wait.
   */
  keptToLimits: said,
  keptToMethods: said,
  /** What of these two is not so, in the reporter's words: an honest way on. May be empty; absent from older documents. */
  otherwise: z._default(line(textLimits.otherwise), ''),
  /** Sealed files that go with the report; sizes in bytes, SHA-256 in hexadecimal. */
  attachments: listedFilesSchema,
  /** Markdown: what is wrong, and the steps to reproduce it. */
  description: required(textLimits.description),
  /** Markdown: the steps by themselves, and what was seen then. */
  steps: z._default(text(textLimits.steps), ''),
  seen: z._default(text(textLimits.seen), ''),
  /** What can be run to see it: a command, a request, a script. Not Markdown. */
  proof: z._default(text(textLimits.proof), ''),
  /** Markdown: what an attacker could do with it. */
  impact: required(textLimits.impact),
  /** Markdown, may be empty: how it was found. */
  discovery: text(textLimits.discovery),
  /** Armored OpenPGP public keys to which replies are sealed; empty when there is none (a report by gpg). */
  replyKey: text(limits.ownKeys),
});
export type Report = z.infer<typeof reportSchema>;

/** A report to be written: what older ones did not have may be absent. */
export type NewReport = z.input<typeof reportSchema>;

/** The first line of the header block. */
export const FORMAT = 'meldpunt-report/1';

/** Thrown by `readReport`; the message says what is missing and never repeats the document. */
export class ReportFormatError extends Error {}

/**
 * The report as a Markdown document: a header block of `name: JSON value` lines between `---` lines (a subset
 * of YAML), then a section for each long text, under a heading in the reporter's language.
 */
export function writeReport(report: NewReport): string {
  const header = Object.entries({ format: FORMAT, ...report, ...evidenceLines(report) })
    .filter(([name]) => !sections.some((section) => section === name))
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `---\n${header.join('\n')}\n---\n\n${writeSections(report, report.language)}\n`;
}

/** That these lines are there, even empty, says that the document may have sections with evidence. */
function evidenceLines({ version = '', tools = '' }: NewReport): Pick<Report, 'version' | 'tools'> {
  return { version, tools };
}

/**
 * Reads what `writeReport` wrote, or what a person filled in from the template: lines that begin with `#` in
 * the header block are remarks, names may stand in any order.
 * @throws ReportFormatError when the document has no header block, an unreadable line or a wrong value.
 */
export function readReport(document: string): Report {
  const lines = document.replace(/\r\n?/g, '\n').trim().split('\n');
  const end = lines.indexOf('---', 1);
  if (lines[0] !== '---' || end < 0) throw new ReportFormatError('there is no header block');
  const fields: Record<string, unknown> = Object.create(null);
  for (const headerLine of lines.slice(1, end)) {
    if (headerLine.trim() === '' || headerLine.startsWith('#')) continue;
    const [, name, value] = /^([a-zA-Z]+):[ \t]*([^\n]+)$/.exec(headerLine) ?? [];
    if (name === undefined || value === undefined || name in fields) {
      throw new ReportFormatError('a line of the header block is not `name: value`');
    }
    fields[name] = parseJson(value);
  }
  const { format, ...header } = fields;
  if (format !== FORMAT) throw new ReportFormatError('the format is not known');
  // Its section would win, and what stands here would be lost without a word.
  if (sections.some((name) => name in header)) {
    throw new ReportFormatError('a text that has a section of its own stands in the header block');
  }
  const language = z.enum(languageCodes).safeParse(header['language']);
  if (!language.success) throw new ReportFormatError('the language is not known');
  // In a document from before there were such sections, their headings are the reporter's own.
  const hasEvidence = 'version' in header || 'tools' in header;
  const texts = readSections(lines.slice(end + 1), language.data, hasEvidence);
  // What a person left of the template's hint is no key.
  const replyKey = texts.replyKey.includes('BEGIN PGP PUBLIC KEY BLOCK') ? texts.replyKey : '';
  const report = reportSchema.safeParse({ ...header, ...texts, replyKey });
  if (!report.success) {
    const names = report.error.issues.map((issue) => issue.path[0] ?? '?');
    throw new ReportFormatError(`wrong or missing: ${[...new Set(names)].map(String).join(', ')}`);
  }
  return report.data;
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch (cause) {
    throw new ReportFormatError('a value in the header block is not valid JSON', { cause });
  }
}
