// Signed notes (c2sp.org/signed-note), read with Node's crypto alone: nothing here is shared with the product.
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** A key of a desk as `/desk-key.txt` has it: who signs, and until when (ms since 1970), where that has an end. */
export interface NoteKey {
  name: string;
  id: Buffer;
  key: KeyObject;
  until: number | null;
}

const ED25519 = 1;
const SPKI_OF_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

/** The key in a line `name+hash+base64`, with ` until <ISO>` behind it where it has ended. */
export function keyIn(line: string): NoteKey {
  const [vkey = '', , until] = line.split(' ');
  const [, name = '', hash = '', key = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey) ?? [];
  const bytes = Buffer.from(key, 'base64');
  const id = createHash('sha256').update(`${name}\n`).update(bytes).digest().subarray(0, 4);
  if (bytes.length !== 33 || bytes[0] !== ED25519 || id.toString('hex') !== hash) throw new Error('no key');
  const der = Buffer.concat([SPKI_OF_ED25519, bytes.subarray(1)]);
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return { name, id, key: publicKey, until: until === undefined ? null : Date.parse(until) };
}

/** All keys in the text of `/desk-key.txt`. */
export function keysIn(text: string): NoteKey[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map(keyIn);
}

/** The text of a note that one of these keys signed. Throws where none did, or one of theirs does not hold. */
export function textOf(note: string, keys: readonly NoteKey[]): { text: string; key: NoteKey } {
  const end = note.lastIndexOf('\n\n') + 1;
  const text = note.slice(0, end);
  const signers = note
    .slice(end + 1)
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => signerIn(line, text, keys));
  const [first] = signers;
  if (end === 0 || !first) throw new Error('signed by nobody known');
  return { text, key: first };
}

function signerIn(line: string, text: string, keys: readonly NoteKey[]): NoteKey[] {
  const [, name, base64 = ''] = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
  const signature = Buffer.from(base64, 'base64');
  const key = keys.find((one) => one.name === name && one.id.equals(signature.subarray(0, 4)));
  if (!key) return [];
  if (!verify(null, Buffer.from(text), key.key, signature.subarray(4)))
    throw new Error('signature is broken');
  return [key];
}

/** The notes in a file that begin with this line, as they were signed; a file may have come with CRLF. */
export function notesIn(file: string, firstLine: string): string[] {
  const paragraphs = file.replaceAll('\r\n', '\n').split('\n\n');
  return paragraphs.flatMap((text, at) => {
    const start = `\n${text}\n`.lastIndexOf(`\n${firstLine}\n`);
    const [signature] = paragraphs[at + 1]?.match(/^(?:— \S+ \S+(?:\n|$))+/u) ?? [];
    if (start < 0 || signature === undefined) return [];
    return [`${text.slice(start)}\n\n${signature.replace(/\n?$/, '\n')}`];
  });
}
