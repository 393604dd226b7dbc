// Versions of a product as an author writes them, and as CSAF does.
import { AdvisoryError } from './csaf-parts.ts';

/** What stands between the bars of a range, without spaces. */
export const constraintsIn = (text: string) => text.split('|').map((part) => part.replaceAll(/\s+/g, ''));

/** Whether a text is one version (`4.2`), constraints as in vers (`<4.3`, `>=4.0|<4.3`), or `all`. */
export function areVersions(text: string): boolean {
  const isOne = (part: string) => /^(?:<=?|>=?|!?=)?v?\d[\w.+~-]*$/.test(part);
  return text.trim() === 'all' || constraintsIn(text).every(isOne);
}

/** One version that a text names; null where it is a range, or all of them. */
export function oneVersion(text: string): string | null {
  return !text.includes('|') && /^[v\d]/.test(text.trim()) ? text.trim() : null;
}

/** The range that a text names, as vers writes it: https://github.com/package-url/vers-spec. */
export function versRange(text: string): string {
  return text.trim() === 'all'
    ? 'vers:all/*'
    : `vers:generic/${constraintsIn(text).join('|').replaceAll('+', '%2B')}`;
}

/** What a reader sees of a product with these versions, in English. */
export function withVersions(product: string, text: string): string {
  return `${product} ${text.trim() === 'all' ? '(all versions)' : constraintsIn(text).join(', ')}`;
}

/** Versions of one product in the product tree of a CSAF document. */
export interface VersionsIn {
  /** Of the document, for the message. */
  id: string;
  product: string;
  productId: string;
  versions: string;
  /** What an error calls them. */
  named: string;
}

/** The branch of a product tree for them. @throws AdvisoryError for what are no versions */
export function versionBranch({ id, product, productId, versions, named }: VersionsIn) {
  if (!areVersions(versions)) {
    throw new AdvisoryError(
      `${id}: write the ${named} versions as one version (4.2), as constraints (<4.3, >=4.0|<4.3) or as “all”, not “${versions}”.`,
    );
  }
  const one = oneVersion(versions);
  return {
    category: one === null ? 'product_version_range' : 'product_version',
    name: one ?? versRange(versions),
    product: { name: withVersions(product, versions), product_id: productId },
  };
}
