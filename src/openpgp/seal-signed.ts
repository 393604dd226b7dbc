import { createMessage, LiteralDataPacket, OnePassSignaturePacket, SignaturePacket } from 'openpgp';
import { listPackets } from './packets.ts';
import { type KeyAt, type SealTo, sealMessage } from './seal.ts';

/**
 * Seals what `signMessage` made as `sealForTeam` seals a text.
 * @param signed the signed message, in binary
 * @throws KeyError when it can be sealed to nobody of the team, or not to all of the others
 */
export async function sealSigned(
  signed: Uint8Array,
  team: readonly SealTo[],
  others: readonly KeyAt[],
): Promise<string> {
  const message = await createMessage({ binary: new Uint8Array() });
  const packets = [new OnePassSignaturePacket(), new LiteralDataPacket(), new SignaturePacket()];
  // One by one: of a whole message the library reads what stands behind the contents only when they have been read.
  const listed = listPackets(signed) ?? [];
  for (const [index, packet] of packets.entries()) await packet.read(listed[index]?.body ?? new Uint8Array());
  message.packets.splice(0, 1, ...packets);
  return sealMessage(message, team, others);
}
