// Opens what is to be shared, with the one session key that would be sealed anew and no other: that its contents hold
// together with it (MDC or AEAD) is what somebody who doesn't know the session key can't bring about.

import { beginningOf } from '../disclosure/beginning.ts';
import { BEGINNING, fileBelonging, readBelonging, type TextPlace } from '../disclosure/belonging.ts';
import { sha256Hex } from '../disclosure/bytes.ts';
import { visibleText } from '../disclosure/foreign-text.ts';
import { mayBeConfirmed, type Verdict } from '../disclosure/left-out.ts';
import { limits } from '../disclosure/limits.ts';
import type { ListedFile } from '../disclosure/listed-files.ts';
import { fileShown } from './file-shown.ts';
import { type OpenedText, openWith, type SessionKey } from './open.ts';

const unopened: Verdict = { why: 'unopened', sha256: null, beginning: '' };

/**
 * Whether a message (armored) belongs where it stands. Whoever sealed it may be hostile, as for `openWith`.
 * @param read makes a text of what it holds, as the inbox shows it
 */
export async function judgeSharedText(
  sessionKey: SessionKey,
  sealed: string,
  at: TextPlace,
  read: (bytes: Uint8Array) => Promise<OpenedText>,
): Promise<Verdict> {
  const opened = await openWith([sessionKey], sealed, limits.openedText);
  if (typeof opened === 'string') return unopened;
  const { text } = await read(opened.bytes);
  if (text === null) return unopened;
  const sha256 = await sha256Hex(opened.bytes);
  const found = readBelonging(opened.bytes, text, at);
  if (found.why === null) return { ...found, sha256 };
  const isShown = mayBeConfirmed(found.why);
  return { ...found, sha256, beginning: isShown ? visibleText(beginningOf(text, BEGINNING)) : '' };
}

/** The same of an attachment (binary). @param listed what the message that it came with says of it */
export async function judgeSharedFile(
  sessionKey: SessionKey,
  sealed: Uint8Array,
  listed: ListedFile | null,
): Promise<Verdict> {
  const opened = await openWith([sessionKey], sealed, limits.attachmentBytes);
  if (typeof opened === 'string') return unopened;
  const sha256 = await sha256Hex(opened.bytes);
  const why = fileBelonging(opened.bytes, sha256, listed);
  if (why === null) return { why, sha256, files: [] };
  return { why, sha256, ...(mayBeConfirmed(why) ? fileShown(opened.bytes, BEGINNING) : { beginning: '' }) };
}
