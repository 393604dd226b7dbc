import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/**
 * Keeps for some minutes, in a cookie, what a page without scripts can't keep itself: sealed, so that neither the browser
 * nor who reads its files learns anything of it, and bound to its purpose and its end.
 */
export interface CookieBox {
  /** Seals a text until `endsAt` (ms since 1970): base64url, as a cookie may have it. */
  close(purpose: string, text: string, endsAt: number): string;
  /** The text again; null where it is none of ours, for another purpose, changed, or over. */
  open(purpose: string, closed: string, now: number): string | null;
}

/** AES-256-GCM with a random 96-bit nonce; the purpose is authenticated along. The key follows by HKDF-SHA-256. */
export function createCookieBox(serverSecret: string): CookieBox {
  const key = Buffer.from(hkdfSync('sha256', serverSecret, 'meldpunt cookie 1', '', 32));
  return {
    close(purpose, text, endsAt) {
      const nonce = randomBytes(NONCE_LENGTH);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(purpose));
      const sealed = [cipher.update(`${endsAt} ${text}`, 'utf8'), cipher.final()];
      return Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]).toString('base64url');
    },
    open(purpose, closed, now) {
      const bytes = Buffer.from(closed, 'base64url');
      if (bytes.length <= NONCE_LENGTH + TAG_LENGTH) return null;
      try {
        const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_LENGTH));
        decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG_LENGTH));
        const sealed = bytes.subarray(NONCE_LENGTH, -TAG_LENGTH);
        const opened = decipher.update(sealed, undefined, 'utf8') + decipher.final('utf8');
        const [, endsAt, text = ''] = /^(\d+) (.*)$/s.exec(opened) ?? [];
        return endsAt !== undefined && now < Number(endsAt) ? text : null;
      } catch {
        return null;
      }
    },
  };
}
