import 'openpgp';

/** Exported by openpgp.js, and missing from its types (RFC 9580 section 5.14). */
declare module 'openpgp' {
  export class PaddingPacket extends LiteralDataPacket {
    /** What the packet is filled with. */
    padding: Uint8Array | null;
  }
}
