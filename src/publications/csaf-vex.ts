// What is said of products and a weak spot with a public name, as a CSAF 2.0 document of the profile "VEX".
import { documentObject, type Publisher, type Reference, releases, type Stated } from './csaf-parts.ts';
import { openVexPath } from './openvex.ts';
import { vexPurl } from './purl.ts';
import { versionBranch } from './versions.ts';
import type { VexData, VexProduct, VexStatus } from './vex-schema.ts';

const statusNames: Record<VexStatus, string> = {
  not_affected: 'known_not_affected',
  affected: 'known_affected',
  fixed: 'fixed',
  under_investigation: 'under_investigation',
};

/** Whose ids they are. */
const systems: Record<string, string> = {
  EUVD: 'European Vulnerability Database',
  GHSA: 'GitHub Advisory Database',
};

const productId = (index: number) => `product-${index + 1}`;

/**
 * @param pages this site's pages about it
 * @throws AdvisoryError
 */
export function csafVexDocument(vex: VexData, publisher: Publisher, pages: readonly Reference[]): object {
  const { products, vulnerability } = vex;
  const { current } = releases(headOf(vex, []));
  const idsOf = (status: VexStatus) =>
    products.flatMap((one, index) => (one.status === status ? [productId(index)] : []));
  const statuses = (Object.keys(statusNames) as VexStatus[]).filter((status) => idsOf(status).length > 0);
  const openVex: Reference = {
    category: 'self',
    summary: 'The same as OpenVEX',
    url: `${publisher.siteUrl}${openVexPath(vex)}`,
  };
  return {
    document: documentObject('csaf_vex', headOf(vex, [openVex, ...pages]), publisher),
    product_tree: {
      branches: [{ branches: productBranches(vex), category: 'vendor', name: publisher.name }],
    },
    vulnerabilities: [
      {
        ...nameOf(vulnerability.id),
        notes: [
          { category: 'description', text: vulnerability.description.en, title: 'Description' },
          ...detailNotes(products),
        ],
        product_status: Object.fromEntries(
          statuses.map((status) => [statusNames[status], idsOf(status)] as const),
        ),
        ...listOf('flags', products, ({ justification }, index) =>
          justification === undefined
            ? null
            : { date: current, label: justification, product_ids: [productId(index)] },
        ),
        ...listOf('threats', products, ({ status, text }, index) =>
          status !== 'not_affected' || text === undefined
            ? null
            : { category: 'impact', date: current, details: text.en, product_ids: [productId(index)] },
        ),
        ...listOf('remediations', products, ({ remediation, text }, index) =>
          remediation === undefined || text === undefined
            ? null
            : { category: remediation, details: text.en, product_ids: [productId(index)] },
        ),
        title: vex.title.en,
      },
    ],
  };
}

/** The head of the document, in English. */
function headOf({ id, title, summary, revisions, references }: VexData, self: readonly Reference[]): Stated {
  return {
    id,
    title: title.en,
    summary: summary.en,
    revisions: revisions.map((revision) => ({ date: revision.date, summary: revision.summary.en })),
    references: [
      ...self,
      ...references.map(({ url, text }) => ({ category: 'external' as const, summary: text.en, url })),
    ],
  };
}

function nameOf(id: string): object {
  if (id.startsWith('CVE-')) return { cve: id };
  return { ids: [{ system_name: systems[id.split('-')[0] ?? ''] ?? 'other', text: id }] };
}

/** One branch for each product, with its versions below it. */
function productBranches({ id, products }: VexData): object[] {
  const byName = Map.groupBy(products.entries(), ([, { name }]) => name);
  return [...byName].map(([name, entries]) => ({
    branches: entries.map(([index, one]) => {
      const { product, ...branch } = versionBranch({
        ...{ id, product: name, productId: productId(index) },
        ...{ versions: one.versions, named: name },
      });
      const helper = one.purl === undefined ? {} : { purl: vexPurl(one, '') };
      return {
        ...branch,
        product: one.purl === undefined ? product : { ...product, product_identification_helper: helper },
      };
    }),
    category: 'product_name',
    name,
  }));
}

/** What is said of products that are fixed or looked at: CSAF has no field for that. */
function detailNotes(products: readonly VexProduct[]): object[] {
  return products.flatMap(({ name, status, text }) =>
    text === undefined || status === 'not_affected' || status === 'affected'
      ? []
      : [{ category: 'details', text: text.en, title: name }],
  );
}

/** A list under its name, for the products that have an entry in it; nothing where none has. */
function listOf(
  name: string,
  products: readonly VexProduct[],
  entryOf: (product: VexProduct, index: number) => object | null,
): Record<string, object[]> {
  const entries = products.map(entryOf).filter((entry) => entry !== null);
  return entries.length === 0 ? {} : { [name]: entries };
}
