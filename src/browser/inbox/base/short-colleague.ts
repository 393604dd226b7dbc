import { facts } from './page.ts';
import { shortName } from './short-name.ts';

/** The short name of a member; the whole one where another member has the same short name. */
export function shortColleague(name: string): string {
  const short = shortName(name);
  const isShared = facts.team.some((one) => one.name !== name && shortName(one.name) === short);
  return isShared ? name : short;
}

/** The first word of that, as colleagues call each other; the short name where another member has the same first word. */
export function firstName(name: string): string {
  const short = shortColleague(name);
  const [first = ''] = short.split(' ');
  const others = facts.team.filter((one) => one.name !== name);
  const isShared = others.some((one) => shortName(one.name).split(' ')[0] === first);
  // A title is not a name.
  return isShared || short.includes('<') || first.endsWith('.') ? short : first;
}
