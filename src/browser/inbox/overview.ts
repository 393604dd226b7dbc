// The banners above the list, and how the promise was kept.
import { type Overview, overviewSchema } from '../../disclosure/team-wire.ts';
import { fillIn } from '../../i18n/fill-in.ts';
import { formatMonth, formatSpan } from '../../i18n/format.ts';
import { askTeam } from '../api/team.ts';
import { byId } from '../dom/by-id.ts';
import { drawChart } from './chart.ts';
import { dayText, element, facts, momentText, plural, texts } from './page.ts';

const banners = byId('banners');
const chart = byId('chart');
const retention = byId('retention');

/** Answers that come late, after the page was cleared, are passed over. */
let run = 0;
/** What is on the screen, so that nothing is drawn anew, and no fold closes, without need. */
let shown = '';

/** Fetches and shows the overview; leaves the page as it is when that fails, or nothing changed. */
export async function showOverview(): Promise<void> {
  run += 1;
  const own = run;
  const answer = await askTeam('GET', 'overview', overviewSchema);
  if (own !== run || !answer.ok) return;
  const { value } = answer;
  const key = JSON.stringify(value);
  if (key === shown) return;
  shown = key;
  banners.replaceChildren(...sentencesOf(value).map((sentence) => element('li', 'note warning', sentence)));
  retention.textContent = plural(texts.actions, 'retention', value.retentionDays);
  const caption = element('figcaption', '', texts.chart.caption);
  if (value.figures.every(({ answered }) => answered === 0)) {
    chart.replaceChildren(caption, element('p', 'help', texts.chart.none));
    return;
  }
  const drawn = scroller(
    texts.chart.caption,
    drawChart(value.figures, facts.responseDays, texts.chart, facts.language),
  );
  const explain = element('p', 'help', texts.chart.explain);
  chart.replaceChildren(caption, drawn, explain, tableOf(value.figures));
}

/** Takes everything off the screen again. */
export function clearOverview(): void {
  run += 1;
  shown = '';
  banners.replaceChildren();
  chart.replaceChildren();
}

function sentencesOf({ mail, keys, noTeamKey }: Overview): string[] {
  const told = noTeamKey ? keys.filter(({ hasExpired }) => !hasExpired) : keys;
  const sentences = told.map(({ name, expiresAt, hasExpired }) => {
    const sentence = hasExpired ? texts.overview.keyExpired : texts.overview.keyExpires;
    return fillIn(sentence, { who: name, date: dayText(expiresAt) });
  });
  if (noTeamKey) sentences.unshift(texts.overview.keysExpired);
  const { waiting, failing, oldestAt } = mail;
  if (oldestAt !== null) {
    const sentence =
      failing > 0
        ? plural(texts.overview, 'mailFailing', failing)
        : plural(texts.overview, 'mailWaiting', waiting);
    sentences.unshift(fillIn(sentence, { moment: momentText(oldestAt) }));
  }
  return sentences;
}

function tableOf(figures: Overview['figures']): HTMLElement {
  const { table, month, received, answered, onTime, average, slowest } = texts.chart;
  const head = element('tr', '');
  for (const name of [month, received, answered, onTime, average, slowest]) {
    const cell = element('th', '', name);
    cell.scope = 'col';
    head.append(cell);
  }
  const rows = figures.map((one) => {
    const name = element('th', '', formatMonth(one.month, facts.language));
    name.scope = 'row';
    const span = (ms: number) => (one.answered === 0 ? '–' : formatSpan(ms, facts.language));
    const cells = [
      one.received,
      one.answered,
      one.answered - one.late,
      span(one.totalMs / Math.max(1, one.answered)),
      span(one.slowestMs),
    ];
    return element('tr', '', name, ...cells.map((cell) => element('td', '', String(cell))));
  });
  const content = element('table', '', element('thead', '', head), element('tbody', '', ...rows));
  return element('details', '', element('summary', '', table), scroller(table, content));
}

/** Something wide, that scrolls in itself, by keyboard too. */
function scroller(label: string, content: Element): HTMLElement {
  const made = element('div', 'table-scroll', content);
  made.tabIndex = 0;
  made.setAttribute('role', 'region');
  made.setAttribute('aria-label', label);
  return made;
}
