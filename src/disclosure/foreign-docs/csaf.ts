// CSAF 2.0 and 2.1 (docs.oasis-open.org/csaf): security advisories, VEX statements, and whatever else has its form.
import type { Advisory } from './advisory.ts';
import { Products } from './csaf-products.ts';
import { csafVulnerability, notesIn, referencesIn } from './csaf-vulnerability.ts';
import { objectIn, objectsIn, Room, textIn } from './fields.ts';
import type { JsonObject } from './json.ts';

const versions = ['2.0', '2.1'];

/** A CSAF document as a summary; null for a document of another kind. @throws NotReadableError for one that is not as its standard says */
export function readCsaf(root: JsonObject): Advisory | null {
  if (!('document' in root)) return null;
  const document = objectIn(root, 'document');
  const version = textIn(document, 'csaf_version');
  if (!versions.includes(version)) return null;
  const tracking = objectIn(document, 'tracking');
  const room = new Room();
  const products = new Products(objectIn(root, 'product_tree'));
  const said = {
    category: room.text(textIn(document, 'category')),
    title: room.text(textIn(document, 'title')),
    id: room.text(textIn(tracking, 'id')),
    publisher: room.text(textIn(objectIn(document, 'publisher'), 'name')),
    status: room.text(textIn(tracking, 'status')),
    revision: room.text(textIn(tracking, 'version')),
    sharing: room.text(textIn(objectIn(objectIn(document, 'distribution'), 'tlp'), 'label')),
    severity: room.text(textIn(objectIn(document, 'aggregate_severity'), 'text')),
    published: room.text(textIn(tracking, 'initial_release_date')),
    modified: room.text(textIn(tracking, 'current_release_date')),
  };
  // What it is about comes before what is told around it, which may take all the room there is.
  const vulnerabilities = room.each(objectsIn(root, 'vulnerabilities'), (one) =>
    csafVulnerability(one, products, room),
  );
  return {
    ...{ format: 'CSAF', version, ...said, withdrawn: '' },
    notes: notesIn(document, room),
    references: referencesIn(document, room),
    vulnerabilities,
    isWhole: room.isWhole,
  };
}
