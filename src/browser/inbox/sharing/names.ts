import { isolated } from '../../../disclosure/foreign-text.ts';
import { facts, language } from '../base/page.ts';
import type { Person } from './access.ts';

/** The name of somebody of the team, or who left it; the short fingerprint of one that nobody knows. */
export function nameOf({ fingerprint }: Pick<Person, 'fingerprint'>): string {
  const known = [...facts.team, ...facts.signers].find((one) => one.fingerprint === fingerprint);
  return known?.name ?? fingerprint.slice(-16);
}

/** The names of some, in a sentence. */
export function namesOf(some: readonly Person[]): string {
  return new Intl.ListFormat(language).format(some.map((one) => isolated(nameOf(one))));
}
