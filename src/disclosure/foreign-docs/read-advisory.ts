import type { Advisory } from './advisory.ts';
import { readCsaf } from './csaf.ts';
import { NotReadableError } from './fields.ts';
import { readJson } from './json.ts';
import { readOsv } from './osv.ts';

/**
 * A file as a summary, where it is a CSAF document (2.0 or 2.1) or an OSV record: judged by what is in it alone, within
 * bounds. Null for any other file, and for one that is not as its standard says.
 */
export function readAdvisory(bytes: Uint8Array): Advisory | null {
  const root = readJson(bytes);
  if (root === null) return null;
  try {
    return readCsaf(root) ?? readOsv(root);
  } catch (error) {
    if (error instanceof NotReadableError) return null;
    throw error;
  }
}
