import type { VNode } from 'preact';
import { expect, it } from 'vitest';
import { Chart } from '../../src/browser/inbox/overview/Chart.tsx';
import { translator } from '../../src/i18n/index.ts';

const DAY = 86_400_000;
const texts = translator('en')('inbox:chart', { returnObjects: true });

/** The elements of a drawing, whatever they stand in. */
function elementsIn(node: unknown): VNode<Record<string, unknown>>[] {
  if (Array.isArray(node)) return node.flatMap(elementsIn);
  if (typeof node !== 'object' || node === null) return [];
  const one = node as VNode<Record<string, unknown>>;
  return [one, ...elementsIn(one.props.children)];
}

const month = (name: string, answered: number, averageDays: number, slowestDays: number) => ({
  ...{ month: name, received: answered, answered, late: slowestDays > 3 ? 1 : 0 },
  ...{ totalMs: averageDays * DAY * answered, slowestMs: slowestDays * DAY, leaves: 0 },
});

it('the chart has a bar for each month with an answer, in the measure of the promise, and says it in words', () => {
  const figures = [month('2026-09', 2, 3, 6), month('2026-10', 0, 0, 0), month('2026-11', 1, 1, 1)];
  const drawn = elementsIn(Chart({ figures, promisedDays: 3, texts, language: 'en' }));
  const withClass = (name: string) =>
    drawn.filter(({ props }) => props['class'] === name).map(({ props }) => props);
  expect(withClass('chart-label')).toHaveLength(3);
  const [september, november] = withClass('chart-bar');
  expect(Number(september?.['height'])).toBeCloseTo(3 * Number(november?.['height']));
  const [promise] = withClass('chart-promise');
  // An average as long as the promise reaches its line.
  expect(september?.['y']).toBeCloseTo(Number(promise?.['y1']));
  expect(withClass('chart-slowest').map(({ y1 }) => Number(y1) > 0)).toEqual([true, true]);
  // It is named behind the month of now, at which a telephone begins.
  expect(Number(withClass('chart-days')[0]?.['x'])).toBeGreaterThan(Number(promise?.['x2']));
  expect(drawn[0]?.props['aria-label']).toContain('Answered: 3. On time: 2.');
});
