import { oneVersion, versRange } from './versions.ts';
import type { VexProduct } from './vex-schema.ts';

/**
 * The package URL (ECMA-427) of versions of a product. One version stands behind the `@`; a range is the qualifier `vers`,
 * so that no program takes what is said of some versions for all of them.
 * @param vendor of a product without a package URL of its own: it gets a generic one
 */
export function vexPurl({ name, versions, purl }: VexProduct, vendor: string): string {
  const base = purl ?? `pkg:generic/${partOf(vendor)}/${partOf(name)}`;
  if (versions.trim() === 'all') return base;
  const one = oneVersion(versions);
  return one === null
    ? `${base}?vers=${encodeURIComponent(versRange(versions))}`
    : `${base}@${encodeURIComponent(one)}`;
}

const partOf = (name: string) => encodeURIComponent(name.trim().toLowerCase().replaceAll(/\s+/g, '-'));
