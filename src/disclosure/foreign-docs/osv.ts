// The Open Source Vulnerability format (ossf.github.io/osv-schema), which GitHub's advisories come in too.
import {
  type Advisory,
  type AffectedPackage,
  type Score,
  type VersionRange,
  versionEvents,
} from './advisory.ts';
import { objectIn, objectsIn, Room, textIn, textsIn } from './fields.ts';
import type { JsonObject } from './json.ts';

/** An OSV record as a summary; null for a document of another kind. @throws NotReadableError for one that is not as its standard says */
export function readOsv(root: JsonObject): Advisory | null {
  // These two are all that a record must have; others have them too, and none of the rest.
  const { id, modified } = root;
  if (typeof id !== 'string' || typeof modified !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(modified))
    return null;
  if (
    !['affected', 'summary', 'details', 'aliases', 'withdrawn', 'schema_version'].some((name) => name in root)
  )
    return null;
  const room = new Room();
  const said = {
    title: room.text(textIn(root, 'summary')),
    id: room.text(id),
    severity: room.text(severityOf(root)),
    published: room.text(textIn(root, 'published')),
    modified: room.text(modified),
    withdrawn: room.text(textIn(root, 'withdrawn')),
  };
  const vulnerability = {
    title: '',
    ids: room.each([id, ...textsIn(root, 'aliases')], (one) => room.text(one)),
    related: room.each([...textsIn(root, 'upstream'), ...textsIn(root, 'related')], (one) => room.text(one)),
    weaknesses: [],
    scores: scoresOf(root, room),
    standings: [],
    packages: room.each(objectsIn(root, 'affected'), (one) => packageOf(one, room)),
    remarks: [],
    notes: [],
    references: [],
    ...{ discovered: '', disclosed: '', exploited: '' },
  };
  const details = room.text(textIn(root, 'details'));
  return {
    ...{ format: 'OSV', version: room.text(textIn(root, 'schema_version')), ...said },
    ...{ category: '', publisher: '', status: '', revision: '', sharing: '' },
    notes: details === '' ? [] : [{ kind: 'details', name: '', text: details }],
    references: room.each(objectsIn(root, 'references'), (one) => ({
      about: room.text(textIn(one, 'type')),
      address: room.text(textIn(one, 'url')),
    })),
    vulnerabilities: [vulnerability],
    isWhole: room.isWhole,
  };
}

/** In a word, where a database has it: GitHub's does, and nothing says what it is in those of others. */
function severityOf(root: JsonObject): string {
  const { severity } = objectIn(root, 'database_specific');
  return typeof severity === 'string' ? severity : '';
}

const systems: Record<string, string> = { CVSS_V2: 'CVSS 2.0', CVSS_V3: 'CVSS 3', CVSS_V4: 'CVSS 4.0' };

function scoresOf(root: JsonObject, room: Room): Score[] {
  const ofPackages = objectsIn(root, 'affected').flatMap((one) =>
    objectsIn(one, 'severity').map((score) => ({ score, names: [nameOf(one)] })),
  );
  const all = [...objectsIn(root, 'severity').map((score) => ({ score, names: [] })), ...ofPackages];
  return room.each(all, ({ score, names }) => {
    const type = textIn(score, 'type');
    const said = room.text(textIn(score, 'score'));
    const known = Object.hasOwn(systems, type) ? (systems[type] ?? '') : '';
    const system = /^CVSS:(?=3)(3\.[01])\//.test(said) ? said.slice(0, 8).replace(':', ' ') : known;
    return {
      system: system || room.text(type),
      // For CVSS it is the vector; for others a word.
      ...(system === '' ? { value: said, vector: '' } : { value: '', vector: said }),
      rating: '',
      products: room.names(names),
    };
  });
}

/** `npm: left-pad`; of a record about a repository there may be no package. */
function nameOf(affected: JsonObject): string {
  const pack = objectIn(affected, 'package');
  return [textIn(pack, 'ecosystem'), textIn(pack, 'name')].filter(Boolean).join(': ');
}

function packageOf(affected: JsonObject, room: Room): AffectedPackage {
  return {
    name: room.text(nameOf(affected)),
    ranges: room.each(
      objectsIn(affected, 'ranges'),
      (range): VersionRange => ({
        kind: room.text(textIn(range, 'type')),
        repository: room.text(textIn(range, 'repo')),
        events: room.each(objectsIn(range, 'events').flatMap(eventsOf), ({ kind, version }) => ({
          kind,
          version: room.text(version),
        })),
      }),
    ),
    versions: room.names(textsIn(affected, 'versions')),
  };
}

const eventsOf = (event: JsonObject) =>
  versionEvents
    .filter((kind) => Object.hasOwn(event, kind))
    .map((kind) => ({ kind, version: textIn(event, kind) }));
