import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Whether the request carries `Authorization: Bearer <secret>`; compared in constant time, length included. */
export function isBearer(request: Request, secret: string): boolean {
  const given = request.headers.get('authorization') ?? '';
  return timingSafeEqual(digest(given), digest(`Bearer ${secret}`));
}

/**
 * A keyed hash of a visitor's address, 32 hexadecimal characters, under a key that changes every day: it limits
 * a visitor, and tells nobody who that was.
 */
export function visitorKey(serverSecret: string, address: string, now: Date): string {
  const day = now.toISOString().slice(0, 10);
  const key = createHmac('sha256', serverSecret).update(`visitor ${day}`).digest();
  return createHmac('sha256', key).update(address).digest('hex').slice(0, 32);
}

/** SHA-256 of the UTF-8 bytes of a text, hexadecimal. */
export function sha256Of(text: string): string {
  return digest(text).toString('hex');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
