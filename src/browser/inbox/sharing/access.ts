// Who can open what, by the session keys that stand in it. Pure: whose keys those are is given.
import { fromBase64 } from '../../../disclosure/base64.ts';
import type { SharedItem } from '../../../disclosure/sharing-wire.ts';
import type { SharingParties } from '../../../openpgp/inspect-shared.ts';
import { keysOfHead } from '../../../openpgp/message-head.ts';
import type { TeamPerson } from '../../workers/judge/tasks.ts';

export type Person = TeamPerson;

/** How much of a case somebody can open. */
export interface Access {
  person: Person;
  opens: number;
}

/** Who can open how much of a case. */
export interface CaseAccess {
  /** How many things there are in it that members open. */
  all: number;
  members: Access[];
  /** Those who left and can open some of it. */
  left: Access[];
  /** For how many it can't be said: their session keys don't say whose they are, or are not as they should be. */
  unknown: number;
}

const HIDDEN = /^0+$/;

/** The ids of the keys that something is for; empty where its session keys are not as they should be. */
export function keyIdsIn({ head }: Pick<SharedItem, 'head'>): string[] {
  return (keysOfHead(fromBase64(head)) ?? []).map(({ keyId }) => keyId);
}

/** Says who can open how much of these. */
export function accessOf(items: readonly SharedItem[], people: readonly Person[]): CaseAccess {
  const ids = items.map((item) => new Set(keyIdsIn(item)));
  const of = (person: Person): Access => ({
    person,
    opens: ids.filter((one) => person.keyIds.some((id) => one.has(id))).length,
  });
  const everybody = people.map(of);
  return {
    all: items.length,
    members: everybody.filter(({ person }) => !person.hasLeft),
    left: everybody.filter(({ person, opens }) => person.hasLeft && opens > 0),
    unknown: ids.filter((one) => one.size === 0 || [...one].some((id) => HIDDEN.test(id))).length,
  };
}

/** Who can be reached now, and whose session keys go; see `faultOfShared`. */
export function partiesOf(people: readonly Person[]): SharingParties {
  const required = people.filter(({ encryptionKeyIds }) => encryptionKeyIds.length > 0);
  return {
    required,
    allowed: required.flatMap(({ encryptionKeyIds }) => encryptionKeyIds),
    gone: new Set(
      people
        .filter(({ hasLeft, encryptionKeyIds }) => hasLeft || encryptionKeyIds.length > 0)
        .flatMap(({ keyIds }) => keyIds),
    ),
  };
}

/** Whether somebody of the team is to get access to this, or somebody who left is to lose it. */
export function isToShare(item: SharedItem, people: readonly Person[]): boolean {
  const ids = new Set(keyIdsIn(item));
  if (ids.size === 0) return false;
  const { required } = partiesOf(people);
  return (
    required.some(({ encryptionKeyIds }) => !encryptionKeyIds.some((id) => ids.has(id))) ||
    people.some(({ hasLeft, keyIds }) => hasLeft && keyIds.some((id) => ids.has(id)))
  );
}
