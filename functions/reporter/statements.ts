import { hash } from 'node:crypto';
import { type Case, type CaseEvent, caseStatuses } from '../../src/disclosure/case.ts';
import { dayOf } from '../../src/disclosure/changes.ts';
import { isLogged, makeSalt, type Statement, writeStatement } from '../../src/log/statement.ts';
import type { Parts } from '../parts-types.ts';
import type { NewStatement } from '../store/store.ts';

/** What signing a statement needs. */
export type StatementPart = 'desk' | 'siteUrl';
type StatementParts = Pick<Parts, StatementPart>;

/**
 * What the desk signs when it accepts a report.
 * @param sealed the report as it is stored: armored
 */
export function acceptanceOf(
  { reference, receivedAt, respondBy }: Case,
  sealed: string,
  parts: StatementParts,
): NewStatement {
  const times = { received: receivedAt, answerBy: respondBy };
  const statement = { ...commonOf(reference, parts), ...times, sealedReportSha256: sha256(sealed) };
  return signed({ kind: 'acceptance', ...statement }, receivedAt, parts);
}

/**
 * What the desk signs when a case has changed: the first response, or each change of status; nothing about any other
 * change, nor about a report that was withdrawn, of which there is nobody to show it to.
 * @param sealed the message that went along as it is stored: armored; null for none
 */
export function statementsOf(
  { reference, assessment, fixExpectedAt, withdrawnAt }: Case,
  events: readonly CaseEvent[],
  sealed: string | null,
  parts: StatementParts,
): NewStatement[] {
  if (withdrawnAt !== null) return [];
  return events.flatMap(({ kind, value, at }) => {
    const common = commonOf(reference, parts);
    if (kind === 'response' && assessment !== null && sealed !== null) {
      const fixExpected = fixExpectedAt === null ? null : dayOf(fixExpectedAt);
      const given = { sealedReplySha256: sha256(sealed), given: at, assessment, fixExpected };
      return signed({ kind, ...common, ...given }, at, parts);
    }
    const status = caseStatuses.find((one) => kind === 'status' && one === value);
    return status ? signed({ kind: 'status', ...common, status, changed: at }, at, parts) : [];
  });
}

function commonOf(reference: string, { siteUrl }: StatementParts) {
  return { site: siteUrl, reference, salt: makeSalt() };
}

function signed(statement: Statement, at: number, { desk }: StatementParts): NewStatement {
  const text = writeStatement(statement);
  // As `entryOf`, which makes its caller wait: no answer is to take longer for it.
  const entry = hash('sha256', text, 'base64');
  return { note: desk.sign(text), entry: isLogged(statement) ? entry : null, at };
}

/** Of the UTF-8 of a text, in hexadecimal. */
function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
