import {
  type DecryptedSessionKey,
  type DecryptMessageResult,
  decrypt,
  decryptSessionKeys,
  type SessionKey as OwnSessionKey,
  type PrivateKey,
  readMessage,
} from 'openpgp';
import './own-inflater.ts';
import type { Signature } from '../disclosure/authorship.ts';
import { limits } from '../disclosure/limits.ts';
import type { MimePart } from '../disclosure/mime.ts';
import { framePackets } from './packets.ts';
import { HIDDEN, type SealedSessionKey } from './session-keys.ts';
import { splitMessage } from './split-message.ts';
import { textOfFile } from './text-of-file.ts';

/** What opens one message and nothing else; `algorithm` is null where the contents tell the cipher. */
export type SessionKey = DecryptedSessionKey;

/** What is inside a message. */
export interface Opened {
  bytes: Uint8Array<ArrayBuffer>;
  /** The name of a file, where the sender gave one; whatever characters it has. */
  name: string;
}

/**
 * Why there is nothing to show of a message: it is not for this key or is broken, it comes to more than it may, or
 * opening it was ended because it took too long.
 */
export type NotOpened = 'closed' | 'too-long' | 'too-slow';

/** A message as text, or why there is none. */
export type OpenedText = ReadableText | { text: null; why: NotOpened };

/** A text as a person reads it. */
export interface ReadableText {
  text: string;
  /** As it came, where that looks otherwise: a mail with its parts. */
  raw?: string;
  /** Other parts of such a mail. */
  files?: MimePart[];
  /** What came of verifying its signature; absent where nobody looked. */
  signature?: Signature;
}

/** How many session keys are tried: for one key an honest message has one, and a private key takes its time. */
const MOST_TRIED = 2;
const MOST_HIDDEN_TRIED = 8;
/** What the envelope of the contents adds to them at most: the name of a file, lengths of parts. */
const ENVELOPE = 1024;

/**
 * Takes the session keys out of a message (armored or binary) that are for an unlocked key. OpenPGP.js sees nothing of
 * the message but packets for that key, whose sizes were judged, and never its contents: those are for
 * `openWith`, where no private key is.
 * @returns none when the message is not for this key, or is broken
 */
export async function sessionKeysOf(key: PrivateKey, sealed: string | Uint8Array): Promise<SessionKey[]> {
  const split = splitMessage(sealed);
  return split ? sessionKeysIn(key, split.keys) : [];
}

/** The same from session key packets alone. */
export async function sessionKeysIn(
  key: PrivateKey,
  keys: readonly SealedSessionKey[],
): Promise<SessionKey[]> {
  const packets = packetsFor(key, keys);
  if (packets.length === 0) return [];
  try {
    const message = await readMessage({
      binaryMessage: framePackets(packets),
      // There is no message around them.
      config: { enforceGrammar: false },
    });
    return await decryptSessionKeys({ message, decryptionKeys: key });
  } catch {
    return [];
  }
}

/** Whether a message (armored) says that it is for a key, or may be, because it hides who it is for. */
export function isFor(key: PrivateKey, sealed: string): boolean {
  const split = splitMessage(sealed);
  return split !== null && packetsFor(key, split.keys).length > 0;
}

/** Packets that name this key, or where there are none, those that name nobody: the sender's own, beside them, say. */
function packetsFor(key: PrivateKey, keys: readonly SealedSessionKey[]) {
  const own = key.getKeys().map((part) => part.getKeyID().toHex());
  const named = own.flatMap((id) => keys.filter(({ keyId }) => keyId === id).slice(0, MOST_TRIED));
  const hidden = keys.filter(({ keyId }) => keyId === HIDDEN).slice(0, MOST_HIDDEN_TRIED);
  return (named.length > 0 ? named : hidden).map(({ packet }) => packet);
}

/**
 * Opens the contents of a message (armored or binary) with its session keys. Whoever sealed it may be hostile: call
 * this where no private key is, and where the work can be ended.
 * @param most the most that it may come to, in bytes; of what is compressed no more than that is unpacked
 */
export async function openWith(
  sessionKeys: readonly SessionKey[],
  sealed: string | Uint8Array,
  most: number,
): Promise<Opened | NotOpened> {
  const opened = await openPackets(sessionKeys, sealed, most);
  return typeof opened === 'string' ? opened : { bytes: opened.bytes, name: opened.name };
}

/** The same with the signatures that are in it, none of which has been looked at. */
export async function openPackets(
  sessionKeys: readonly SessionKey[],
  sealed: string | Uint8Array,
  most: number,
): Promise<(Opened & Pick<DecryptMessageResult, 'signatures'>) | NotOpened> {
  const split = sessionKeys.length === 0 ? null : splitMessage(sealed);
  if (!split) return 'closed';
  try {
    const { data, filename, signatures } = await decrypt({
      message: await readMessage({ binaryMessage: framePackets([split.data]) }),
      sessionKeys: sessionKeys as OwnSessionKey[],
      format: 'binary',
      config: { maxDecompressedMessageSize: most + ENVELOPE },
    });
    const bytes = data as Uint8Array<ArrayBuffer>;
    return bytes.length > most ? 'too-long' : { bytes, name: filename, signatures };
  } catch (error) {
    // The library has no other name for it.
    return error instanceof Error && error.message.includes('Maximum decompressed') ? 'too-long' : 'closed';
  }
}

/**
 * Opens the report or a later message (armored), of at most `limits.openedText` bytes; padding is taken off.
 * @param read makes a text of what it holds
 */
export async function openText(
  sessionKeys: readonly SessionKey[],
  sealed: string,
  read: (bytes: Uint8Array) => OpenedText | Promise<OpenedText> = plainText,
): Promise<OpenedText> {
  const opened = await openWith(sessionKeys, sealed, limits.openedText);
  if (typeof opened === 'string') return { text: null, why: opened };
  return read(opened.bytes);
}

function plainText(bytes: Uint8Array): ReadableText {
  return { text: textOfFile(bytes).trimEnd() };
}
