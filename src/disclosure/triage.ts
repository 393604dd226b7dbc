// What the team makes of a case for itself: sealed to the team, in a note of the kind `triage`. The newest counts.
import * as z from 'zod/mini';
import { REFERENCE } from './reference.ts';
import { ssvcQuestions } from './ssvc.ts';

export const triageLimits = {
  /** Labels of one case, and the characters of one, in UTF-16 code units. */
  labels: 20,
  label: 40,
  cvss: 400,
  /** Cases that tell the same as this one. */
  duplicates: 100,
  ticket: 500,
} as const;

const label = z
  .string()
  .check(z.minLength(1), z.maxLength(triageLimits.label), z.regex(/^\S(?:[^\p{Cc}]*\S)?$/u));
const reference = z.string().check(z.regex(REFERENCE));
const ssvcSchema = z.strictObject({
  exploitation: z.enum(ssvcQuestions.exploitation),
  automatable: z.enum(ssvcQuestions.automatable),
  technicalImpact: z.enum(ssvcQuestions.technicalImpact),
  mission: z.enum(ssvcQuestions.mission),
});

const triageSchema = z.strictObject({
  labels: z.array(label).check(z.maxLength(triageLimits.labels)),
  /** Severity as the team sees it, a CVSS vector; empty for none. */
  cvss: z.string().check(z.maxLength(triageLimits.cvss)),
  /** Of that vector, from 0 to 10: kept, so that the list needs no calculator. Null for none. */
  score: z.nullable(z.number().check(z.minimum(0), z.maximum(10))),
  ssvc: z.nullable(ssvcSchema),
  /** The case that tells the same and was there before. */
  duplicateOf: z.nullable(reference),
  /** The cases of which this is the original. */
  duplicates: z.array(reference).check(z.maxLength(triageLimits.duplicates)),
  /** Where it is in the team's own tracker: an address by https; empty for nowhere. */
  ticket: z.string().check(
    z.maxLength(triageLimits.ticket),
    z.refine((value) => value === '' || ticketHost(value) !== null),
  ),
});
export type Triage = z.infer<typeof triageSchema>;

/** Of a case that nobody judged yet. */
export const noTriage: Triage = {
  labels: [],
  cvss: '',
  score: null,
  ssvc: null,
  duplicateOf: null,
  duplicates: [],
  ticket: '',
};

const FORMAT = 'meldpunt-triage/1';

/** Thrown by `readTriage` and `writeTriage`; the message never repeats the document. */
export class TriageFormatError extends Error {}

/** The host of a ticket's address; null for what is no address by https, or carries a name or password. */
export function ticketHost(address: string): string | null {
  if (!/^https:\/\/[^\s\p{Cc}\p{Cf}]+$/u.test(address) || !URL.canParse(address)) return null;
  const { protocol, host, username, password } = new URL(address);
  return protocol === 'https:' && username === '' && password === '' ? host : null;
}

/**
 * The document: lines of `name: JSON value` between lines of dashes, as a report begins with.
 * @throws TriageFormatError where it could not be read again
 */
export function writeTriage(triage: Triage): string {
  const lines = Object.entries({ format: FORMAT, ...triage }).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}`,
  );
  const document = `---\n${lines.join('\n')}\n---\n`;
  readTriage(document);
  return document;
}

/** Reads what `writeTriage` wrote, whatever ends its lines. @throws TriageFormatError for anything else */
export function readTriage(document: string): Triage {
  const [, block] = /^---\r?\n([\s\S]*?)\r?\n---\s*$/.exec(document) ?? [];
  if (block === undefined) throw new TriageFormatError('it is no block between lines of dashes');
  const { format, ...fields } = Object.fromEntries(block.split(/\r?\n/).map(fieldIn));
  if (format !== FORMAT) throw new TriageFormatError('it is of another format');
  const parsed = triageSchema.safeParse(fields);
  if (!parsed.success) throw new TriageFormatError('a value is missing, or another than can be');
  return parsed.data;
}

function fieldIn(line: string): [string, unknown] {
  const [, name, value] = /^([a-zA-Z]+): (.*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined)
    throw new TriageFormatError('a line is no name with a value');
  try {
    return [name, JSON.parse(value)];
  } catch (cause) {
    throw new TriageFormatError('a value is not JSON', { cause });
  }
}
