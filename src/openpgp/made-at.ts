import { type Key, SignaturePacket } from 'openpgp';

/**
 * When the last part of a certificate was made or signed by its owner, in ms since 1970: from then on it is what it is
 * now. Where that is later than our clock says, one of the two clocks is wrong, and the certificate is not.
 */
export function madeAt(key: Key): number {
  const times = [key, ...key.getSubkeys()].map((part) => part.getCreationTime().getTime());
  for (const packet of key.toPacketList()) {
    const isOwn = packet instanceof SignaturePacket && packet.issuerKeyID.equals(key.getKeyID());
    if (isOwn && packet.created) times.push(packet.created.getTime());
  }
  return Math.max(...times);
}
