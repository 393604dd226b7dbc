import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const TAG_LENGTH = 16;

/** Keeps the addresses for alerts: encrypted at rest under a key of the server's. */
export interface AddressBox {
  /** Encrypts an address for one case: key id, nonce, and ciphertext with tag, base64url, dots between. */
  close(address: string, reference: string): string;
  /** The address again; null when it was encrypted under another key, for another case, or was changed. */
  open(closed: string, reference: string): string | null;
  /**
   * A keyed hash of a mailbox, 32 hexadecimal characters, under a key that stays: by which one is known again whose
   * owner wants no mail.
   */
  markOf(mailbox: string): string;
}

/**
 * AES-256-GCM with a random 96-bit nonce; the case's reference is authenticated along. The key follows from
 * `serverSecret` by HKDF-SHA-256; its id, the first 4 bytes of its SHA-256, is stored so that a rotated secret
 * is told apart from a broken value.
 */
export function createAddressBox(serverSecret: string): AddressBox {
  const key = Buffer.from(hkdfSync('sha256', serverSecret, 'meldpunt address 1', '', 32));
  const markKey = Buffer.from(hkdfSync('sha256', serverSecret, 'meldpunt no mail 1', '', 32));
  const keyId = createHash('sha256').update(key).digest('base64url').slice(0, 6);
  return {
    close(address, reference) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(reference));
      const sealed = Buffer.concat([cipher.update(address, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [keyId, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
    },
    open(closed, reference) {
      const [id, nonce = '', sealed = ''] = closed.split('.');
      if (id !== keyId) return null;
      const bytes = Buffer.from(sealed, 'base64url');
      try {
        const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(nonce, 'base64url'));
        decipher.setAAD(Buffer.from(reference)).setAuthTag(bytes.subarray(-TAG_LENGTH));
        return decipher.update(bytes.subarray(0, -TAG_LENGTH), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        return null;
      }
    },
    markOf(mailbox) {
      return createHmac('sha256', markKey).update(mailbox).digest('hex').slice(0, 32);
    },
  };
}
