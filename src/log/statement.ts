import { type Assessment, assessments, type CaseStatus, caseStatuses } from '../disclosure/case.ts';
import { REFERENCE } from '../disclosure/reference.ts';
import { sha256 } from './bytes.ts';
import { readBase64 } from './strict-base64.ts';

/** The first line, which no checkpoint can have: its first line is a host and a path. */
export const STATEMENT_HEAD = 'meldpunt statement v1';
/** A statement is shorter than this, in characters. */
const LONGEST = 2048;
/** Random bytes that keep the log from telling anything of a statement. */
export const SALT_SIZE = 16;

interface Common {
  /** Origin of the desk's site. */
  site: string;
  reference: string;
  /** Base64 of 16 random bytes. */
  salt: string;
}

/** The desk has accepted a report. Times in ms since 1970, UTC. */
export interface AcceptanceStatement extends Common {
  kind: 'acceptance';
  /** Of the armored text exactly as stored, as UTF-8: 64 hexadecimal characters, lower case. */
  sealedReportSha256: string;
  received: number;
  answerBy: number;
}

/** The team has given its first response. */
export interface ResponseStatement extends Common {
  kind: 'response';
  /** As of a report. */
  sealedReplySha256: string;
  given: number;
  assessment: Assessment;
  /** `YYYY-MM-DD`, where a fix is promised. */
  fixExpected: string | null;
}

/** The team has changed the status. */
export interface StatusStatement extends Common {
  kind: 'status';
  status: CaseStatus;
  changed: number;
}

export type Statement = AcceptanceStatement | ResponseStatement | StatusStatement;

/**
 * The text that the desk signs: `name: value` lines in a fixed order, each ended by LF.
 * @throws RangeError where it would not be read back as the same
 */
export function writeStatement(statement: Statement): string {
  if (!isRight(statement)) throw new RangeError('not a statement');
  return textOf(statement);
}

/** Reads what `writeStatement` wrote, to the letter; null for anything else. */
export function readStatement(text: string): Statement | null {
  if (text.length > LONGEST) return null;
  const [head, ...lines] = text.split('\n');
  const fields = new Map(lines.slice(0, -1).map((line) => splitAt(line, ': ')));
  const statement = head === STATEMENT_HEAD ? statementOf((name) => fields.get(name) ?? '') : null;
  if (!statement || !isRight(statement) || textOf(statement) !== text) return null;
  return statement;
}

/** What of a statement goes into the log: SHA-256 of its text (without the signatures), 32 bytes. */
export function entryOf(text: string): Promise<Uint8Array> {
  return sha256(new TextEncoder().encode(text));
}

/** Whether the log has an entry of it: of reports and first responses only. */
export function isLogged({ kind }: Statement): boolean {
  return kind !== 'status';
}

/** When it happened, by the statement, in ms. */
export function momentOf(statement: Statement): number {
  if (statement.kind === 'acceptance') return statement.received;
  return statement.kind === 'response' ? statement.given : statement.changed;
}

/** Name of the desk's key, and origin of its log: host of the site, with its port if it has one, and `/log`. */
export function logOriginOf(site: string): string {
  return `${new URL(site).host}/log`;
}

/** A salt for a new statement: base64 of 16 random bytes. */
export function makeSalt(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(SALT_SIZE))));
}

function textOf(statement: Statement): string {
  const { site, kind, reference, salt } = statement;
  const fields = { site, kind, reference, ...ownFields(statement), salt };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`);
  return `${STATEMENT_HEAD}\n${lines.join('')}`;
}

function ownFields(statement: Statement): Record<string, string> {
  if (statement.kind === 'acceptance') {
    return {
      'sealed-report-sha256': statement.sealedReportSha256,
      received: isoOf(statement.received),
      'answer-by': isoOf(statement.answerBy),
    };
  }
  if (statement.kind === 'status') return { status: statement.status, changed: isoOf(statement.changed) };
  return {
    'sealed-reply-sha256': statement.sealedReplySha256,
    given: isoOf(statement.given),
    assessment: statement.assessment,
    ...(statement.fixExpected === null ? {} : { 'fix-expected': statement.fixExpected }),
  };
}

/** Times that are none become NaN here, and are refused afterwards, as the other values are. */
function statementOf(field: (name: string) => string): Statement | null {
  const common = { site: field('site'), reference: field('reference'), salt: field('salt') };
  const time = (name: string) => Date.parse(field(name));
  const kind = field('kind');
  if (kind === 'acceptance') {
    const sealedReportSha256 = field('sealed-report-sha256');
    return { kind, ...common, sealedReportSha256, received: time('received'), answerBy: time('answer-by') };
  }
  if (kind === 'status') {
    const status = caseStatuses.find((one) => one === field('status'));
    return status ? { kind, ...common, status, changed: time('changed') } : null;
  }
  const assessment = assessments.find((one) => one === field('assessment'));
  if (kind !== 'response' || !assessment) return null;
  const [sealedReplySha256, fixExpected] = [field('sealed-reply-sha256'), field('fix-expected') || null];
  return { kind, ...common, sealedReplySha256, given: time('given'), assessment, fixExpected };
}

/** What the text alone does not make right. */
function isRight(statement: Statement): boolean {
  const { site, reference, salt } = statement;
  if (!isOrigin(site) || !REFERENCE.test(reference) || readBase64(salt)?.length !== SALT_SIZE) return false;
  if (statement.kind === 'acceptance') {
    return isHash(statement.sealedReportSha256) && isTime(statement.received) && isTime(statement.answerBy);
  }
  if (statement.kind === 'status') return isTime(statement.changed);
  const { sealedReplySha256, given, fixExpected } = statement;
  return isHash(sealedReplySha256) && isTime(given) && (fixExpected === null || isDay(fixExpected));
}

/** Found to be an origin before: a desk has one, and reading an address takes longer than all the rest. */
let knownSite = '';

function isOrigin(site: string): boolean {
  if (site === knownSite) return true;
  if (!/^https?:/.test(site) || !URL.canParse(site) || new URL(site).origin !== site) return false;
  knownSite = site;
  return true;
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** Between 1970 and the year 9999, so that it has 24 characters. */
function isTime(time: number): boolean {
  return Number.isInteger(time) && time >= 0 && time < Date.UTC(10_000, 0);
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return isTime(time) && isoOf(time).startsWith(text);
}

/** `invalid` for what is no time, which is refused when it is read. */
function isoOf(time: number): string {
  return isTime(time) ? new Date(time).toISOString() : 'invalid';
}

function splitAt(line: string, mark: string): [string, string] {
  const at = line.indexOf(mark);
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + mark.length)];
}
