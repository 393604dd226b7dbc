import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/**
 * Makes the keyed hash of a visitor's address: 32 hexadecimal characters, under a key that changes every day (UTC). It
 * limits a visitor, and tells nobody who that was.
 */
export function createVisitorKey(serverSecret: string): (address: string, now: Date) => string {
  let today: { day: number; key: KeyObject } | undefined;
  return (address, now) => {
    const day = Math.floor(now.getTime() / 86_400_000);
    if (today?.day !== day) {
      const name = now.toISOString().slice(0, 10);
      const key = createHmac('sha256', serverSecret).update(`visitor ${name}`).digest();
      today = { day, key: createSecretKey(key) };
    }
    return createHmac('sha256', today.key).update(address).digest('hex').slice(0, 32);
  };
}

/**
 * Makes the keyed hash of what a report holds, 64 hexadecimal characters, by which the same report is known again. With
 * a key (HKDF-SHA-256 of the secret), as the body may hold an address that could be guessed otherwise.
 */
export function createBodyHash(serverSecret: string): (body: string) => string {
  return keyedHash(serverSecret, 'meldpunt body 1');
}

/**
 * Makes the keyed hash of a sealed message, 64 hexadecimal characters, by which it is known when somebody else sends it
 * again. Of its encrypted data alone (`data` of `inspectSealed`): around them a stranger can write the same message in
 * many ways, in them they can change nothing that would still open. With a key, so that who has the store can't tell
 * whether a message that they have from elsewhere is in it.
 */
export function createTextHash(serverSecret: string): (data: Uint8Array) => string {
  return keyedHash(serverSecret, 'meldpunt text 1');
}

function keyedHash(serverSecret: string, purpose: string): (content: string | Uint8Array) => string {
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', serverSecret, purpose, '', 32)));
  return (content) => createHmac('sha256', key).update(content).digest('hex');
}
