import { randomBytes } from 'node:crypto';
import { createAddressBox } from '../../functions/reporter/alert-address.ts';
import type { Store } from '../../functions/store/store.ts';
import { pad } from '../../src/disclosure/padding.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { ANSWER } from '../../src/disclosure/sign-in-answer.ts';
import { makeReplyKey } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { planAttachment, sealAttachment } from '../../src/openpgp/seal-attachment.ts';
import { newAlert, newCaseInput, randomId } from '../support/cases.ts';
import { ask } from './ask.ts';
import { JSON_TYPE } from './reports.ts';
import type { Servers } from './servers.ts';

/** A case in the store, with all that opens it. */
export interface KnownCase {
  reference: string;
  /** Its code, where what is asked needs that. */
  receipt?: string;
  accessToken: string;
  attachmentId: string;
  /** A file of the team, that came with a message. */
  teamFileId: string;
  alertId: string;
}

/** What a valid request is made of. */
export interface World {
  origin: string;
  cases: KnownCase[];
  /** Opened by the team, and by the reporter of every case. */
  sealed: string;
  lockedKey: string;
  attachment: Uint8Array;
  fingerprint: string;
  /** Of a session that is good. */
  cookie: string;
  /** Puts a fresh case in place of one that is gone, or adds one. */
  addCase(at?: number): Promise<void>;
}

/** Signs in, and puts so many cases in the store beside the server. */
export async function makeWorld(
  { url, site }: Servers,
  store: Store,
  options: { cases: number; secret: string; now: () => number },
): Promise<World> {
  const [, fingerprint = ''] =
    /^fpr:+([0-9A-F]{40}):/m.exec(site.team.run(['--list-keys', '--with-colons'])) ?? [];
  const reply = await makeReplyKey((await deriveReceipt(makeReceipt())).replyKeyPassphrase);
  const keys = [site.publicKey, reply.publicKey];
  const planned = await planAttachment('evidence.bin', 900, keys);
  const addresses = createAddressBox(options.secret);
  const world: World = {
    ...{ origin: url, cases: [], fingerprint, lockedKey: reply.lockedPrivateKey },
    sealed: await seal(pad('A door is open.\n'), keys),
    attachment: await sealAttachment(planned, randomBytes(900)),
    cookie: await signIn(url, fingerprint, (sealed) => site.team.decrypt(sealed)),
    async addCase(at = world.cases.length) {
      const receipt = makeReceipt();
      const { accessToken, receiptId } = await deriveReceipt(receipt);
      const [attachmentId, teamFileId, alertId] = [randomId(), randomId(), randomId()];
      const size = planned.sealedSize;
      const ofTeam = { id: teamFileId, size, from: 'team', number: 2, announcedAt: options.now() } as const;
      const attachments = [{ id: attachmentId, size }, ofTeam];
      const fields = { receiptId, receivedAt: options.now(), replyKey: world.lockedKey, attachments };
      const input = newCaseInput({ ...fields, respondBy: options.now() + 3 * 86_400_000 });
      const { reference } = input.newCase;
      const address = addresses.close('reporter@example.net', reference);
      const alert = newAlert(reference, { id: alertId, address });
      const report = { ...input.report, sealed: world.sealed };
      await store.createCase({ ...input, report, alert, mails: [] });
      await store.removeMail(alert.mail.id);
      world.cases[at] = { reference, receipt, accessToken, attachmentId, teamFileId, alertId };
    },
  };
  for (let at = 0; at < options.cases; at += 1) await world.addCase();
  return world;
}

/** Signs in as the page does; gives what a browser sends from then on. */
export async function signIn(url: string, keyId: string, open: (sealed: string) => string): Promise<string> {
  const headers = { ...JSON_TYPE, Origin: url };
  const post = (path: string, body: unknown) =>
    ask(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const { id, sealed } = JSON.parse((await post('/api/staff/challenge', { keyId })).text);
  const [answer] = ANSWER.exec(open(sealed)) ?? [];
  const session = await post('/api/staff/session', { id, answer });
  if (session.status !== 201) throw new Error(`signing in gave ${session.status}`);
  return String(session.headers['set-cookie']).split(';')[0] ?? '';
}
