import { createHash } from 'node:crypto';
import type { PrivateKey } from 'openpgp';
import type { Person } from '../../src/browser/inbox/sharing/access.ts';
import { partiesOf } from '../../src/browser/inbox/sharing/access.ts';
import type { SharingTools } from '../../src/browser/inbox/sharing/tools.ts';
import { readableText } from '../../src/browser/workers/judge/readable-text.ts';
import { pad } from '../../src/disclosure/padding.ts';
import { headFor, writeSignedText } from '../../src/disclosure/signed-text.ts';
import { blocksIn } from '../../src/openpgp/armor.ts';
import { judgeSharedFile, judgeSharedText } from '../../src/openpgp/judge-shared.ts';
import type { Certificate } from '../../src/openpgp/keys.ts';
import { openText, openWith, sessionKeysOf } from '../../src/openpgp/open.ts';
import { sealToReaders } from '../../src/openpgp/seal-to-readers.ts';
import { holdSameKey, sessionKeyOfHead, shareHead } from '../../src/openpgp/share.ts';
import { filesListedIn, type SharingSteps, shareOpened } from '../../src/openpgp/share-opened.ts';

/** A team and who left it, as everybody's browser knows them. */
export interface Circle {
  team: readonly Certificate[];
  former: readonly Pick<Certificate, 'fingerprint' | 'keyIds' | 'encryptionKeyIds' | 'opensSeipd2'>[];
}

/** A member's key. */
export interface Member {
  key: PrivateKey;
}

export function peopleOf({ team, former }: Circle): Person[] {
  const person = (one: Circle['former'][number], hasLeft: boolean): Person => ({
    fingerprint: one.fingerprint,
    keyIds: one.keyIds,
    encryptionKeyIds: hasLeft ? [] : one.encryptionKeyIds,
    opensSeipd2: one.opensSeipd2,
    hasLeft,
  });
  return [...team.map((one) => person(one, false)), ...former.map((one) => person(one, true))];
}

/** What sharing needs, without a browser: the same steps as its workers take, with a key that is here. */
export function nodeTools(
  { key }: Member,
  circle: Circle,
  ask: SharingTools['ask'],
  file: SharingTools['file'],
): SharingTools {
  const people = peopleOf(circle);
  const team = circle.team.map(({ armored }) => armored);
  const { gone } = partiesOf(people);
  const steps: SharingSteps = {
    keyOf: (head) => sessionKeyOfHead(key, head),
    judge: async (sessionKey, thing) =>
      'at' in thing
        ? judgeSharedText(sessionKey, thing.sealed, thing.at, readableText)
        : judgeSharedFile(sessionKey, new Uint8Array(await thing.sealed.arrayBuffer()), thing.listed),
    anew: (head, opened) => shareHead(key, head, opened, { team, gone }),
  };
  return {
    ...{ ask, file },
    people: async () => people,
    share: (thing, head, lookedAt) => shareOpened(steps, thing, head, lookedAt),
    filesListed: (thing) => filesListedIn(steps, thing),
    holdSame: (pairs) => Promise.all(pairs.map(([one, other]) => holdSameKey(key, one, other))),
    digests: (sealed) => Promise.all(sealed.map((one) => digestOf(key, one))),
    async open(sealed) {
      const opened = await openText(await sessionKeysOf(key, sealed), sealed);
      return opened.text;
    },
    async reporterKeys(report) {
      const opened = await openText(await sessionKeysOf(key, report), report);
      return blocksIn(opened.text ?? '', 'PUBLIC KEY BLOCK').join('\n');
    },
    sealOriginal: (text, keys) => sealToReaders(pad(text), team, [keys]),
    sealNote: (text, place) =>
      sealToReaders(pad(writeSignedText(headFor(place, Date.now()), text)), team, []),
    sentence: ({ items }) => `${items}`,
  };
}

/** SHA-256 of what a message holds; null where it does not open. */
export async function digestOf(key: PrivateKey, sealed: string): Promise<string | null> {
  const opened = await openWith(await sessionKeysOf(key, sealed), sealed, 1_000_000);
  return typeof opened === 'string' ? null : createHash('sha256').update(opened.bytes).digest('hex');
}
