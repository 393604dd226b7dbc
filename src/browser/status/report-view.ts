// The report as the team reads it: its answers with their names, its texts rendered. Loaded when somebody unfolds it.
import { ReportFormatError, readReport } from '../../disclosure/report.ts';
import { headingsOf, sections } from '../../disclosure/report-sections.ts';
import type { StatusTexts } from '../../handover/status.ts';
import { showText } from '../dom/foreign.ts';
import { nameElement } from '../dom/foreign-names.ts';
import { foldedRaw, type RenderedTexts } from './rendered-text.ts';

/**
 * The report in its parts, and what it was, folded.
 * @returns null where the text is no report as this site makes them
 */
export function reportView(text: string, texts: StatusTexts, rendered: RenderedTexts): HTMLElement | null {
  const report = read(text);
  if (report === null) return null;
  const { fields, weaknesses, exposures, publications, notSo } = texts.reportWords;
  const rows: [string, string | HTMLElement][] = [
    [fields.system, nameElement(report.system)],
    [fields.version, nameElement(report.version)],
    [fields.weakness, weaknesses[report.weakness]],
    [fields.exposure, exposures[report.exposure]],
    [fields.cvss, report.cvss],
    [fields.tools, nameElement(report.tools)],
    [fields.name, nameElement(report.name)],
    [fields.contact, nameElement(report.contact)],
    [fields.credit, nameElement(report.credit)],
    [fields.publication, publications[report.publication]],
    [fields.keptToLimits, report.keptToLimits ? '' : notSo],
    [fields.keptToMethods, report.keptToMethods ? '' : notSo],
    [fields.otherwise, nameElement(report.otherwise)],
  ];
  const list = document.createElement('dl');
  list.className = 'facts';
  for (const [term, value] of rows) {
    if ((typeof value === 'string' ? value : value.textContent) !== '') list.append(rowOf(term, value));
  }
  const headings = headingsOf(report.language);
  const parts = sections.flatMap((section) => {
    if (section === 'replyKey' || report[section] === '') return [];
    const heading = document.createElement('h3');
    heading.lang = report.language;
    heading.textContent = headings[section];
    // What can be run is shown as it was written.
    const part =
      section === 'proof' ? written(report.proof) : rendered.show(report[section], texts, 'beside');
    return [heading, part];
  });
  const body = document.createElement('div');
  body.append(list, ...parts, foldedRaw(text, texts));
  return body;
}

function read(text: string) {
  try {
    return readReport(text);
  } catch (error) {
    if (error instanceof ReportFormatError) return null;
    throw error;
  }
}

function rowOf(term: string, value: string | HTMLElement): HTMLElement {
  const row = document.createElement('div');
  const name = document.createElement('dt');
  name.translate = true;
  name.textContent = term;
  const answer = document.createElement('dd');
  answer.append(value);
  row.append(name, answer);
  return row;
}

function written(text: string): HTMLElement {
  const place = document.createElement('pre');
  place.tabIndex = 0;
  showText(place, text);
  return place;
}
