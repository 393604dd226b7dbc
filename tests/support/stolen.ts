// What somebody makes of a message that they can't open, to have it opened for them.
import { joined } from '../../src/disclosure/bytes.ts';
import { armor, dearmor } from '../../src/openpgp/armor.ts';
import { type MessageParts, splitHead } from '../../src/openpgp/message-head.ts';
import { seal } from '../../src/openpgp/seal.ts';

const partsOf = (sealed: string): MessageParts => {
  const block = dearmor(sealed, 'MESSAGE');
  const parts = block.ok ? splitHead(block.bytes) : null;
  if (!parts) throw new Error('no message');
  return parts;
};

/**
 * A message (armored) with further session keys, which open nothing, as if it were for these certificates as well. In
 * binary, as a file is sent.
 */
export async function asIfFor(sealed: string, others: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const { head, contents } = partsOf(sealed);
  return joined([head, partsOf(await seal('junk', others)).head, contents]);
}

/** The same with contents that its session keys don't open. */
export async function before(sealed: string, other: string): Promise<string> {
  return armor(joined([partsOf(sealed).head, partsOf(other).contents]), 'MESSAGE');
}

/** As it is sent as a message. */
export const armored = (bytes: Uint8Array) => armor(bytes, 'MESSAGE');
