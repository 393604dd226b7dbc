// What the filter above the list asks for.
import type { CaseStatus } from '../../../disclosure/case.ts';

export interface Filter {
  /** As it was typed. */
  code: string;
  /** Empty for any. */
  status: CaseStatus | '';
  /** Only what nobody of the team has touched. */
  isUntouched: boolean;
}

export const anyCase: Filter = { code: '', status: '', isUntouched: false };

/** What to search for: the last part of a reference, in capitals; null for what can't be in one. */
export function codeIn(typed: string): string | null {
  const code = typed
    .trim()
    .toUpperCase()
    .replace(/^CVD-\d{4}-/, '');
  return /^[0-9A-HJKMNP-TV-Z]{0,6}$/.test(code) ? code : null;
}

/** Whether something is asked for. */
export function isFiltered({ code, status, isUntouched }: Filter): boolean {
  return code.trim() !== '' || status !== '' || isUntouched;
}

/** Whether both ask for the same. */
export function isSameQuestion(one: Filter, other: Filter): boolean {
  const isSameCode = one.code.trim() === other.code.trim();
  return isSameCode && one.status === other.status && one.isUntouched === other.isUntouched;
}

/** The query of a page. @param code what `codeIn` made of what was typed @param after the place to go on from */
export function queryFor({ status, isUntouched }: Filter, code: string, after: string | null): string {
  const query = new URLSearchParams();
  if (code !== '') query.set('code', code);
  if (status !== '') query.set('status', status);
  if (isUntouched) query.set('untouched', 'yes');
  if (after !== null) query.set('after', after);
  return String(query);
}
