// What every CSAF document of this site has, whatever it says.
import packageFile from '../../package.json' with { type: 'json' };
import type { Organisation } from '../organisation.ts';

/** Who publishes the documents; `siteUrl` is the namespace and the place where they stand. */
export interface Publisher extends Pick<Organisation, 'name' | 'publisherCategory'> {
  siteUrl: string;
  contactDetails: string;
  /** What readers may do with a document, in English. */
  termsOfUse: string;
}

/** A document by its id and every version of it that was published; at least one. */
export interface Tracked {
  /** Unique and lasting, e.g. `S4M-2026-01`. */
  id: string;
  /** Dates as ISO 8601, a bare day is its midnight UTC. */
  revisions: readonly { date: string; summary: string }[];
}

/** What stands in the head of a document, in English. */
export interface Stated extends Tracked {
  title: string;
  summary: string;
  /** Whom it is written for. */
  audience?: string | undefined;
  /** Who found it and wished to be named. */
  acknowledgments?: readonly string[];
  /** `self` for this site's pages about it. */
  references?: readonly Reference[];
}

export interface Reference {
  category: 'self' | 'external';
  summary: string;
  url: string;
}

/** Something that no valid document can be made of; the message says what to change. */
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
export function documentPath(tracked: Tracked): string {
  const fileName = tracked.id.toLowerCase().replace(/[^+\-a-z0-9]+/g, '_');
  return `${releases(tracked).initial.slice(0, 4)}/${fileName}.json`;
}

/** The times at which the first and the latest version of a document were released. @throws AdvisoryError */
export function releases({ id, revisions }: Tracked) {
  const history = revisions
    .map(({ date, summary }) => ({ date: timeOf(date, id), summary }))
    .sort((one, other) => Date.parse(one.date) - Date.parse(other.date));
  const [first] = history;
  const last = history.at(-1);
  if (!first || !last) throw new AdvisoryError(`${id}: name at least one revision.`);
  return { history, initial: first.date, current: last.date };
}

/** The program that makes the documents. */
export const engine = { name: packageFile.name, version: packageFile.version };

/**
 * The head of a document, which is for everybody. It says for whom it is written and what readers may do with it, as
 * ISO/IEC 29147 section 7.4 asks.
 * @throws AdvisoryError
 */
export function documentObject(
  category: 'csaf_security_advisory' | 'csaf_vex',
  stated: Stated,
  publisher: Publisher,
): object {
  const { history, initial, current } = releases(stated);
  const { acknowledgments: thanked = [], audience } = stated;
  return {
    ...(thanked.length === 0 ? {} : { acknowledgments: thanked.map((name) => ({ names: [name] })) }),
    category,
    csaf_version: '2.0',
    distribution: {
      text: 'TLP:CLEAR, which CSAF 2.0 calls WHITE: this may be shared with anybody.',
      tlp: { label: 'WHITE', url: 'https://www.first.org/tlp/v1/' },
    },
    lang: 'en',
    notes: [
      {
        ...(audience === undefined ? {} : { audience }),
        category: 'summary',
        text: stated.summary,
        title: 'Summary',
      },
      { category: 'legal_disclaimer', text: publisher.termsOfUse, title: 'Terms of use' },
    ],
    publisher: publisherObject(publisher),
    references: [
      {
        category: 'self',
        summary: 'This document',
        url: `${publisher.siteUrl}${CSAF_PATH}/white/${documentPath(stated)}`,
      },
      ...(stated.references ?? []),
    ],
    title: stated.title,
    tracking: {
      current_release_date: current,
      generator: { engine },
      id: stated.id,
      initial_release_date: initial,
      revision_history: history.map((revision, index) => ({ ...revision, number: String(index + 1) })),
      status: 'final',
      version: String(history.length),
    },
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

function timeOf(date: string, id: string): string {
  const time = new Date(date);
  if (Number.isNaN(time.getTime())) throw new AdvisoryError(`${id}: “${date}” is not a date (YYYY-MM-DD).`);
  return time.toISOString();
}
