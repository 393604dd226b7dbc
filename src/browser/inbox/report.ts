// The report of a case: in its fields when it could be opened, else sealed, with a place to paste it.
import type { Report } from '../../disclosure/report.ts';
import { isSeipd2 } from '../../openpgp/split-message.ts';
import { byId } from '../dom/by-id.ts';
import { nameElement } from '../dom/foreign-names.ts';
import { stayTyped } from '../dom/stay-typed.ts';
import { hasKey } from '../workers/team/client.ts';
import { partsBlock } from './mail-parts.ts';
import { markdownBlock, rawDetails } from './markdown.ts';
import type { CaseDesk, OpenCase } from './open-case.ts';
import { button, element, onlyOnce, tell, texts } from './page.ts';
import { sealedBlock, sealedDetails, sentenceOf } from './sealed.ts';

const body = byId('report-body');
const paste = byId<HTMLDetailsElement>('paste');
const pasteForm = byId<HTMLFormElement>('paste-form');
const pasteText = byId<HTMLTextAreaElement>('paste-text');
const pasteError = byId('error-paste');

stayTyped([pasteText]);

/** What is on the screen now, so that nothing is drawn anew, and no fold closes, without need. */
let shown = '';

/** Sets the place to paste up. */
export function setUpReport(desk: CaseDesk): void {
  const paste = onlyOnce(async () => {
    const isReport = await desk.paste(pasteText.value);
    tell(pasteError, pasteText, isReport ? '' : texts.case.pasteWrong);
    if (isReport) pasteText.value = '';
    else pasteText.focus();
  });
  pasteForm.addEventListener('submit', (event) => {
    event.preventDefault();
    void paste();
  });
}

/** Shows the report. */
export function showReport(open: OpenCase, desk: CaseDesk): void {
  const { reportText, report, view, shown: inView } = open;
  const opening = inView[0]?.opening;
  const closed = opening?.text === null ? opening.why : 'closed';
  paste.hidden = reportText !== null;
  const key = `${view.reference} ${hasKey()} ${closed} ${reportText}`;
  if (key === shown) return;
  shown = key;
  const sealed = view.messages[0]?.sealed ?? '';
  const fileName = `${view.reference}.asc`;
  if (reportText === null) {
    const isNewer = !hasKey() && isSeipd2(sealed);
    const noKey = isNewer ? texts.case.newer : texts.case.noKey;
    const why = element('p', '', hasKey() ? sentenceOf(closed) : noKey);
    const load = button(texts.key.submitAgain, 'quiet', desk.loadKey);
    body.replaceChildren(
      why,
      ...(hasKey() ? [] : [element('p', 'actions', load)]),
      sealedBlock(sealed, fileName, isNewer),
    );
    return;
  }
  const content = report
    ? fieldsOf(report)
    : [element('p', 'note warning', texts.case.notReadable), markdownBlock(reportText)];
  // A report that was pasted came without what was around it.
  const { raw = reportText, files = [] } = opening && opening.text !== null ? opening : {};
  body.replaceChildren(
    ...content,
    ...partsBlock(files),
    rawDetails(texts.case.raw, raw),
    sealedDetails(sealed, fileName),
  );
}

/** Takes the report off the screen again. */
export function clearReport(): void {
  shown = '';
  body.replaceChildren();
  pasteText.value = '';
  paste.open = false;
  tell(pasteError, pasteText, '');
}

function fieldsOf(report: Report): HTMLElement[] {
  const { fields, anonymous } = texts.case;
  const { weaknesses, exposures, publications } = texts.report;
  const rows: [string, string | HTMLElement][] = [
    [fields.system, nameElement(report.system)],
    [fields.weakness, weaknesses[report.weakness]],
    [fields.exposure, exposures[report.exposure]],
    [fields.cvss, report.cvss || '–'],
    [fields.name, nameElement(report.name || '–')],
    [fields.contact, nameElement(report.contact || '–')],
    [fields.credit, report.credit === '' ? anonymous : nameElement(report.credit)],
    [fields.publication, publications[report.publication]],
  ];
  const facts = element('dl', 'facts');
  for (const [term, value] of rows)
    facts.append(element('div', '', element('dt', '', term), element('dd', '', value)));
  const sections = (['description', 'impact', 'discovery'] as const).flatMap((name) =>
    report[name] === '' ? [] : [element('h4', '', fields[name]), markdownBlock(report[name])],
  );
  return [facts, ...sections];
}
