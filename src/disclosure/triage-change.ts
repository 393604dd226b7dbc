// One change of a triage, to be made again on whatever the newest is: what a colleague changed meanwhile stays.
import { beginningOf } from './beginning.ts';
import { type Triage, triageLimits } from './triage.ts';

export type TriageChange =
  | { kind: 'label' | 'unlabel'; label: string }
  | { kind: 'severity'; cvss: string; score: number | null }
  | { kind: 'ssvc'; ssvc: Triage['ssvc'] }
  | { kind: 'ticket'; ticket: string }
  /** Names the original; null takes it back. */
  | { kind: 'duplicate-of'; reference: string | null }
  /** Names a case of which this is the original, or takes it back. */
  | { kind: 'duplicate' | 'no-duplicate'; reference: string };

/** Labels are the same whatever their case. */
export function isSameLabel(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** A label as it is kept: no space around it, one within. */
export function tidyLabel(typed: string): string {
  return beginningOf(typed.replace(/[\s\p{Cc}]+/gu, ' ').trim(), triageLimits.label).trim();
}

/** Whether a change adds one more where there is no room for it. */
export function isFull({ labels, duplicates }: Triage, change: TriageChange): boolean {
  if (change.kind === 'label')
    return labels.length >= triageLimits.labels && !labels.some((one) => isSameLabel(one, change.label));
  return (
    change.kind === 'duplicate' &&
    duplicates.length >= triageLimits.duplicates &&
    !duplicates.includes(change.reference)
  );
}

/** Makes a change; gives the very same triage where it changes nothing, or there is no room for one more. */
export function changed(triage: Triage, change: TriageChange): Triage {
  if (isFull(triage, change)) return triage;
  const next = { ...triage, ...fieldsOf(triage, change) };
  return JSON.stringify(next) === JSON.stringify(triage) ? triage : next;
}

function fieldsOf(triage: Triage, change: TriageChange): Partial<Triage> {
  const { labels, duplicates } = triage;
  switch (change.kind) {
    case 'label':
      return labels.some((one) => isSameLabel(one, change.label))
        ? {}
        : { labels: [...labels, change.label] };
    case 'unlabel':
      return { labels: labels.filter((one) => !isSameLabel(one, change.label)) };
    case 'severity':
      return { cvss: change.cvss, score: change.score };
    case 'ssvc':
      return { ssvc: change.ssvc };
    case 'ticket':
      return { ticket: change.ticket };
    case 'duplicate-of':
      return { duplicateOf: change.reference };
    case 'duplicate':
      return duplicates.includes(change.reference) ? {} : { duplicates: [...duplicates, change.reference] };
    case 'no-duplicate':
      return { duplicates: duplicates.filter((one) => one !== change.reference) };
  }
}

/** What made one triage into another, in the order of the document. */
export function changesBetween(before: Triage, after: Triage): TriageChange[] {
  const lacks = (list: readonly string[], one: string) => !list.includes(one);
  const isOther = (name: 'ssvc' | 'cvss' | 'ticket' | 'duplicateOf') =>
    JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  return [
    ...after.labels
      .filter((one) => lacks(before.labels, one))
      .map((label) => ({ kind: 'label', label }) as const),
    ...before.labels
      .filter((one) => lacks(after.labels, one))
      .map((label) => ({ kind: 'unlabel', label }) as const),
    ...(isOther('cvss') ? [{ kind: 'severity', cvss: after.cvss, score: after.score } as const] : []),
    ...(isOther('ssvc') ? [{ kind: 'ssvc', ssvc: after.ssvc } as const] : []),
    ...(isOther('duplicateOf') ? [{ kind: 'duplicate-of', reference: after.duplicateOf } as const] : []),
    ...after.duplicates
      .filter((one) => lacks(before.duplicates, one))
      .map((reference) => ({ kind: 'duplicate', reference }) as const),
    ...before.duplicates
      .filter((one) => lacks(after.duplicates, one))
      .map((reference) => ({ kind: 'no-duplicate', reference }) as const),
    ...(isOther('ticket') ? [{ kind: 'ticket', ticket: after.ticket } as const] : []),
  ];
}
