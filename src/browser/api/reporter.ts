// What a reporter asks of our API; all but a new report with the access token that follows from the receipt.
import * as z from 'zod/mini';
import { toHex } from '../../disclosure/bytes.ts';
import { type Accepted, acceptedSchema, type Submission } from '../../disclosure/wire.ts';
import { askApi, type Outcome } from './ask.ts';

/** Sends a sealed report; sending the same one again is safe. */
export function sendReport(submission: Submission): Promise<Outcome<Accepted>> {
  return askApi('POST', '/api/reports', acceptedSchema, { body: submission });
}

/** Adds a sealed message to a case; the same id again is the same message. */
export function sendMessage(id: string, sealed: string, accessToken: string): Promise<Outcome<unknown>> {
  return askApi('POST', '/api/case/messages', z.unknown(), { accessToken, body: { id, sealed } });
}

/** Has news of a case told to an address, once its owner has said yes to that. */
export function setAlert(email: string, accessToken: string): Promise<Outcome<undefined>> {
  return askApi('PUT', '/api/case/alert', z.undefined(), { accessToken, body: { email } });
}

/** A fresh id for a message: 16 random bytes, hexadecimal. */
export function freshId(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}
