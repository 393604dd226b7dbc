import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { quotaFor } from '../../functions/store/quota.ts';
import type {
  Alert,
  HitLimit,
  MailEntry,
  NewAlert,
  NewMessage,
  NewSealedNote,
  NewStatement,
  Quota,
  Store,
} from '../../functions/store/store.ts';
import {
  type Case,
  type CaseEvent,
  type NewSealedMessage,
  receivedCase,
  type SealedMessage,
} from '../../src/disclosure/case.ts';
import { makeReference } from '../../src/disclosure/reference.ts';
import { talliesOfResponse } from '../../src/disclosure/tallies.ts';

const MEMBER = 'Anna <anna@example.com>';

/** A quota in bytes that nothing here comes near, and what a step takes of it. */
export const AMPLE = 1024 ** 4;
export const ample: Quota = quotaFor('team', AMPLE, 0);

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
  const textHash = textHashOf(report);
  const mail = newMail('report-received', newCase.reference, report.id);
  return {
    newCase,
    report,
    textHash,
    statement: null as NewStatement | null,
    alert: null as NewAlert | null,
    mail,
    mails: [mail],
    quota: ample,
    limits,
  };
}

/** An alert of a case that waits to be confirmed, with its mail. */
export function newAlert(reference: string, fields: Partial<Alert> = {}, limits: HitLimit[] = []): NewAlert {
  const alert = { id: randomId(), address: 'k.n.c', isConfirmed: false, ...fields };
  return { alert, mail: newMail('alert-confirmation', reference), limits };
}

/** An outbox entry. */
export function newMail(kind: MailEntry['kind'], reference: string, about = ''): MailEntry {
  return { id: randomUUID(), kind, reference, about };
}

/** A message with something that looks sealed in it. */
export function newMessage(from: SealedMessage['from'], at: number): Omit<SealedMessage, 'number'> {
  const sealed = `-----BEGIN PGP MESSAGE-----\n\n${randomBytes(48).toString('base64')}\n-----END PGP MESSAGE-----\n`;
  return { id: randomId(), from, by: from === 'team' ? MEMBER : null, at, sealed, sameAs: null };
}

/** A note with something that looks sealed in it. */
export function newNote(fields: Partial<NewSealedNote> = {}): NewSealedNote {
  const { id, at, sealed } = newMessage('team', Date.UTC(2026, 10, 23, 9, 0));
  return { id, kind: 'note', by: MEMBER, at, sealed, ...fields };
}

/** What `appendNote` takes, in a case with room for it. */
export function noteInput(reference: string, number: number, note = newNote()) {
  const room = { most: 50, mostBytes: 1_000_000, quota: ample, limits: [] as HitLimit[] };
  return { reference, note, number, ...room, now: note.at };
}

/** What `keepCopies` takes for a case that was never shared. */
export function copiesInput(reference: string, copies = 'copies') {
  const now = Date.UTC(2026, 10, 23, 9, 0);
  return { reference, seenVersion: 0, copies, eraseAt: now + 86_400_000, quota: ample, now };
}

/** What `shareCase` takes for one, of which nothing is replaced. */
export function shareInput(reference: string, number: number): Parameters<Store['shareCase']>[0] {
  const note = newNote({ kind: 'sharing' });
  const room = { most: 9, mostBytes: 100_000, mostMessageBytes: 100_000, quota: ample };
  return {
    reference,
    seenVersion: 0,
    messages: [],
    notes: [],
    heads: [],
    note,
    number,
    ...room,
    now: note.at,
  };
}

/** A hash by which this message is known again. */
export const textHashOf = ({ sealed }: Pick<SealedMessage, 'sealed'>) =>
  createHash('sha256').update(sealed).digest('hex');

/** Gives the month before this one five answered cases, one of them late: the least that the figures page shows. */
export async function answerLastMonth(store: Store): Promise<void> {
  const now = new Date();
  const receivedAt = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 10, 9);
  for (const [hours, isLate] of [
    [5, false],
    [31, false],
    [80, true],
    [12, false],
    [17, false],
  ] as const) {
    const ms = hours * 3_600_000;
    const input = { ...newCaseInput({ receivedAt }), mails: [] };
    const figure = { month: new Date(receivedAt).toISOString().slice(0, 7), ms, isLate };
    const respondedAt = receivedAt + ms;
    await store.createCase(input);
    await store.changeCase(
      changeInput(
        input.newCase,
        { status: 'rejected', respondedAt },
        { figure, tallies: talliesOfResponse(input.newCase, respondedAt), now: respondedAt },
      ),
    );
  }
}

type ChangeInput = Parameters<Store['changeCase']>[0];

/** What `changeCase` takes, for a change of `fields` that the team makes; `extras` go before what it has by itself. */
export function changeInput(
  current: Case,
  fields: Partial<Case> = {},
  extras: Partial<ChangeInput> = {},
): ChangeInput {
  const now = extras.now ?? current.receivedAt;
  const changed: Case = { ...current, ...fields, version: current.version + 1 };
  const event: CaseEvent = {
    version: changed.version,
    at: now,
    by: MEMBER,
    kind: 'status',
    value: changed.status,
  };
  const input = { changed, seenVersion: current.version, events: [event], statements: [], message: null };
  return { ...input, figure: null, mails: [], quota: ample, limits: [], now, ...extras };
}

/** A message that comes with a change, into a case with room for it unless `room` says otherwise. */
export function messageIn(
  message: NewSealedMessage,
  room: Partial<Pick<NewMessage, 'most' | 'mostBytes' | 'number'>> = {},
): NewMessage {
  return { message, textHash: textHashOf(message), most: 50, mostBytes: 1_000_000, ...room };
}
