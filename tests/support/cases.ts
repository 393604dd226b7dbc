import { randomBytes, randomUUID } from 'node:crypto';
import type { HitLimit } from '../../functions/store/store.ts';
import type { Case } from '../../src/disclosure/case.ts';
import { makeReference } from '../../src/disclosure/reference.ts';

/** What `createCase` takes, for a case with `fields` of its own. */
export function newCaseInput(fields: Partial<Case> = {}, limits: HitLimit[] = []) {
  const receivedAt = fields.receivedAt ?? Date.UTC(2026, 10, 23, 9, 0);
  const newCase: Case = {
    reference: makeReference(new Date(receivedAt)),
    receiptId: randomBytes(32).toString('hex'),
    bodyHash: randomBytes(32).toString('hex'),
    status: 'received',
    version: 1,
    receivedAt,
    respondBy: receivedAt + 259_200_000,
    urgent: false,
    language: 'nl',
    origin: 'form',
    replyKey: null,
    ...fields,
  };
  const mail = { id: randomUUID(), kind: 'report-received' as const, reference: newCase.reference };
  const sealedReport = `-----BEGIN PGP MESSAGE-----\n\n${randomBytes(48).toString('base64')}\n-----END PGP MESSAGE-----\n`;
  return { newCase, sealedReport, mail, limits };
}
