import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { type Accepted, acceptedSchema, type Submission } from '../../src/disclosure/wire.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { randomId } from './cases.ts';

/** A report as the form sends it, and what its receipt opens the case with. */
export interface Report {
  submission: Submission;
  accessToken: string;
  text: string;
}

/** A report sealed to a team's public key. */
export async function newReport(publicKey: string): Promise<Report> {
  const text = `finding ${randomId()}`;
  const { receiptId, accessToken } = await deriveReceipt(makeReceipt());
  const sealedReport = await seal(text, [publicKey]);
  const submission: Submission = { sealedReport, receiptId, urgent: false, language: 'nl', attachments: [] };
  return { submission, accessToken, text };
}

/** A number for each visitor; the local server takes it from its proxy, which is us. */
let visitors = 0;

/** The address of a visitor who was not there before. */
export function newVisitor(): string {
  visitors += 1;
  return `198.51.${visitors >> 8}.${visitors & 255}`;
}

/** Sends it to a site, as a visitor of its own unless one is named. */
export function send(url: string, { submission }: Report, visitor = newVisitor()): Promise<Response> {
  return fetch(`${url}/api/reports`, {
    method: 'POST',
    body: JSON.stringify(submission),
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': visitor },
  });
}

/** Sends it, expects that it is taken, as new (201) or as one that is in (200), and gives the answer. */
export async function sendAndKeep(url: string, report: Report, status = 201): Promise<Accepted> {
  const response = await send(url, report);
  const body: unknown = await response.json();
  if (response.status !== status) throw new Error(`${response.status} ${JSON.stringify(body)}`);
  return acceptedSchema.parse(body);
}

/** Asks for the case of a report. */
export function look(url: string, { accessToken }: Report): Promise<Response> {
  return fetch(`${url}/api/case`, { headers: { Authorization: `Bearer ${accessToken}` } });
}
