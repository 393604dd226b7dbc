import { HtmlValidate, type RuleConfig } from 'html-validate';

/** Rules of the recommended set that ask for more than HTML does, or for what another test looks at; each with why. */
const OFF: RuleConfig = {
  // Scripts fill these in before they show what they stand in: axe looks at them then (browser/accessibility).
  'empty-heading': 'off',
  'unique-landmark': 'off',
  // A group may be named by a label as well as by a legend; axe finds one that has neither.
  'wcag/h71': 'off',
  // A form whose files are read as soon as they are chosen has nothing to send.
  'wcag/h32': 'off',
  // What an input is without a type, HTML says: text.
  'no-implicit-input-type': 'off',
  // It takes the words of such a link for a number as well. A number has them: `telephoneText`.
  'tel-non-breaking': 'off',
  // Nobody sees them, and a template of several lines may leave some.
  'no-trailing-whitespace': 'off',
  // A lesson is called what its author calls it.
  'long-title': 'off',
};

const validator = new HtmlValidate({ root: true, extends: ['html-validate:recommended'], rules: OFF });

/**
 * What is wrong with a whole HTML document, by html-validate and by two rules that it lacks: where it is over, it is over, and a
 * `time` without `datetime` is one that a machine can read.
 * @returns a line for each fault, with the place
 */
export async function faultsIn(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  const found = results.flatMap(({ messages }) =>
    messages.map(
      ({ ruleId, message, selector, line }) => `${ruleId}: ${message} (${selector ?? `line ${line}`})`,
    ),
  );
  const after = html.slice(html.lastIndexOf('</html>')).replace('</html>', '').trim();
  if (after !== '') found.push(`after the end: ${after.slice(0, 80)}`);
  const times = html.matchAll(/<time(?![^>]*\sdatetime=)[^>]*>([^<]*)</g);
  for (const [tag, text = ''] of times) if (!/^\d{4}-\d\d/.test(text)) found.push(`time: ${tag}`);
  return found;
}
