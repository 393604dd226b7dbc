// The report as the team will read it, and what the server sees of it. Loaded with the first look.
import { headingsOf, sections } from '../../disclosure/report-sections.ts';
import { receive } from '../../handover/border.ts';
import type { PreviewTexts } from '../../handover/report.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { byId } from '../dom/by-id.ts';
import { fitHeadings } from '../dom/fit-headings.ts';
import { isLong, LONG, showText } from '../dom/foreign.ts';
import { nameElement } from '../dom/foreign-names.ts';
import { freshAllowance, renderMarkdown } from '../workers/markdown/client.ts';
import { isExploited, isUrgent, type Written } from './seal.ts';

const place = byId('preview-fields');
const seen = byId('preview-seen');

/**
 * Shows it.
 * @param notify the address for news; empty for none
 * @returns resolves once all of it is there
 */
export async function showFields(
  { report, document: text, hasOwnKey }: Written,
  notify: string,
): Promise<void> {
  const { texts } = receive<PreviewTexts>(place);
  const { fields, anonymous, notNamed, notSo } = texts;
  const rows: [string, string | HTMLElement][] = [
    [fields.system, nameElement(report.system)],
    [fields.version, nameElement(report.version)],
    [fields.tools, nameElement(report.tools)],
    [fields.weakness, chosen('weakness', report.weakness)],
    [fields.exposure, chosen('exposure', report.exposure)],
    [fields.cvss, report.cvss],
    [fields.name, nameElement(report.name)],
    [fields.contact, nameElement(report.contact)],
    [
      fields.credit,
      report.credit === '' ? (report.name === '' ? anonymous : notNamed) : nameElement(report.credit),
    ],
    [fields.publication, chosen('publication', report.publication)],
    [fields.keptToLimits, report.keptToLimits ? '' : notSo],
    [fields.keptToMethods, report.keptToMethods ? '' : notSo],
    [fields.otherwise, nameElement(report.otherwise)],
    [texts.attachments, filesOf(report.attachments.map(({ name }) => name))],
  ];
  const list = document.createElement('dl');
  list.className = 'facts';
  list.append(...rows.flatMap(([term, value]) => rowOf(term, value)));
  const headings = headingsOf(report.language);
  const parts = sections.filter((name) => name !== 'replyKey' && report[name] !== '');
  const allowance = freshAllowance();
  const bodies = await Promise.all(
    // What can be run is shown as it was written.
    parts.map((name) => (name === 'proof' ? written(report[name]) : rendered(report[name], allowance))),
  );
  place.replaceChildren(list);
  for (const [at, name] of parts.entries()) {
    const heading = document.createElement('h4');
    heading.textContent = headings[name];
    place.append(heading, bodies[at] ?? '');
  }
  const size = Math.ceil(new TextEncoder().encode(text).length / 1024);
  const { server } = texts;
  const lines = [
    fillIn(server.always, { size }),
    isUrgent(report) ? (isExploited(report) ? server.exploited : server.urgent) : '',
    report.attachments.length > 0 ? fillIn(server.files, { count: report.attachments.length }) : '',
    hasOwnKey ? server.ownKey : '',
    notify === '' ? '' : fillIn(server.notify, { email: notify }),
  ];
  seen.replaceChildren(
    ...lines
      .filter((line) => line !== '')
      .map((line) => {
        const item = document.createElement('li');
        item.textContent = line;
        return item;
      }),
  );
}

/** Takes it off the page. */
export function clearFields(): void {
  place.replaceChildren();
  seen.replaceChildren();
}

/** The words of an answer that was chosen. */
function chosen(field: string, value: string): string {
  const options = byId<HTMLSelectElement>(`field-${field}`).options;
  return Array.from(options).find((option) => option.value === value)?.text ?? value;
}

function filesOf(names: readonly string[]): HTMLElement {
  const list = document.createElement('span');
  for (const [at, name] of names.entries()) list.append(at === 0 ? '' : ', ', nameElement(name));
  return list;
}

function rowOf(term: string, value: string | HTMLElement): HTMLElement[] {
  if ((typeof value === 'string' ? value : value.textContent) === '') return [];
  const row = document.createElement('div');
  const [name, answer] = [document.createElement('dt'), document.createElement('dd')];
  name.textContent = term;
  answer.append(value);
  row.append(name, answer);
  return [row];
}

function written(text: string): HTMLElement {
  const part = document.createElement('pre');
  part.tabIndex = 0;
  showText(part, text);
  return part;
}

async function rendered(text: string, allowance: ReturnType<typeof freshAllowance>): Promise<HTMLElement> {
  const nodes = await renderMarkdown(text, allowance);
  const part = document.createElement('div');
  part.className = isLong(text) ? `rendered ${LONG}` : 'rendered';
  if (nodes === null) {
    showText(part, text);
    return part;
  }
  fitHeadings(nodes, 4);
  part.append(nodes);
  return part;
}
