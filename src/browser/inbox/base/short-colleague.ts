import { facts } from './page.ts';
import { shortName } from './short-name.ts';

/** The short name of a member; the whole one where another member has the same short name. */
export function shortColleague(name: string): string {
  const short = shortName(name);
  const isShared = facts.team.some((one) => one.name !== name && shortName(one.name) === short);
  return isShared ? name : short;
}
