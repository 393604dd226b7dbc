// What the desk signed about a case beside what the page shows of it. Pure; what is wrong with a signature is found elsewhere.
import type { CaseView } from '../../disclosure/case-view.ts';
import type { Statement } from '../../log/statement.ts';

/** What a statement says that the case may contradict. */
export type Field = 'reference' | 'received' | 'answerBy' | 'given' | 'status';
/** A statement that the desk makes in every case. */
export type Missing = 'acceptance' | 'response';

type Facts = Pick<CaseView, 'reference' | 'status' | 'receivedAt' | 'respondBy' | 'respondedAt'>;

/**
 * What of each statement the case contradicts. Only the newest status is compared: the ones before it were true once.
 * @param statements oldest first; null for one whose signature does not hold, or can't be checked
 */
export function contradictionsOf(statements: readonly (Statement | null)[], shown: Facts): Field[][] {
  const newest = statements.findLastIndex((one) => one === null || one.kind !== 'acceptance');
  return statements.map((one, index) => {
    if (one === null) return [];
    // Nothing that it says is of this case.
    if (one.reference !== shown.reference) return ['reference'];
    const facts: [Field, boolean][] = [];
    if (one.kind === 'acceptance') {
      facts.push(['received', one.received === Date.parse(shown.receivedAt)]);
      facts.push(['answerBy', one.answerBy === Date.parse(shown.respondBy)]);
    }
    if (one.kind === 'response') facts.push(['given', one.given === Date.parse(shown.respondedAt ?? '')]);
    if (one.kind !== 'acceptance' && index === newest) {
      facts.push(['status', shown.status === (one.kind === 'status' ? one.status : one.assessment)]);
    }
    return facts.flatMap(([field, fits]) => (fits ? [] : [field]));
  });
}

/**
 * Statements that the desk must have made, and that are not there: of a report that came in since it signs, and of a
 * first response that it gave since.
 * @param statements as `contradictionsOf`
 * @param signedSince ISO 8601
 */
export function missingOf(
  statements: readonly (Statement | null)[],
  { reference, status, receivedAt, respondedAt }: Facts,
  signedSince: string,
): Missing[] {
  const since = Date.parse(signedSince);
  const has = (kind: Statement['kind']) =>
    statements.some((one) => one?.kind === kind && one.reference === reference);
  // Whatever happens in a case after its acceptance was signed, is signed.
  const isNew = has('acceptance') || Date.parse(receivedAt) >= since;
  // Out of `received` leads nothing but the first response.
  const isAnswered = respondedAt !== null || status !== 'received';
  const isAnsweredSince = isNew ? isAnswered : respondedAt !== null && Date.parse(respondedAt) >= since;
  return [
    ...(isNew && !has('acceptance') ? (['acceptance'] as const) : []),
    ...(isAnsweredSince && !has('response') ? (['response'] as const) : []),
  ];
}
