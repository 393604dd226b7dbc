// Session keys made anew for what is in a case.
import { toBase64 } from '../../../disclosure/base64.ts';
import { writeOriginal } from '../../../disclosure/original.ts';
import type { Copy, SharedItem } from '../../../disclosure/sharing-wire.ts';
import { faultOfSharedHead } from '../../../openpgp/inspect-shared.ts';
import { type Person, partiesOf } from './access.ts';
import { type Contents, type Item, nameOf } from './contents.ts';
import type { SharingTools } from './tools.ts';

/** A copy, with what it is a copy of and the session keys in it. */
export interface MadeCopy {
  item: Item;
  head: Uint8Array;
  copy: Copy;
}

export interface MadeCopies {
  copies: MadeCopy[];
  /** How many could not be made with the key that is here. */
  closed: number;
}

/** What one request and one step of the store carry: things, what is sealed of them, and characters of copies. */
const MOST = { items: 400, sealed: 3 * 1024 * 1024, copies: 2 * 1024 * 1024 };

/**
 * Makes copies of these, as many as go at once.
 * @throws Error where the key is not here any more
 */
export async function makeCopies(
  reference: string,
  wanted: readonly SharedItem[],
  contents: Contents,
  people: readonly Person[],
  tools: SharingTools,
): Promise<MadeCopies> {
  const items = wanted.flatMap((item) => contents.items.get(nameOf(item)) ?? []);
  const parties = partiesOf(people);
  const some = within(items);
  const heads = await tools.shareHeads(some.map(({ head }) => head));
  const made = some.flatMap((item, index) => {
    const head = heads[index];
    // The server refuses all for one that it would not take.
    const isRight = head instanceof Uint8Array && faultOfSharedHead(item.head, head, parties) === null;
    return isRight ? [{ item, head }] : [];
  });
  const keys = made.some(({ item }) => item.originalOf !== null)
    ? await tools.reporterKeys(contents.report)
    : '';
  const copies: MadeCopy[] = [];
  for (const { item, head } of made) {
    const { kind, id, originalOf: number } = item;
    const text =
      number === null || keys === '' ? null : writeOriginal({ reference, number, head: item.head });
    const original = text === null ? null : await tools.sealOriginal(text, keys);
    const copy = { kind, id, head: toBase64(head), ...(original === null ? {} : { original }) };
    copies.push({ item, head, copy });
  }
  return { copies, closed: some.length - made.length };
}

/** The first of these that go at once; one always does. */
function within(items: readonly Item[]): Item[] {
  const sums = { items: 0, sealed: 0, copies: 0 };
  const end = items.findIndex((item, index) => {
    sums.items += 1;
    sums.sealed += item.sealed.length;
    // With room for colleagues, and for an original of as much.
    sums.copies += 4 * item.head.length + 4096;
    const isTooMuch = Object.entries(MOST).some(([name, most]) => sums[name as keyof typeof MOST] > most);
    return index > 0 && isTooMuch;
  });
  return end < 0 ? [...items] : items.slice(0, end);
}
