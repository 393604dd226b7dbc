import { type Absence, dayIn, isAway, standInsOf } from '../../src/disclosure/absence.ts';
import { asciiAddress } from '../../src/disclosure/address.ts';
import type { CaseEvent } from '../../src/disclosure/case.ts';
import { visibleLine } from '../../src/disclosure/foreign-text.ts';
import { organisation } from '../../src/organisation.ts';
import type { Store } from '../store/store.ts';
import { readAbsences } from './absences.ts';
import type { KeyName } from './expiry-mails.ts';

/** Whom mails about a case can go to on a day. */
export interface People {
  /** Where mails to the team go. */
  teamEmail: readonly string[];
  team: readonly KeyName[];
  absences: readonly Absence[];
  /** `YYYY-MM-DD`, where the organisation is. */
  today: string;
}

/** What tells whom mails can go to. */
interface PeopleParts {
  store: Pick<Store, 'readRecord'>;
  teamEmail: readonly string[];
  team?: readonly KeyName[];
  now: () => Date;
}

/** Whom mails can go to now. */
export async function peopleOf({ team = [], ...parts }: PeopleParts): Promise<People> {
  const { absences } = await readAbsences({ ...parts, team });
  const today = dayIn(organisation.timeZone, parts.now().getTime());
  return { team, teamEmail: parts.teamEmail, absences, today };
}

/** A member's own address: the first that a user id of their certificate names (RFC 9580 section 5.11), or null. */
export function addressOf({ userIds }: KeyName): string | null {
  for (const userId of userIds) {
    const address = asciiAddress(/<([^<>]+)>\s*$/.exec(userId)?.[1] ?? userId.trim());
    if (address !== null) return address;
  }
  return null;
}

/** Who is told that a case was given to somebody: they, and who stands in while they are away; without addresses the team. */
export function toldOfAssignment(assignee: string, people: People): string[] {
  const { absences, today, teamEmail } = people;
  const own = addressesOf([assignee, ...standInsOf(assignee, absences, today)], people);
  return own.length === 0 ? [...teamEmail] : unique(own);
}

/**
 * Who is reminded of cases: the team, and whoever each is assigned to, or who stands in for them; where nobody of those is
 * there, the assignee all the same. No address twice.
 */
export function remindedOf(assignees: readonly (string | null)[], people: People): string[] {
  const { absences, today, teamEmail } = people;
  const members = assignees.flatMap((assignee) => {
    if (assignee === null) return [];
    const present = [assignee, ...standInsOf(assignee, absences, today)].filter(
      (one) => !isAway(one, absences, today),
    );
    return present.length === 0 ? [assignee] : present;
  });
  return unique([...teamEmail, ...addressesOf(members, people)]);
}

/**
 * The same without whoever has just marked a case from that moment on, in the first reminder of what follows from it: they
 * know. Only an address of their own is left out, never the team's, as nobody knows who else reads there.
 * @param marked what was marked last; undefined where nothing is known of it
 */
export function withoutMarker(
  to: readonly string[],
  marked: Pick<CaseEvent, 'by' | 'value'> | undefined,
  { team, teamEmail }: People,
): string[] {
  const marker = marked?.value === 'yes' && team.find(({ userIds }) => userIds[0] === marked.by);
  const own = marker ? addressOf(marker)?.toLowerCase() : undefined;
  const ofTeam = new Set(teamEmail.map((one) => one.toLowerCase()));
  return to.filter((one) => one.toLowerCase() !== own || ofTeam.has(one.toLowerCase()));
}

/** What somebody of the team is called; the fingerprint of who left it is cut short. */
export function memberName(fingerprint: string, { team }: Pick<People, 'team'>): string {
  const member = team.find((one) => one.fingerprint === fingerprint);
  return visibleLine(member?.userIds[0] ?? fingerprint.slice(-16));
}

/** What the mail of an assignment says of who is away: those who stand in now, and until which day. Null while they are there. */
export function absenceOf(
  assignee: string,
  { absences, today }: People,
): { standIns: string[]; until: string } | null {
  const standIns = standInsOf(assignee, absences, today);
  if (standIns.length === 0) return null;
  const ends = absences.flatMap((one) => (isAway(assignee, [one], today) ? [one.until] : []));
  return { standIns, until: ends.toSorted().at(-1) ?? today };
}

/** Whether a reminder may go to an address that mails to the team don't go to. */
export function hasOwnAddresses({ team, teamEmail }: Pick<People, 'team' | 'teamEmail'>): boolean {
  const all = [...teamEmail, ...addressesOf(fingerprintsOf(team), { team })];
  return unique(all).length > unique(teamEmail).length;
}

function fingerprintsOf(team: readonly KeyName[]): string[] {
  return team.map(({ fingerprint }) => fingerprint);
}

function addressesOf(fingerprints: readonly string[], { team }: Pick<People, 'team'>): string[] {
  return fingerprints.flatMap((fingerprint) => {
    const member = team.find((one) => one.fingerprint === fingerprint);
    return (member && addressOf(member)) ?? [];
  });
}

/** Each once, whatever its case: mailboxes that tell apart only by that are one in practice. */
function unique(addresses: readonly string[]): string[] {
  const seen = new Set<string>();
  return addresses.filter((one) => {
    const isNew = !seen.has(one.toLowerCase());
    seen.add(one.toLowerCase());
    return isNew;
  });
}
