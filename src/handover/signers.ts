import { site } from 'virtual:site';
import type { Signer } from '../disclosure/authorship.ts';
import { visibleLine } from '../disclosure/foreign-text.ts';
import { nameIn } from '../openpgp/user-id.ts';

/** Who signs for the team, or did. */
export function signersOfTheTeam(): Signer[] {
  const members = site.certificates.map(({ fingerprint, userIds }) => ({
    fingerprint,
    name: visibleLine(nameIn(userIds[0] ?? fingerprint)),
    until: null,
  }));
  return [...members, ...site.former.map(({ fingerprint, name, until }) => ({ fingerprint, name, until }))];
}
