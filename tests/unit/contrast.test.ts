import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../src/styles/tokens.css', import.meta.url), 'utf8');
const [lightText = '', darkText = ''] = css.split('@media screen and (prefers-color-scheme: dark)');
const colours = (text: string) =>
  new Map(
    [...text.matchAll(/(--[\w-]+): (#[\da-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
const light = colours(lightText);
const dark = colours(darkText);

/** Relative luminance of `#rrggbb`, as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(scheme: Map<string, string>, first: string, second: string): number {
  const [low = 0, high = 0] = [first, second]
    .map((name) => luminance(scheme.get(name) ?? '#777777'))
    .sort((one, other) => one - other);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['--paper', '--sheet', '--warn-ground', '--good-ground'];
const texts = [
  ...['--ink', '--ink-soft', '--accent', '--error'].flatMap((text) =>
    grounds.map((ground) => [text, ground] as const),
  ),
  ['--accent-ink', '--accent'],
  ['--paper', '--ink'],
] as const;
/** What shows where a field ends, and where the focus is. */
const shapes = ['--field-line', '--point'].flatMap((shape) =>
  ['--paper', '--sheet'].map((ground) => [shape, ground] as const),
);

/** The stylesheet of the HTML of mails, which can't read the custom properties. */
const mailCss = readFileSync(new URL('../../functions/mail/html.ts', import.meta.url), 'utf8').split(
  '@media',
);

it.each([
  ['light', light, mailCss[0]],
  ['dark', dark, mailCss[1]],
] as const)('mails have the colours of the %s scheme, and no others', (_, scheme, styles) => {
  const used = styles?.match(/#[\da-f]{6}(?=[;\s])/g) ?? [];
  expect(used.length).toBeGreaterThan(5);
  expect(used.filter((colour) => ![...scheme.values()].includes(colour))).toEqual([]);
});

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('the colours of the %s scheme', (_, scheme) => {
  it('are the same set in both', () => expect([...scheme.keys()]).toEqual([...light.keys()]));

  it.each(texts)('%s can be read on %s: AAA', (text, ground) => {
    expect(contrast(scheme, text, ground)).toBeGreaterThanOrEqual(7);
  });

  it.each(shapes)('%s can be seen on %s', (shape, ground) => {
    expect(contrast(scheme, shape, ground)).toBeGreaterThanOrEqual(3);
  });
});
