import { randomBytes } from 'node:crypto';
import { pad } from '../../src/disclosure/padding.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import type { Submission } from '../../src/disclosure/wire.ts';
import { makeReplyKey } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';

/** A report of its own, sealed as the form does it. */
export interface MadeReport {
  /** Stands in the sealed text, and nowhere else. */
  marker: string;
  accessToken: string;
  receiptId: string;
  submission: Submission;
}

/** Makes reports that differ in receipt and text; one reply key does for all of them. */
export async function makeReports(count: number, teamKey: string): Promise<MadeReport[]> {
  const reply = await makeReplyKey((await deriveReceipt(makeReceipt())).replyKeyPassphrase);
  const reports: MadeReport[] = [];
  for (let at = 0; at < count; at += 1) {
    const marker = `marker-${randomBytes(12).toString('hex')}`;
    const { accessToken, receiptId } = await deriveReceipt(makeReceipt());
    const sealedReport = await seal(pad(`The door is open.\n${marker}\n`), [teamKey, reply.publicKey]);
    const fields = { urgent: false, language: 'nl', attachments: [] } as const;
    const submission = {
      ...fields,
      attachments: [],
      sealedReport,
      receiptId,
      replyKey: reply.lockedPrivateKey,
    };
    reports.push({ marker, accessToken, receiptId, submission });
  }
  return reports;
}

export const JSON_TYPE = { 'Content-Type': 'application/json' };

/** A visitor of one's own for each number: what the local server takes from a proxy on the same machine. */
export const from = (number: number) => ({
  'X-Forwarded-For': `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`,
});

export const bearer = ({ accessToken }: Pick<MadeReport, 'accessToken'>) => ({
  Authorization: `Bearer ${accessToken}`,
});
