import { randomBytes } from 'node:crypto';
import { pad } from '../../src/disclosure/padding.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import type { Submission } from '../../src/disclosure/wire.ts';
import { makeReplyKey } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';

const TEXT = 'The login page takes any password once the session has expired.\n'.repeat(20);
const PLACE = '0'.repeat(64);

/** Bodies of `POST /api/reports` that differ in their receipt alone: `head`, 64 hexadecimal characters, `tail`. */
export interface Bodies {
  head: string;
  tail: string;
}

/** Seals one report as the form does, with a reply key and no attachment, for as many submissions as one likes. */
export async function makeBodies(teamKey: string): Promise<Bodies> {
  const { replyKeyPassphrase } = await deriveReceipt(makeReceipt());
  const reply = await makeReplyKey(replyKeyPassphrase);
  const submission: Submission = {
    sealedReport: await seal(pad(TEXT), [teamKey, reply.publicKey]),
    receiptId: PLACE,
    replyKey: reply.lockedPrivateKey,
    urgent: false,
    language: 'nl',
    attachments: [],
  };
  const [head = '', tail = ''] = JSON.stringify(submission).split(PLACE);
  return { head, tail };
}

/** A submission that nobody has sent before. */
export function freshBody({ head, tail }: Bodies): string {
  return head + randomBytes(32).toString('hex') + tail;
}

/** An address of a visitor of one's own, for each number. */
export function visitor(number: number): string {
  return `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
}
