// The header block of a report as a JSON Schema, for scanners and agents that fill one in. What the schema takes,
// `readReport` takes, and the other way round: `report-json-schema.test.ts` holds the two together.
import { languageCodes } from '../i18n/languages.ts';
import { cvssVector, longestCvss } from './cvss-vector.ts';
import { limits } from './limits.ts';
import { exposures, FORMAT, publications, textLimits, weaknesses } from './report.ts';

/** Where it is published. */
export const REPORT_SCHEMA_PATH = '/report.schema.json';

/** White space that is taken off at both ends: a form feed and a vertical tab are control characters, and stay. */
const SPACE = '[^\\S\\v\\f]';

const line = (maxLength: number, description: string) => ({ type: 'string', maxLength, description });
const oneOf = (values: readonly string[], description: string) => ({ enum: [...values], description });
const confirmed = (what: string) => ({
  type: 'boolean',
  description: `${what} With false we read the report as well, and see that you did not say so.`,
});

const attachment = {
  type: 'object',
  description: 'A file that goes with the report, as the form on the site seals it.',
  properties: {
    id: { type: 'string', pattern: '^[0-9a-f]{32}$', description: 'Random, in hexadecimal.' },
    name: line(255, 'What the file is called.'),
    size: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'In bytes.' },
    sha256: {
      type: 'string',
      pattern: '^[0-9a-f]{64}$',
      description: 'SHA-256 of its contents, in hexadecimal.',
    },
  },
  required: ['id', 'name', 'size', 'sha256'],
  additionalProperties: false,
};

const properties = {
  format: { const: FORMAT, description: 'The format of the document.' },
  language: oneOf(languageCodes, 'The language of the report, of its headings and of our answer.'),
  system: {
    ...line(textLimits.system, 'Where the vulnerability is: a URL, an IP address or a product.'),
    pattern: '[\\S\\v\\f]',
  },
  weakness: oneOf(weaknesses, 'The kind of vulnerability.'),
  exposure: oneOf(
    exposures,
    'Whether it is being exploited, is public already, or both, as far as you know.',
  ),
  name: line(textLimits.name, 'Your name or pseudonym; empty to stay anonymous.'),
  contact: line(textLimits.contact, 'How we can reach you outside the site; may be empty.'),
  credit: line(textLimits.credit, 'The name that we may thank you under; empty if you do not wish that.'),
  publication: oneOf(publications, 'What you wish about publication once it is solved.'),
  cvss: {
    ...line(longestCvss, 'How severe you find it, as a vector of CVSS 4.0, 3.1 or 3.0; may be empty.'),
    pattern: `^${SPACE}*(?:${cvssVector.source.slice(1, -1)})?${SPACE}*$`,
    default: '',
  },
  version: {
    ...line(textLimits.version, 'What you tested and when: a version, a date; may be empty.'),
    default: '',
  },
  tools: {
    ...line(textLimits.tools, 'Tools that you used, an AI assistant too; may be empty.'),
    default: '',
  },
  keptToLimits: confirmed(
    'That you looked at no more than was needed to show the vulnerability (policy, A2).',
  ),
  keptToMethods: confirmed('That you used none of the methods that the policy asks you not to use (A6).'),
  otherwise: {
    ...line(
      textLimits.otherwise,
      'What of these two is not so, in your own words; may be empty. Saying it honestly is better than not reporting.',
    ),
    default: '',
  },
  attachments: {
    type: 'array',
    maxItems: limits.attachments,
    items: attachment,
    description:
      'Files that the form on the site sends along; empty in a report by gpg and curl, whose files are parts of one ' +
      'MIME message (multipart/mixed) that begins with the report as text/plain, and is encrypted as a whole.',
  },
};

/**
 * The header block as a JSON Schema (draft 2020-12): an object with the name of each line and the JSON value behind it.
 * @param siteUrl the site that the reports are for, without a slash behind it
 */
export function reportJsonSchema(siteUrl: string): Record<string, unknown> {
  const optional = Object.entries(properties).filter(([, property]) => 'default' in property);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${siteUrl}${REPORT_SCHEMA_PATH}`,
    title: 'The header block of a report',
    description:
      'A report is a Markdown document that begins with a header block: a line `name: JSON value` for each property, ' +
      'between two lines `---`. Behind it come the sections, as in the template. ' +
      'Lengths are in Unicode code points. The document is encrypted as a whole with OpenPGP before it is sent.',
    type: 'object',
    properties,
    required: Object.keys(properties).filter((name) => !optional.some(([other]) => other === name)),
    additionalProperties: false,
  };
}
