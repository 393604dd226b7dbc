// What the team does with a case besides answering: who handles it, credit, the clocks of the CRA, keeping and erasing.
import * as z from 'zod/mini';
import { authorityReports } from '../../disclosure/case.ts';
import { type ChangeBody, changedSchema, type TeamCase, teamCaseSchema } from '../../disclosure/team-wire.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { askTeam, TeamProblem } from '../api/team.ts';
import { byId } from '../dom/by-id.ts';
import { saveBlob } from '../dom/download.ts';
import { forgetDrafts } from './compose.ts';
import type { CaseDesk } from './open-case.ts';
import {
  button,
  colleagueName,
  element,
  facts,
  momentText,
  onlyOnce,
  sentenceFor,
  tell,
  texts,
} from './page.ts';

const title = byId('case-title');
const status = byId('actions-status');
const error = byId('error-actions');
const assignee = byId<HTMLSelectElement>('assignee');
const credit = byId<HTMLSelectElement>('credit');
const saveButton = byId('actions-save');
const cra = byId<HTMLDetailsElement>('cra');
const craSinceBox = byId('cra-since-box');
const craSince = byId<HTMLInputElement>('cra-since');
const craStart = byId('cra-start');
const craStop = byId('cra-stop');
const exportButton = byId('export');
const exportStatus = byId('export-status');
const eraseButton = byId('erase');

let desk: CaseDesk;
/** What the fields said before anybody chose. */
let base = { assignee: '', credit: 'undecided' };
/** Changes go one after the other, each with the version that the one before it made. */
let lastChange: Promise<unknown> = Promise.resolve();

/** Sets the fields and buttons up. */
export function setUpActions(caseDesk: CaseDesk): void {
  desk = caseDesk;
  for (const { fingerprint, name } of facts.team) assignee.append(optionOf(fingerprint, name));
  saveButton.addEventListener('click', onlyOnce(saveFields));
  craStart.addEventListener('click', onlyOnce(startClocks));
  craStop.addEventListener(
    'click',
    onlyOnce(async () => {
      if (confirm(texts.actions.craStopConfirm)) await save({ exploited: false });
    }),
  );
  exportButton.addEventListener('click', onlyOnce(exportCase));
  eraseButton.addEventListener('click', onlyOnce(erase));
}

/** Shows how things stand. */
export function showActions(view: TeamCase): void {
  const known = [...assignee.options].some(({ value }) => value === (view.assignee ?? ''));
  if (!known && view.assignee !== null)
    assignee.append(optionOf(view.assignee, colleagueName(view.assignee)));
  const fresh = { assignee: view.assignee ?? '', credit: view.credit };
  // What was chosen and not saved yet stays.
  if (assignee.value === base.assignee) assignee.value = fresh.assignee;
  if (credit.value === base.credit) credit.value = fresh.credit;
  base = fresh;
  const isExploited = view.exploitedAt !== null;
  if (isExploited) cra.open = true;
  const isStub = view.withdrawnAt !== null;
  const isStubDone = isStub && view.status === 'closed';
  craStart.hidden = isExploited || isStub;
  craSinceBox.hidden = craStart.hidden;
  if (isExploited) craSince.value = '';
  craStop.hidden = !isExploited || isStubDone;
  // With a stub its clocks would go.
  eraseButton.hidden = isStub && !isStubDone;
}

/** Takes what was said off the screen. */
export function clearActions(): void {
  status.textContent = '';
  exportStatus.textContent = '';
  cra.open = false;
  craSince.value = '';
  assignee.value = '';
  credit.value = 'undecided';
  base = { assignee: '', credit: 'undecided' };
  tell(error, null, '');
}

/** The button that ticks a report to the authorities off; null for a deadline that is met in another way. */
export function tickFor(name: string): HTMLElement | null {
  const reported = authorityReports.find((one) => one === name);
  if (reported === undefined) return null;
  const what = texts.deadlines[reported];
  const tick = button(texts.actions.craReported, 'quiet', async () => {
    if (confirm(fillIn(texts.actions.craReportedConfirm, { what }))) await save({ reported });
  });
  // There are as many such buttons as there are reports.
  tick.setAttribute('aria-label', `${texts.actions.craReported}: ${what}`);
  return tick;
}

/** The clocks run from now, or from the moment that is filled in, in the zone of whoever sits here. */
async function startClocks(): Promise<void> {
  const { craConfirm, craSinceConfirm } = texts.actions;
  // Half a moment is none, and is not now either.
  if (!craSince.reportValidity()) return;
  if (craSince.value === '') {
    if (confirm(craConfirm)) await save({ exploited: true });
    return;
  }
  const exploitedSince = new Date(craSince.value).toISOString();
  if (confirm(fillIn(craSinceConfirm, { moment: momentText(exploitedSince) })))
    await save({ exploited: true, exploitedSince });
}

async function saveFields(): Promise<void> {
  const wanted: Omit<ChangeBody, 'version'> = {};
  if (assignee.value !== base.assignee) wanted.assignee = assignee.value || null;
  if (credit.value !== base.credit) wanted.credit = credit.value as TeamCase['credit'];
  if (Object.keys(wanted).length > 0) await save(wanted);
  else status.textContent = texts.actions.saved;
}

/** Changes the case on the screen, and shows what became of it. */
export function save(wanted: Omit<ChangeBody, 'version'>): Promise<void> {
  const { reference } = desk.current().view;
  const mine = lastChange.then(() => change(reference, wanted));
  lastChange = mine.catch(() => undefined);
  return mine;
}

async function change(reference: string, wanted: Omit<ChangeBody, 'version'>): Promise<void> {
  if (!desk.shows(reference)) return;
  const body = { version: desk.current().view.version, ...wanted };
  const answer = await askTeam('PATCH', `cases/${reference}`, changedSchema, body);
  const sentence = answer.ok ? texts.actions.saved : sentenceFor(answer.problem, answer.number);
  if (!desk.shows(reference)) return desk.notice(`${reference}: ${sentence}`);
  const isConflict = !answer.ok && answer.problem === 'version-conflict';
  status.textContent = answer.ok ? sentence : '';
  tell(error, null, answer.ok || isConflict ? '' : sentence);
  if (answer.ok) await desk.refresh();
  else if (isConflict) await desk.conflict();
  // The button that was pressed may be gone with what it was for; a keyboard then goes on from here.
  if (!desk.shows(reference) || document.activeElement !== document.body) return;
  if (status.checkVisibility()) status.focus({ preventScroll: true });
  else title.focus();
}

/**
 * One archive of what the server keeps: sealed messages, sealed attachments, and `case.json` with the rest, which also
 * names attachments that never came in whole.
 */
async function exportCase(): Promise<void> {
  const { reference } = desk.current().view;
  const percent = new Intl.NumberFormat(facts.language, { style: 'percent' });
  const tellProgress = (part: number) => {
    if (desk.shows(reference))
      exportStatus.textContent = fillIn(texts.actions.exportWorking, { percent: percent.format(part) });
  };
  tellProgress(0);
  try {
    const [{ downloadZip }, { fetchSealed }] = await Promise.all([
      import('client-zip'),
      import('./files.ts'),
    ]);
    // Not what is on the screen: an upload may have been completed since.
    const answer = await askTeam('GET', `cases/${reference}`, teamCaseSchema);
    if (!answer.ok) return tellEnd(reference, sentenceFor(answer.problem, answer.number));
    const view = answer.value;
    const complete = view.attachments.filter(({ isComplete }) => isComplete);
    const files = view.messages.map(({ number, from, at, sealed }) => ({
      name: `${reference}/messages/${String(number).padStart(3, '0')}-${from}.asc`,
      input: sealed as string | Blob,
      lastModified: new Date(at),
    }));
    for (const [index, file] of complete.entries()) {
      files.push({
        name: `${reference}/attachments/${index + 1}-${file.id}.pgp`,
        input: await fetchSealed(reference, file, (part) => tellProgress((index + part) / complete.length)),
        lastModified: new Date(view.receivedAt),
      });
    }
    const { messages, ...known } = view;
    const summary = { ...known, messages: messages.map(({ sealed: _, ...rest }) => rest) };
    files.push({
      name: `${reference}/case.json`,
      input: `${JSON.stringify(summary, null, 2)}\n`,
      lastModified: new Date(),
    });
    saveBlob(`${reference}.zip`, await downloadZip(files).blob());
    tellEnd(reference, texts.actions.exportDone);
  } catch (cause) {
    tellEnd(
      reference,
      cause instanceof TeamProblem ? sentenceFor(cause.code, cause.number) : texts.actions.exportFailed,
    );
  }
}

function tellEnd(reference: string, sentence: string): void {
  if (desk.shows(reference)) exportStatus.textContent = sentence;
  else desk.notice(`${reference}: ${sentence}`);
}

async function erase(): Promise<void> {
  const { view } = desk.current();
  if (!confirm(fillIn(texts.actions.eraseConfirm, { reference: view.reference }))) return;
  const body = { version: view.version };
  const answer = await askTeam('DELETE', `cases/${view.reference}`, z.undefined(), body);
  if (answer.ok) {
    forgetDrafts(view.reference);
    return desk.leave(`${view.reference}: ${texts.actions.erased}`);
  }
  if (!desk.shows(view.reference)) return desk.notice(sentenceFor(answer.problem, answer.number));
  tell(error, null, sentenceFor(answer.problem, answer.number));
  if (answer.problem === 'version-conflict') await desk.conflict();
}

function optionOf(value: string, label: string): HTMLOptionElement {
  const option = element('option', '', label);
  option.value = value;
  return option;
}
