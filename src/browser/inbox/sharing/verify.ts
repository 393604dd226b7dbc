// Whether what the server keeps is what was made here, and opens as what it was made of.
import { joined } from '../../../disclosure/bytes.ts';
import { readOriginal } from '../../../disclosure/original.ts';
import type { Copy } from '../../../disclosure/sharing-wire.ts';
import { armor } from '../../../openpgp/armor.ts';
import { equalBytes } from '../../../openpgp/equal-bytes.ts';
import { nameOf } from './contents.ts';
import type { MadeCopy } from './copies.ts';
import type { SharingTools } from './tools.ts';

/**
 * Looks at copies as the server gives them back: the very ones that were made; each with the session key of what it is a
 * copy of; texts open to the same contents, and originals hold the session keys that stand there now.
 * @throws Error where the key is not here any more
 */
export async function verifyCopies(
  made: readonly MadeCopy[],
  kept: readonly Copy[],
  tools: SharingTools,
): Promise<boolean> {
  const given = new Map(kept.map((copy) => [nameOf(copy), copy]));
  const areThere = made.every(({ copy }) => {
    const one = given.get(nameOf(copy));
    return one?.head === copy.head && one.original === copy.original;
  });
  if (given.size !== made.length || !areThere) return false;
  const same = await tools.holdSame(made.map(({ item, head }) => [item.head, head]));
  if (!same.every((one) => one)) return false;
  return (await openTheSame(made, tools)) && (await originalsOpen(made, tools));
}

async function openTheSame(made: readonly MadeCopy[], tools: SharingTools): Promise<boolean> {
  const texts = made.flatMap(({ item, head }) =>
    item.contents === null
      ? []
      : [{ old: item.sealed, copy: armor(joined([head, item.contents]), 'MESSAGE') }],
  );
  const before = await tools.digests(texts.map(({ old }) => old));
  const after = await tools.digests(texts.map(({ copy }) => copy));
  return before.every((digest, index) => digest !== null && digest === after[index]);
}

async function originalsOpen(made: readonly MadeCopy[], tools: SharingTools): Promise<boolean> {
  for (const { item, copy } of made) {
    if (copy.original === undefined) continue;
    const text = await tools.open(copy.original);
    const original = text === null ? null : readOriginal(text);
    if (original?.number !== item.number || !equalBytes(original?.head ?? new Uint8Array(), item.head))
      return false;
  }
  return true;
}
