import { describe } from 'vitest';
import { alertsContract } from './alerts-contract.ts';
import { attachmentsContract } from './attachments-contract.ts';
import { casesContract } from './cases-contract.ts';
import { changesContract } from './changes-contract.ts';
import { clockContract } from './clock-contract.ts';
import { deskContract } from './desk-contract.ts';
import { erasureContract } from './erasure-contract.ts';
import { figuresContract } from './figures-contract.ts';
import { inboxContract } from './inbox-contract.ts';
import { logContract } from './log-contract.ts';
import { messagesContract } from './messages-contract.ts';
import { notesContract } from './notes-contract.ts';
import { outboxContract } from './outbox-contract.ts';
import { quotaContract } from './quota-contract.ts';
import { sameMessagesContract } from './same-messages-contract.ts';
import { sharingContract } from './sharing-contract.ts';
import { spamContract } from './spam-contract.ts';
import { statementsContract } from './statements-contract.ts';
import type { Open, ReadWhole } from './stores.ts';
import { tokensContract } from './tokens-contract.ts';
import { trailContract } from './trail-contract.ts';
import { withdrawalContract } from './withdrawal-contract.ts';

/** What every store does. */
export function storeContract(open: Open, readWhole: ReadWhole): void {
  describe('cases', () => casesContract(open));
  describe('changes', () => changesContract(open));
  describe('messages', () => messagesContract(open));
  describe('notes', () => notesContract(open, readWhole));
  describe('desk', () => deskContract(open));
  describe('same messages', () => sameMessagesContract(open));
  describe('statements', () => statementsContract(open, readWhole));
  describe('log', () => logContract(open));
  describe('sharing', () => sharingContract(open, readWhole));
  describe('inbox', () => inboxContract(open));
  describe('clock', () => clockContract(open));
  describe('figures', () => figuresContract(open));
  describe('outbox', () => outboxContract(open));
  describe('attachments', () => attachmentsContract(open));
  describe('quota', () => quotaContract(open));
  describe('alerts', () => alertsContract(open));
  describe('erasure', () => erasureContract(open));
  describe('withdrawal', () => withdrawalContract(open, readWhole));
  describe('spam', () => spamContract(open));
  describe('trail', () => trailContract(open));
  describe('tokens', () => tokensContract(open));
}
