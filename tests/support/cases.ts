import { randomBytes, randomUUID } from 'node:crypto';
import type { HitLimit, MailEntry } from '../../functions/store/store.ts';
import { type Alert, type Case, receivedCase, type SealedMessage } from '../../src/disclosure/case.ts';
import { makeReference } from '../../src/disclosure/reference.ts';

export const randomId = () => randomBytes(16).toString('hex');

/** What `createCase` takes, for a case with `fields` of its own; `mail` is its only outbox entry. */
export function newCaseInput(fields: Partial<Case> = {}, limits: HitLimit[] = []) {
  const receivedAt = fields.receivedAt ?? Date.UTC(2026, 10, 23, 9, 0);
  const newCase: Case = {
    ...receivedCase({
      reference: makeReference(new Date(receivedAt)),
      receiptId: randomBytes(32).toString('hex'),
      bodyHash: randomBytes(32).toString('hex'),
      receivedAt,
      respondBy: receivedAt + 259_200_000,
      urgent: false,
      language: 'nl',
      origin: 'form',
      replyKey: null,
      attachments: [],
    }),
    ...fields,
  };
  const report: SealedMessage = { ...newMessage('reporter', receivedAt), number: 1 };
  const mail = newMail('report-received', newCase.reference, report.id);
  return { newCase, report, alert: null as Alert | null, mail, mails: [mail], limits };
}

/** An outbox entry. */
export function newMail(kind: MailEntry['kind'], reference: string, messageId = ''): MailEntry {
  return { id: randomUUID(), kind, reference, messageId };
}

/** A message with something that looks sealed in it. */
export function newMessage(from: SealedMessage['from'], at: number): Omit<SealedMessage, 'number'> {
  const sealed = `-----BEGIN PGP MESSAGE-----\n\n${randomBytes(48).toString('base64')}\n-----END PGP MESSAGE-----\n`;
  return { id: randomId(), from, at, sealed };
}
