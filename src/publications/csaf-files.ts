import { createHash } from 'node:crypto';
import { type Advisory, csafDocument } from './csaf.ts';
import {
  AdvisoryError,
  CSAF_PATH,
  documentPath,
  type Publisher,
  publisherObject,
  releases,
  stableJson,
} from './csaf-parts.ts';

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

/**
 * Every file below `/.well-known/csaf/` with its text, as CSAF 2.0 section 7 asks of a directory-based distribution:
 * the provider's metadata, index.txt, changes.csv, each document with its hashes and, given a signer, its signature,
 * and a listing of each directory.
 * @throws AdvisoryError also when two advisories would have the same file
 */
export async function csafFiles(advisories: Advisory[], provider: Provider): Promise<Map<string, string>> {
  const documents = advisories
    .map((advisory) => ({ advisory, path: documentPath(advisory), current: releases(advisory).current }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  const files = new Map([
    ['provider-metadata.json', stableJson(providerMetadata(provider, documents))],
    ['white/index.txt', documents.map(({ path }) => `${path}\n`).join('')],
    ['white/changes.csv', changes(documents)],
  ]);
  for (const { advisory, path } of documents) {
    const text = stableJson(csafDocument(advisory, provider.publisher));
    const file = `white/${path}`;
    if (files.has(file))
      throw new AdvisoryError(`${advisory.id}: another advisory has the file ${path} too.`);
    const bytes = new TextEncoder().encode(text);
    const name = file.slice(file.lastIndexOf('/') + 1);
    files.set(file, text);
    for (const algorithm of ['sha256', 'sha512']) {
      files.set(`${file}.${algorithm}`, `${createHash(algorithm).update(bytes).digest('hex')}  ${name}\n`);
    }
    if (provider.signer) files.set(`${file}.asc`, await provider.signer.sign(bytes));
  }
  for (const [folder, entries] of listings([...files.keys()])) {
    files.set(`${folder}/index.html`, listing(folder, entries));
  }
  return files;
}

type Dated = { path: string; current: string };

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

/** The entries of `white` and of each folder in it; folders end in a slash. */
function listings(files: string[]): Map<string, Set<string>> {
  const found = new Map([['white', new Set<string>()]]);
  for (const file of files.filter((name) => name.startsWith('white/'))) {
    const [white = '', first = '', second] = file.split('/');
    found.get(white)?.add(second === undefined ? first : `${first}/`);
    if (second === undefined) continue;
    const year = `${white}/${first}`;
    found.set(year, (found.get(year) ?? new Set()).add(second));
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
  return `<!doctype html>
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
