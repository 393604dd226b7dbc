/** Bytes looked at together; shorter runs of text than this among random bytes go unseen. */
const WINDOW = 128;

/**
 * Whether some stretch of `bytes` is text, in whatever alphabet or encoding, base64 included: text uses few of
 * the 256 byte values, ciphertext uses them evenly. The line lies at six tenths of the different values that
 * random bytes show, some eight standard deviations below. Fewer than 24 bytes say nothing.
 */
export function looksReadable(bytes: Uint8Array): boolean {
  const length = Math.min(WINDOW, bytes.length);
  if (length < 24) return false;
  const least = 0.6 * 256 * (1 - (255 / 256) ** length);
  const counts = new Uint16Array(256);
  let different = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const entering = bytes[at] ?? 0;
    if (counts[entering] === 0) different += 1;
    counts[entering] = (counts[entering] ?? 0) + 1;
    if (at + 1 < length) continue;
    if (different < least) return true;
    const leaving = bytes[at + 1 - length] ?? 0;
    counts[leaving] = (counts[leaving] ?? 0) - 1;
    if (counts[leaving] === 0) different -= 1;
  }
  return false;
}
