// Session keys made anew for what is in a case.

import { toBase64 } from '../../../disclosure/base64.ts';
import type { NotBelonging } from '../../../disclosure/left-out.ts';
import { writeOriginal } from '../../../disclosure/original.ts';
import type { Copy } from '../../../disclosure/sharing-wire.ts';
import { faultOfSharedHead } from '../../../openpgp/inspect-shared.ts';
import type { SharedHead } from '../../../openpgp/share-opened.ts';
import type { Outcome } from '../../api/ask.ts';
import { type Person, partiesOf } from './access.ts';
import { type Contents, type Item, nameOf } from './contents.ts';
import { Things } from './things.ts';
import type { SharingTools } from './tools.ts';

/** A copy, with what it is a copy of and the session keys in it. */
export interface MadeCopy {
  item: Item;
  head: Uint8Array;
  copy: Copy;
}

/** What was not shared, because it does not belong to the case by what it says. */
export type Left = Pick<Item, 'kind' | 'id' | 'number'> & NotBelonging;

/** SHA-256 of what a member looked at, and shares though it was left, by its name. */
export type LookedAt = ReadonlyMap<string, string>;

export interface MadeCopies {
  copies: MadeCopy[];
  /** What could not be made with the key that is here. */
  closed: Item[];
  left: Left[];
}

/** What one request and one step of the store carry: things, what is sealed of them, and characters of copies. */
const MOST = { items: 400, sealed: 3 * 1024 * 1024, copies: 2 * 1024 * 1024 };

/**
 * Makes copies of these, as many as go at once.
 * @returns a problem where one could not be fetched
 * @throws Error where the key is not here any more
 */
export async function makeCopies(
  wanted: readonly Item[],
  contents: Contents,
  people: readonly Person[],
  { lookedAt, tools }: { lookedAt: LookedAt; tools: SharingTools },
): Promise<Outcome<MadeCopies>> {
  const parties = partiesOf(people);
  const things = new Things(contents, tools);
  const made: { item: Item; head: Uint8Array }[] = [];
  const [closed, left]: [Item[], Left[]] = [[], []];
  for (const item of within(wanted)) {
    const thing = await things.of(item);
    if (!thing.ok) return thing;
    const shared: SharedHead =
      thing.value === null
        ? { head: null, left: { why: 'unopened', sha256: null, beginning: '' } }
        : await tools.share(thing.value, item.head, lookedAt.get(nameOf(item)) ?? null);
    const { head } = shared;
    if (head !== null) {
      // The server refuses all for one that it would not take.
      if (faultOfSharedHead(item.head, head, parties) === null) made.push({ item, head });
      else closed.push(item);
    } else if ('left' in shared) {
      const { kind, id, number } = item;
      left.push({ kind, id, number, ...shared.left });
    } else closed.push(item);
  }
  return { ok: true, value: { copies: await withOriginals(made, contents, tools), closed, left } };
}

async function withOriginals(
  made: readonly { item: Item; head: Uint8Array }[],
  { reference, messages }: Contents,
  tools: SharingTools,
): Promise<MadeCopy[]> {
  const report = messages.find(({ number }) => number === 1)?.sealed ?? '';
  const keys = made.some(({ item }) => item.needsOriginal) ? await tools.reporterKeys(report) : '';
  const copies: MadeCopy[] = [];
  for (const { item, head } of made) {
    const { kind, id, number } = item;
    const isKept = item.needsOriginal && keys !== '';
    const original = isKept
      ? await tools.sealOriginal(writeOriginal({ reference, number, head: item.head }), keys)
      : null;
    const copy = { kind, id, head: toBase64(head), ...(original === null ? {} : { original }) };
    copies.push({ item, head, copy });
  }
  return copies;
}

/** The first of these that go at once; one always does. */
function within(items: readonly Item[]): readonly Item[] {
  const sums = { items: 0, sealed: 0, copies: 0 };
  const end = items.findIndex((item, index) => {
    sums.items += 1;
    sums.sealed += item.sealed.length;
    // With room for colleagues, and for an original of as much.
    sums.copies += 4 * item.head.length + 4096;
    const isTooMuch = Object.entries(MOST).some(([name, most]) => sums[name as keyof typeof MOST] > most);
    return index > 0 && isTooMuch;
  });
  return end < 0 ? items : items.slice(0, end);
}
