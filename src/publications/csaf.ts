import packageFile from '../../package.json' with { type: 'json' };
import type { Organisation } from '../organisation.ts';
import { baseScore } from './csaf-score.ts';

/**
 * What a security advisory says, in English. A CSAF document has one language, and consumers count documents by their
 * id: so there is one document for each lesson, and it refers to the lesson's pages in every language.
 */
export interface Advisory {
  /** Unique and lasting, e.g. `S4M-2026-01`. */
  id: string;
  title: string;
  summary: string;
  description: string;
  /** Every version of the document that was published; at least one. Dates as ISO 8601, a bare day is its midnight UTC. */
  revisions: { date: string; summary: string }[];
  product: string;
  /** One version (`4.2`), constraints as in vers (`<4.3`, `>=4.0|<4.3`), or `all`. */
  affected: string;
  /** In the same form; left out while there is no such version. */
  fixed?: string | undefined;
  remediation: { category: RemediationCategory; text: string };
  cve?: string | undefined;
  cwe?: { id: string; name: string } | undefined;
  /** A CVSS 3.1 vector of base metrics. */
  cvss?: string | undefined;
  /** Who found it and wished to be named. */
  acknowledgments?: string[];
  /** `self` for this site's pages about it. */
  references?: { category: 'self' | 'external'; summary: string; url: string }[];
}

type RemediationCategory = 'vendor_fix' | 'mitigation' | 'workaround' | 'no_fix_planned' | 'none_available';

/** Who publishes the documents; `siteUrl` is the namespace and the place where they stand. */
export interface Publisher extends Pick<Organisation, 'name' | 'publisherCategory'> {
  siteUrl: string;
  contactDetails: string;
}

/** An advisory that no valid document can be made of; the message says what to change. */
export class AdvisoryError extends Error {}

/** Everything of CSAF stands below this path; documents below `white/<year of first release>/`. */
export const CSAF_PATH = '/.well-known/csaf';

/** The publisher as documents and the provider's metadata describe it. */
export function publisherObject(publisher: Publisher) {
  return {
    category: publisher.publisherCategory,
    contact_details: publisher.contactDetails,
    name: publisher.name,
    namespace: publisher.siteUrl,
  };
}

/** Where a document stands below `white/`: the year of its first release and its file name (CSAF 2.0, section 5.1). */
export function documentPath(advisory: Pick<Advisory, 'id' | 'revisions'>): string {
  const fileName = advisory.id.toLowerCase().replace(/[^+\-a-z0-9]+/g, '_');
  return `${releases(advisory).initial.slice(0, 4)}/${fileName}.json`;
}

/** The times at which the first and the latest version of a document were released. @throws AdvisoryError */
export function releases({ id, revisions }: Pick<Advisory, 'id' | 'revisions'>) {
  const history = revisions
    .map(({ date, summary }) => ({ date: timeOf(date, id), summary }))
    .sort((one, other) => Date.parse(one.date) - Date.parse(other.date));
  const [first] = history;
  const last = history.at(-1);
  if (!first || !last) throw new AdvisoryError(`${id}: name at least one revision.`);
  return { history, initial: first.date, current: last.date };
}

/**
 * The advisory as a CSAF 2.0 document of the profile "security advisory".
 * @throws AdvisoryError
 */
export function csafDocument(advisory: Advisory, publisher: Publisher): object {
  const { history, initial, current } = releases(advisory);
  const { acknowledgments: thanked = [], cvss: vector, fixed } = advisory;
  return {
    document: {
      ...(thanked.length === 0 ? {} : { acknowledgments: thanked.map((name) => ({ names: [name] })) }),
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      distribution: { tlp: { label: 'WHITE', url: 'https://www.first.org/tlp/v1/' } },
      lang: 'en',
      notes: [{ category: 'summary', text: advisory.summary, title: 'Summary' }],
      publisher: publisherObject(publisher),
      references: [
        {
          category: 'self',
          summary: 'This document',
          url: `${publisher.siteUrl}${CSAF_PATH}/white/${documentPath(advisory)}`,
        },
        ...(advisory.references ?? []),
      ],
      title: advisory.title,
      tracking: {
        current_release_date: current,
        generator: { engine: { name: packageFile.name, version: packageFile.version } },
        id: advisory.id,
        initial_release_date: initial,
        revision_history: history.map((revision, index) => ({ ...revision, number: String(index + 1) })),
        status: 'final',
        version: String(history.length),
      },
    },
    product_tree: {
      branches: [
        {
          branches: [
            {
              branches: [
                versionBranch(advisory, 'affected', advisory.affected),
                ...(fixed === undefined ? [] : [versionBranch(advisory, 'fixed', fixed)]),
              ],
              category: 'product_name',
              name: advisory.product,
            },
          ],
          category: 'vendor',
          name: publisher.name,
        },
      ],
    },
    vulnerabilities: [
      {
        ...(advisory.cve === undefined ? {} : { cve: advisory.cve }),
        ...(advisory.cwe === undefined ? {} : { cwe: advisory.cwe }),
        notes: [{ category: 'description', text: advisory.description, title: 'Description' }],
        product_status: {
          ...(fixed === undefined ? {} : { fixed: ['fixed'] }),
          known_affected: ['affected'],
        },
        remediations: [
          {
            category: advisory.remediation.category,
            details: advisory.remediation.text,
            product_ids: ['affected'],
          },
        ],
        ...(vector === undefined ? {} : { scores: [scoreObject(vector, advisory.id)] }),
        title: advisory.title,
      },
    ],
  };
}

/** JSON with the keys of every object in order of their code points, and a line end: the same bytes each time. */
export function stableJson(value: unknown): string {
  const ordered = (_key: string, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part;
  return `${JSON.stringify(value, ordered, 2)}\n`;
}

const constraintsIn = (text: string) => text.split('|').map((part) => part.replaceAll(/\s+/g, ''));

/** Whether a text is one version, constraints as in vers, or `all`. */
export function areVersions(text: string): boolean {
  const isOne = (part: string) => /^(?:<=?|>=?|!?=)?v?\d[\w.+~-]*$/.test(part);
  return text.trim() === 'all' || constraintsIn(text).every(isOne);
}

function versionBranch({ id, product }: Advisory, productId: 'affected' | 'fixed', text: string) {
  const constraints = constraintsIn(text);
  const isAll = text.trim() === 'all';
  if (!areVersions(text)) {
    throw new AdvisoryError(
      `${id}: write the ${productId} versions as one version (4.2), as constraints (<4.3, >=4.0|<4.3) or as “all”, not “${text}”.`,
    );
  }
  const isOne = constraints.length === 1 && /^[v\d]/.test(text.trim());
  const range = isAll ? 'vers:all/*' : `vers:generic/${constraints.join('|').replaceAll('+', '%2B')}`;
  return {
    category: isOne ? 'product_version' : 'product_version_range',
    name: isOne ? text.trim() : range,
    product: {
      name: `${product} ${isAll ? '(all versions)' : constraints.join(', ')}`,
      product_id: productId,
    },
  };
}

function scoreObject(vector: string, id: string) {
  const base = baseScore(vector);
  if (!base)
    throw new AdvisoryError(`${id}: “${vector}” is not a CVSS 3.1 vector of the eight base metrics.`);
  return {
    cvss_v3: {
      baseScore: base.score,
      baseSeverity: base.severity,
      vectorString: vector,
      version: '3.1',
    },
    products: ['affected'],
  };
}

function timeOf(date: string, id: string): string {
  const time = new Date(date);
  if (Number.isNaN(time.getTime())) throw new AdvisoryError(`${id}: “${date}” is not a date (YYYY-MM-DD).`);
  return time.toISOString();
}
