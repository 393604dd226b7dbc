import { createHash } from 'node:crypto';
import { type Advisory, csafDocument } from './csaf.ts';
import {
  AdvisoryError,
  CSAF_PATH,
  documentPath,
  type Publisher,
  publisherObject,
  type Reference,
  releases,
  stableJson,
  type Tracked,
} from './csaf-parts.ts';
import { csafVexDocument } from './csaf-vex.ts';
import { OPENVEX_FOLDER, openVexDocument, trackedOf } from './openvex.ts';
import type { VexData } from './vex-schema.ts';

/** Signs documents; `keyUrl` is where the certificate of `fingerprint` is published. */
export interface Signer {
  fingerprint: string;
  keyUrl: string;
  /** A detached signature, armored. */
  sign(bytes: Uint8Array): Promise<string>;
}

export interface Provider {
  publisher: Publisher;
  /** Null: the documents have hashes but no signatures, and the provider is not a trusted one. */
  signer: Signer | null;
  /** ISO 8601. */
  builtAt: string;
  /** Whether lists of providers may take this one up. */
  listed: boolean;
}

/** What is published. */
export interface Publications {
  advisories: readonly Advisory[];
  /** What is said of products and weak spots with a public name, each with this site's pages about it. */
  vexes: readonly { vex: VexData; pages: readonly Reference[] }[];
}

/**
 * Every file below `/.well-known/csaf/` with its text, as CSAF 2.0 section 7 asks of a directory-based distribution:
 * the provider's metadata, index.txt, changes.csv, each document with its hashes and, given a signer, its signature,
 * and a listing of each directory. Below `openvex/` the same for what is said in OpenVEX.
 * @throws AdvisoryError also when two publications would have the same file
 */
export async function csafFiles(
  { advisories, vexes }: Publications,
  provider: Provider,
): Promise<Map<string, string>> {
  const { publisher } = provider;
  const csaf = [
    ...advisories.map((advisory) => datedOf(advisory, csafDocument(advisory, publisher))),
    ...vexes.map(({ vex, pages }) => datedOf(trackedOf(vex), csafVexDocument(vex, publisher, pages))),
  ];
  const openVex = vexes.map(({ vex }) => datedOf(trackedOf(vex), openVexDocument(vex, publisher)));
  const files = new Map([
    ['provider-metadata.json', stableJson(providerMetadata(provider, csaf))],
    ...(await directory('white', csaf, provider)),
    ...(openVex.length === 0 ? [] : await directory(OPENVEX_FOLDER, openVex, provider)),
  ]);
  for (const [folder, entries] of listings([...files.keys()])) {
    files.set(`${folder}/index.html`, listing(folder, entries));
  }
  return files;
}

/** The files of a directory of documents. */
async function directory(folder: string, documents: Dated[], { signer }: Provider) {
  const inOrder = documents.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const files = new Map([
    [`${folder}/index.txt`, inOrder.map(({ path }) => `${path}\n`).join('')],
    [`${folder}/changes.csv`, changes(inOrder)],
  ]);
  for (const { id, path, document } of inOrder) {
    const text = stableJson(document);
    const file = `${folder}/${path}`;
    if (files.has(file)) throw new AdvisoryError(`${id}: another publication has the file ${path} too.`);
    const bytes = new TextEncoder().encode(text);
    const name = file.slice(file.lastIndexOf('/') + 1);
    files.set(file, text);
    for (const algorithm of ['sha256', 'sha512']) {
      files.set(`${file}.${algorithm}`, `${createHash(algorithm).update(bytes).digest('hex')}  ${name}\n`);
    }
    if (signer) files.set(`${file}.asc`, await signer.sign(bytes));
  }
  return files;
}

/** A document, where it stands, and when it was released last. */
interface Dated {
  id: string;
  path: string;
  current: string;
  document: object;
}

const datedOf = (tracked: Tracked, document: object): Dated => ({
  id: tracked.id,
  path: documentPath(tracked),
  current: releases(tracked).current,
  document,
});

function providerMetadata({ publisher, signer, builtAt, listed }: Provider, documents: Dated[]): object {
  const times = [builtAt, ...documents.map(({ current }) => current)].map((time) => Date.parse(time));
  const address = `${publisher.siteUrl}${CSAF_PATH}`;
  return {
    canonical_url: `${address}/provider-metadata.json`,
    distributions: [{ directory_url: `${address}/white/` }],
    last_updated: new Date(Math.max(...times)).toISOString(),
    list_on_CSAF_aggregators: listed,
    metadata_version: '2.0',
    mirror_on_CSAF_aggregators: listed,
    ...(signer ? { public_openpgp_keys: [{ fingerprint: signer.fingerprint, url: signer.keyUrl }] } : {}),
    publisher: publisherObject(publisher),
    role: signer ? 'csaf_trusted_provider' : 'csaf_provider',
  };
}

/** The documents by the time of their current release, newest first (section 7.1.13). */
function changes(documents: Dated[]): string {
  return documents
    .toSorted((one, other) => Date.parse(other.current) - Date.parse(one.current))
    .map(({ path, current }) => `"${path}","${current}"\n`)
    .join('');
}

/** The entries of the directories and of each folder in them; folders end in a slash. */
function listings(files: string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (folder: string, entry: string) =>
    found.set(folder, (found.get(folder) ?? new Set()).add(entry));
  for (const file of files) {
    const [directory = '', first = '', second] = file.split('/');
    // The provider's metadata.
    if (first === '') continue;
    add(directory, second === undefined ? first : `${first}/`);
    if (second !== undefined) add(`${directory}/${first}`, second);
  }
  return found;
}

/** Section 7.1.14 asks that people can walk through the directories; a static host has no listing of its own. */
function listing(folder: string, entries: Set<string>): string {
  const title = `${CSAF_PATH}/${folder}/`;
  const items = [...entries].sort().map((entry) => {
    // No slash at the end of an address on this site.
    const address = `${title}${entry}`.replace(/\/$/, '');
    return `<li><a href="${address}">${entry}</a></li>\n`;
  });
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
</head>
<body>
<h1>${title}</h1>
<ul>
${items.join('')}</ul>
</body>
</html>
`;
}
