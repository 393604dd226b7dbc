// What is said of products and a weak spot with a public name, as OpenVEX 0.2.0 (https://github.com/openvex/spec).
import { CSAF_PATH, documentPath, engine, type Publisher, releases, type Tracked } from './csaf-parts.ts';
import { vexPurl } from './purl.ts';
import { withVersions } from './versions.ts';
import type { VexData, VexProduct } from './vex-schema.ts';

/** Where these documents stand: beside the CSAF directory and not in it, which is for CSAF alone. */
export const OPENVEX_FOLDER = 'openvex';

/** Where the document of one lies on this site. */
export const openVexPath = (vex: Pick<VexData, 'id' | 'revisions'>) =>
  `${CSAF_PATH}/${OPENVEX_FOLDER}/${documentPath(trackedOf(vex))}`;

/** It, as far as documents are tracked by it. */
export function trackedOf({ id, revisions }: Pick<VexData, 'id' | 'revisions'>): Tracked {
  return { id, revisions: revisions.map(({ date, summary }) => ({ date, summary: summary.en })) };
}

/**
 * One statement for each product, since each says why for itself. The author is the organisation, whose key signs the
 * document.
 * @throws AdvisoryError
 */
export function openVexDocument(vex: VexData, publisher: Publisher): object {
  const { vulnerability, products } = vex;
  const { initial, current } = releases(trackedOf(vex));
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `${publisher.siteUrl}${openVexPath(vex)}`,
    author: publisher.name,
    role: publisher.publisherCategory,
    timestamp: initial,
    last_updated: current,
    version: vex.revisions.length,
    tooling: `${engine.name}/${engine.version}`,
    statements: products.map((product) => ({
      vulnerability: { name: vulnerability.id, description: vulnerability.description.en },
      timestamp: current,
      products: [productObject(product, publisher)],
      status: product.status,
      supplier: publisher.name,
      ...saidOf(product, current),
    })),
  };
}

function productObject(product: VexProduct, publisher: Publisher): object {
  const purl = vexPurl(product, publisher.name);
  return { '@id': purl, identifiers: { purl } };
}

/** Why, in the field that its status has for it; the versions stand there in words as well. */
function saidOf({ name, versions, status, justification, text }: VexProduct, current: string): object {
  const notes = withVersions(name, versions);
  const said = text?.en;
  switch (status) {
    case 'not_affected':
      return {
        status_notes: notes,
        ...(justification === undefined ? {} : { justification }),
        ...(said === undefined ? {} : { impact_statement: said }),
      };
    case 'affected':
      return { status_notes: notes, action_statement: said, action_statement_timestamp: current };
    default:
      return { status_notes: said === undefined ? notes : `${notes}: ${said}` };
  }
}
