import { readFileSync } from 'node:fs';
import ajv from '@secvisogram/csaf-validator-lib/csaf_2_1/csafAjv.js';

// The schema names a format that Ajv has not: what RFC 3987 asks of the first characters, and no spaces.
ajv.addFormat('iri', /^[a-z][a-z0-9+.-]*:\S+$/i);
const file = new URL('../fixtures/openvex/openvex_json_schema.json', import.meta.url);
const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')));

/** What the published schema of OpenVEX 0.2.0 has against a document. */
export function openVexFaults(document: unknown): object[] {
  return validate(document) ? [] : (validate.errors ?? [{}]);
}
