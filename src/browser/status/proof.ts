// What the desk signed about a case, checked here and in the public log. What does not fit is said above all else.
import type { CaseView } from '../../disclosure/case-view.ts';
import type { CaseProofTexts } from '../../handover/proof.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import type { LanguageCode } from '../../i18n/languages.ts';
import { readDeskKeys } from '../../log/desk-keys.ts';
import type { Statement } from '../../log/statement.ts';
import { byId } from '../dom/by-id.ts';
import { downloadFile } from '../dom/download.ts';
import { momentHere } from '../dom/moment-here.ts';
import { asReceived, type Received, sealedStateOf } from '../proof/as-received.ts';
import { type Checked, checkKept, contradicts } from '../proof/check-kept.ts';
import { contradictionsOf, missingOf } from '../proof/compare.ts';
import { describe } from '../proof/describe.ts';
import { keepCheckpoint, seenCheckpoints } from '../proof/seen-checkpoint.ts';
import { missingItem, statementItem } from '../proof/statement-item.ts';

const alarm = byId('case-proof-alarm');
const about = byId('case-proof-text');
const state = byId('case-proof-state');
const list = byId('case-statements');
const actions = byId('case-proof-actions');
const saveButton = byId('case-save-proof');
const saveSealedButton = byId('case-save-sealed');
const pageLink = byId('case-proof-page');
const keys = readDeskKeys(byId('case-proof').dataset['deskKeys'] ?? '') ?? [];

/** The case that is on the screen; null for none. What an earlier check finds out is not shown. */
let shown: CaseView | null = null;

/**
 * Checks the statements of a case and shows what they say, when it is known; above all, what does not fit the case that is
 * shown. Never throws.
 * @param signedSince from when on the desk signs, ISO 8601
 * @param openOriginals see `OpenOriginals`
 */
export async function showProof(
  view: CaseView,
  language: LanguageCode,
  texts: CaseProofTexts,
  signedSince: string,
  openOriginals: OpenOriginals,
): Promise<void> {
  const isSame = shown?.reference === view.reference;
  shown = view;
  const { statements } = view;
  const hasAny = statements.length > 0;
  for (const part of [about, actions, pageLink]) part.hidden = !hasAny;
  if (!isSame) clearFindings();
  const sealed = view.messages.find(({ number }) => number === 1)?.sealed;
  saveSealedButton.hidden = sealed === undefined;
  saveSealedButton.onclick = () =>
    save(texts.file.sealedName, sealed ?? '', view, 'application/pgp-encrypted');
  saveButton.onclick = () => save(texts.file.name, fileOf(view, [], texts), view);
  const missingItems = (known: (Statement | null)[]) =>
    missingOf(known, view, signedSince).map((kind) => missingItem(kind, texts));
  if (!hasAny) {
    const missing = missingItems([]);
    list.replaceChildren(...missing);
    alarm.hidden = missing.length === 0;
    return say(missing.length === 0 ? texts.none : '');
  }
  if (keys.length === 0) return say(texts.noKeys);
  say(texts.checking);
  const seen = seenCheckpoints();
  const [{ checked, current, fitting }, received] = await Promise.all([
    checkKept(statements, keys, seen),
    receivedOf(view, openOriginals),
  ]);
  if (shown !== view) return;
  say('');
  if (fitting !== null) keepCheckpoint(fitting);
  // Where something does not fit, what was seen before bears witness beside what there is now.
  const witnesses = fitting === null ? [...seen, ...(current === null ? [] : [current])] : [fitting];
  saveButton.onclick = () => save(texts.file.name, fileOf(view, witnesses, texts), view);
  // What was in the case when the desk signed for it is what proves it.
  const report = received.find(({ number }) => number === 1)?.sealed;
  if (report)
    saveSealedButton.onclick = () => save(texts.file.sealedName, report, view, 'application/pgp-encrypted');
  const compared = await Promise.all(checked.map((one) => comparedWith(one, received)));
  if (shown !== view) return;
  const known = checked.map(({ check }) => (check.ok ? check.statement : null));
  const contradicted = contradictionsOf(known, view);
  // What this browser can't check may be all that there should be.
  const isUnknown = checked.some(({ check }) => !check.ok && check.why === 'unsupported');
  const missing = isUnknown ? [] : missingItems(known);
  /** With the moment in what is said of what was shared. */
  const worded = (index: number): CaseProofTexts => {
    const { state: one = null, sharedAt = null } = compared[index] ?? {};
    if (one === null || sharedAt === null) return texts;
    const moment = momentHere(sharedAt, language);
    return { ...texts, sealed: { ...texts.sealed, [one]: fillIn(texts.sealed[one], { moment }) } };
  };
  const items = checked.map((one, index) =>
    statementItem(
      describe(one, compared[index]?.state ?? null, language, worded(index), contradicted[index]),
    ),
  );
  list.replaceChildren(...missing, ...items);
  const isFitting = missing.length === 0 && contradicted.every(({ length }) => length === 0);
  alarm.hidden = isFitting && !checked.some(isWrong) && !compared.some(({ state: one }) => one === 'changed');
}

/** Takes everything off the screen again. */
export function clearProof(): void {
  shown = null;
  clearFindings();
}

function clearFindings(): void {
  list.replaceChildren();
  alarm.hidden = true;
  say('');
}

function say(sentence: string): void {
  state.textContent = sentence;
  state.hidden = sentence === '';
}

function isWrong({ check, finding }: Checked): boolean {
  return check.ok ? contradicts(finding) : check.why !== 'unsupported';
}

/** The file to keep: all statements, and checkpoints that bear witness to what the log was. */
function fileOf(
  { reference, statements }: CaseView,
  checkpoints: readonly string[],
  texts: CaseProofTexts,
): string {
  const notes = statements.map(({ note, position }) =>
    position === null ? note : `${note}position: ${position}\n`,
  );
  return fillIn(texts.file.text, { reference, statements: [...notes, ...checkpoints].join('\n') });
}

function save(
  name: string,
  content: string,
  { reference }: CaseView,
  type = 'text/plain;charset=utf-8',
): void {
  downloadFile(fillIn(name, { reference }), content, type);
}

/**
 * Opens originals (armored) with the key of the receipt, each to its text; null for one that does not open. Never fails.
 */
export type OpenOriginals = (sealed: string[]) => Promise<(string | null)[]>;

/** The messages as they came in, as far as can be known here. */
async function receivedOf({ messages, reference }: CaseView, open: OpenOriginals): Promise<Received[]> {
  const known = messages.flatMap(({ number, shared }) =>
    shared?.original ? [{ number, original: shared.original }] : [],
  );
  const opened = known.length === 0 ? [] : await open(known.map(({ original }) => original));
  const texts = new Map(known.map(({ number }, index) => [number, opened[index] ?? null]));
  return messages.map((message) => asReceived(message, texts.get(message.number) ?? null, reference));
}

async function comparedWith({ check }: Checked, received: readonly Received[]) {
  return check.ok ? sealedStateOf(check.statement, received) : { state: null, sharedAt: null };
}
