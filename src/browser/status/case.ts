// An opened case: what stands in it, and what the reporter can do. Loaded when there is a code to open.
import '../dom/no-eval.ts';

import * as z from 'zod/mini';
import { asciiAddress } from '../../disclosure/address.ts';
import { type CaseView, caseViewSchema } from '../../disclosure/case-view.ts';
import type { ReceiptSecrets } from '../../disclosure/receipt.ts';
import type { StatusTexts } from '../../handover/status.ts';
import { statusFactsSchema } from '../../handover/status-facts.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { askApi, type Failure, type Outcome } from '../api/ask.ts';
import { tellKeysGone } from '../api/keys-gone.ts';
import { setAlert } from '../api/reporter.ts';
import { sentenceOf } from '../api/sentences.ts';
import { byId } from '../dom/by-id.ts';
import { makeGate } from '../dom/once.ts';
import { stayTyped } from '../dom/stay-typed.ts';
import { createStretch } from '../dom/stretch.ts';
import { tell } from '../dom/tell.ts';
import { openTexts } from '../workers/judge/client.ts';
import { askReplier } from '../workers/reply/client.ts';
import { clearConversation, onEarlier, showConversation } from './conversation.ts';
import { clearFacts, showFacts } from './facts.ts';
import { createFollowUps } from './follow-up.ts';
import { follow, forget, keepMessage } from './kept-case.ts';
import { leaveForm, sendMessage, tellFilesLost, writeIn } from './message-form.ts';
import { clearProof, showProof } from './proof.ts';
import { agreeWith, clearPublication, onPublication, showPublication } from './publication.ts';

const panel = byId('case');
const head = byId('case-head');
const status = byId('case-status');
const againButton = byId('case-again');
const closeButton = byId('case-close');
const messageForm = byId<HTMLFormElement>('message-form');
const messageField = byId<HTMLTextAreaElement>('field-message');
const notSigned = byId('not-signed');
const alertPart = byId('case-alert');
const alertForm = byId<HTMLFormElement>('alert-form');
const alertField = byId<HTMLInputElement>('field-alert');
const alertError = byId('error-alert');
const alertState = byId('alert-state');
const alertRemove = byId('alert-remove');
const withdrawButton = byId('withdraw');
const withdrawStatus = byId('withdraw-status');

stayTyped([messageField, alertField]);
const facts = statusFactsSchema.parse(JSON.parse(panel.dataset['facts'] ?? ''));

/**
 * Fetches the case of a receipt, opens its messages and shows it all.
 * @param around `leave` is called when the case is closed on this screen, or withdrawn (true); `kept` once a reload finds it
 * @returns null, or a sentence that says why there is nothing to show
 */
export async function openCase(
  { receipt, secrets }: { receipt: string; secrets: ReceiptSecrets },
  language: LanguageCode,
  texts: StatusTexts,
  { leave, kept }: { leave: (isWithdrawn: boolean) => void; kept: () => void },
): Promise<string | null> {
  const { accessToken, replyKeyPassphrase } = secrets;
  let view: CaseView;
  const gate = makeGate();
  let isClosed = false;
  /** Fingerprint of the reply key, once it opened. */
  let ownKey: string | null = null;
  const stretch = createStretch<CaseView['messages'][number]>();

  const sentenceFor = ({ problem, number }: Failure) => sentenceOf(problem, number, texts);

  async function reload(): Promise<Outcome<CaseView>> {
    const answer = await askApi('GET', '/api/case', caseViewSchema, { accessToken });
    if (answer.ok) view = answer.value;
    return answer;
  }
  async function refresh(): Promise<string | null> {
    const answer = await reload();
    if (!answer.ok) return sentenceFor(answer);
    void tellKeysGone();
    if (!(await look())) return null;
    showAlert();
    void showProof(view, language, texts.proof, facts.signedSince, openOriginals);
    return null;
  }
  /** Without the key of the receipt nobody here opens them. Never fails. */
  async function openOriginals(sealed: string[]): Promise<(string | null)[]> {
    if (view.replyKey === null) return sealed.map(() => null);
    try {
      const input = { replyKey: view.replyKey, passphrase: replyKeyPassphrase, messages: sealed };
      const { sessionKeys } = await askReplier('sessionKeys', input);
      const opened = await openTexts(
        sealed,
        (_, index) => sessionKeys[index] ?? [],
        () => !isClosed,
      );
      return opened.map(({ text }) => text);
    } catch {
      return sealed.map(() => null);
    }
  }
  /** Opens what is to be seen and shows it; false when the case was closed meanwhile: nothing may come back. */
  async function look(): Promise<boolean> {
    const { replyKey, messages } = view;
    const open = async (sealed: string[]) => {
      const input = { replyKey: replyKey ?? '', passphrase: replyKeyPassphrase, messages: sealed };
      const { sessionKeys, publicKey, fingerprint } = await askReplier('sessionKeys', input);
      ownKey = fingerprint;
      return openTexts(
        sealed,
        (_, index) => sessionKeys[index] ?? [],
        () => !isClosed,
        publicKey,
      );
    };
    // Where opening fails, the sealed messages are shown as they are.
    const seen = await stretch
      .look(messages, replyKey === null ? null : open)
      .catch(() => stretch.look(messages, null));
    if (isClosed) return false;
    showFacts(view, language, texts);
    showPublication(view, language, texts);
    const opener = { replyKey, passphrase: replyKeyPassphrase };
    const desk = { language, texts: texts.files, accessToken, opener };
    showConversation({ view, seen, ownKey, desk }, { language, texts, facts });
    notSigned.hidden = replyKey !== null;
    return true;
  }
  function showAlert(): void {
    // Of a closed case there is no more news, and its address is erased: another would be refused.
    alertPart.hidden = view.status === 'closed';
    alertState.textContent = texts.alert[view.alert];
    alertRemove.hidden = view.alert === 'none';
  }
  /** One thing at a time: a second click while the first is under way does nothing. */
  async function once(work: () => Promise<void>): Promise<void> {
    await gate(work).catch(() => {
      status.textContent = texts.errors.internal;
    });
  }

  const send = createFollowUps(secrets, { view: () => view, reload });
  async function changeAlert(): Promise<void> {
    const email = alertField.value.trim();
    const isAddress = asciiAddress(email) !== null;
    tell(alertError, alertField, isAddress ? '' : texts.alert.wrong);
    if (!isAddress) return alertField.focus();
    const answer = await setAlert(email, accessToken);
    if (!answer.ok) return tell(alertError, alertField, sentenceFor(answer));
    alertField.value = '';
    view.alert = 'unconfirmed';
    showAlert();
  }
  async function removeAlert(): Promise<void> {
    const answer = await askApi('DELETE', '/api/case/alert', z.undefined(), { accessToken });
    if (!answer.ok) return tell(alertError, alertField, sentenceFor(answer));
    view.alert = 'none';
    showAlert();
    alertState.textContent = texts.alert.removed;
    alertField.focus();
  }
  async function withdraw(): Promise<void> {
    if (!confirm(texts.withdrawConfirm)) return;
    const answer = await askApi('DELETE', '/api/case', z.undefined(), { accessToken });
    if (answer.ok) close(true);
    else withdrawStatus.textContent = sentenceFor(answer);
  }
  function close(isWithdrawn: boolean): void {
    isClosed = true;
    panel.hidden = true;
    alertField.value = '';
    forget();
    leaveForm();
    clearFacts();
    clearPublication();
    clearConversation();
    clearProof();
    leave(isWithdrawn);
  }

  const problem = await refresh();
  if (problem !== null) return problem;
  againButton.onclick = () =>
    once(async () => {
      status.textContent = texts.opening;
      status.textContent = (await refresh()) ?? '';
    });
  onEarlier(() =>
    once(async () => {
      stretch.more();
      await look();
    }),
  );
  const agreement = { send, refresh, sentenceFor, isLeft: () => isClosed };
  onPublication(language, texts, (day) => once(() => agreeWith(day, agreement, language, texts)));
  closeButton.onclick = () => close(false);
  messageForm.onsubmit = (event) => {
    event.preventDefault();
    void once(() => sendMessage(texts)).then(() => keepMessage(messageField.value));
  };
  messageField.oninput = () => void keepMessage(messageField.value);
  alertForm.onsubmit = (event) => {
    event.preventDefault();
    void once(changeAlert);
  };
  alertRemove.onclick = () => once(removeAlert);
  withdrawButton.onclick = () => once(withdraw);
  writeIn({ accessToken, send, refresh, sentenceFor }, language, texts.files);
  panel.hidden = false;
  head.focus();
  void follow(receipt).then(({ message, files }) => {
    if (isClosed) return;
    kept();
    if (messageField.value === '') messageField.value = message;
    if (files > 0) tellFilesLost();
  });
  return null;
}
