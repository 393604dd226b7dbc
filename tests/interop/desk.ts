import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createAttachmentHandler } from '../../functions/api/case-attachment.ts';
import { caseViewSchema } from '../../src/disclosure/case-view.ts';
import { pad } from '../../src/disclosure/padding.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { type Challenge, challengeSchema } from '../../src/disclosure/sign-in-wire.ts';
import { type Accepted, acceptedSchema } from '../../src/disclosure/wire.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { makeReplyKey, readCertificates } from '../../src/openpgp/keys.ts';
import { openText, sessionKeysOf } from '../../src/openpgp/open.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { sealToReaders } from '../../src/openpgp/seal-to-readers.ts';
import { unlockReplyKey } from '../../src/openpgp/unlock-reply-key.ts';
import { randomId } from '../support/cases.ts';
import { mounted } from '../support/parts.ts';
import { newVisitor } from '../support/reporter.ts';
import { post, postJson, reportDesk, SITE } from '../support/sealed.ts';
import { staffDesk } from '../support/staff-desk.ts';
import { Workshop } from './workshop.ts';

export interface File {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** An answer, with its problem code where it is a refusal. */
export interface Answer {
  status: number;
  code: unknown;
  body: unknown;
}

/**
 * The real endpoints of reporter and team on one empty store, for a team with these keys (armored).
 * @param clock what time it is there
 */
export async function openDesk(publicKeys: readonly string[], clock = () => new Date()) {
  const team = await readCertificates(publicKeys.join('\n'), clock());
  const certificates = team.map(({ armored }) => armored);
  const reports = await reportDesk({ team, now: clock });
  const staff = await staffDesk({ store: reports.store });
  Object.assign(staff.parts, { team, now: clock });
  const putChunk = mounted({ '/api/case/attachments/[id]/[index]': createAttachmentHandler(staff.parts) });
  const server = await serve(reports.handle);

  /** Sends a report as the form does, with its attachments. */
  async function sendForm(text: string, { files = [], ownKey }: { files?: File[]; ownKey?: string } = {}) {
    const receipt = makeReceipt();
    const { receiptId, accessToken, replyKeyPassphrase } = await deriveReceipt(receipt);
    const pair = ownKey === undefined ? await makeReplyKey(replyKeyPassphrase) : null;
    const sealedReport = pair
      ? await seal(pad(text), [...certificates, pair.publicKey])
      : await sealToReaders(pad(text), certificates, [ownKey ?? '']);
    const planned = await Promise.all(
      files.map(async ({ name, bytes }) => ({
        ...{ id: randomId(), bytes },
        plan: await planAttachment(name, bytes.length, certificates),
      })),
    );
    const attachments = planned.map(({ id, plan }) => ({ id, size: plan.sealedSize }));
    const submission = { sealedReport, receiptId, urgent: false, language: 'en', attachments };
    const replyKey = pair ? { replyKey: pair.lockedPrivateKey } : {};
    const answer = await answerOf(
      await reports.handle(postJson({ ...submission, ...replyKey }, { 'X-Real-IP': newVisitor() })),
    );
    const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/octet-stream' };
    for (const { id, plan, bytes } of planned) {
      const url = `${SITE}/api/case/attachments/${id}/0`;
      const body = await sealAttachment(plan, bytes);
      const stored = await putChunk(new Request(url, { method: 'PUT', headers, body }));
      if (stored.status !== 204) return { answer: await answerOf(stored), sealedReport };
    }
    /** Opens the newest message with the receipt, as the status page does. */
    const openLast = async () => {
      const shown = await staff.reporterSees(new Request(`${SITE}/api/case`, { headers }));
      const { replyKey: locked, messages } = caseViewSchema.parse(await shown.json());
      const key = await unlockReplyKey(locked ?? '', replyKeyPassphrase);
      const sealed = messages.at(-1)?.sealed ?? '';
      return openText(await sessionKeysOf(key, sealed), sealed);
    };
    return { answer, sealedReport, replyKey: pair?.publicKey ?? ownKey ?? '', openLast };
  }

  /**
   * Sends a message as the page says to from a terminal, with the real curl.
   * @param media `octet-stream` is what some say of a binary one
   */
  async function curl(
    message: string | Uint8Array,
    media: 'pgp-encrypted' | 'octet-stream' = 'pgp-encrypted',
  ): Promise<Answer> {
    const shop = new Workshop();
    const file = shop.file('report.md.asc', message);
    const type = ['-H', `Content-Type: application/${media}`, '-H', `X-Real-IP: ${newVisitor()}`];
    const format = ['--silent', '--write-out', '\n%{http_code}'];
    const printed = await shop.text('curl', [...format, '--data-binary', `@${file}`, ...type, server.url]);
    shop.leave();
    const end = printed.lastIndexOf('\n');
    const body: unknown = JSON.parse(printed.slice(0, end));
    return { status: Number(printed.slice(end + 1)), code: codeIn(body), body };
  }

  /** Gives the page that answers a message in the form without scripts. */
  async function plainForm(message: string, language: LanguageCode): Promise<string> {
    const body = new URLSearchParams({ message, language });
    const type = 'application/x-www-form-urlencoded';
    return (await reports.handle(post(body, type, { 'X-Real-IP': newVisitor() }))).text();
  }

  /** Signs a member in with what `open` finds in the challenge; gives the cookie. */
  async function signIn(fingerprint: string, open: (sealed: string) => Promise<string>) {
    const asked = await staff.request('POST', '/api/staff/challenge', { keyId: fingerprint });
    const challenge: Challenge = challengeSchema.parse(await asked.json());
    const body = { id: challenge.id, answer: await open(challenge.sealed) };
    const answer = await staff.request('POST', '/api/staff/session', body);
    return { answer: await answerOf(answer), cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
  }

  return {
    ...{ team, certificates, sendForm, curl, plainForm, signIn },
    /** What is stored of a case: its newest message, and its first attachment. */
    async stored(accepted: Accepted) {
      const { reference } = accepted;
      const sealed = (await reports.store.readMessages(reference)).at(-1)?.sealed ?? '';
      const found = await reports.store.findCase(reference);
      const attachmentId = found?.attachments[0]?.id ?? '';
      return { sealed, attachment: await reports.store.readChunk({ reference, attachmentId, index: 0 }) };
    },
    /** Stores a reply that was sealed elsewhere, as a member. */
    async reply(accepted: Accepted, sealed: string, cookie: string): Promise<Answer> {
      const path = `/api/staff/cases/${accepted.reference}/messages`;
      const { version = 0 } = (await reports.store.findCase(accepted.reference)) ?? {};
      const message = { id: randomId(), sealed };
      return answerOf(await staff.request('POST', path, { version, message }, { cookie }));
    },
    close: () => server.close(),
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** What was accepted. @throws ZodError where it was not */
export const acceptedIn = ({ body }: Answer): Accepted => acceptedSchema.parse(body);

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const body: unknown = text === '' ? null : JSON.parse(text);
  return { status: response.status, code: codeIn(body), body };
}

function codeIn(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
}

/** Puts a handler on a port of loopback, for a client that is another process. */
async function serve(handle: (request: Request) => Promise<Response>) {
  const server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', headers, url = '/' } = incoming;
    // It came to this port; the site has a name of its own.
    const kept = Object.entries({ ...headers, host: new URL(SITE).host }).flatMap(
      ([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : []),
    );
    const body = new Uint8Array(await buffer(incoming));
    const response = await handle(new Request(SITE + url, { method, headers: kept, body }));
    outgoing.writeHead(response.status).end(await response.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/api/reports`, close: () => server.close() };
}
