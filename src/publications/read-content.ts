// What lies below src/content, looked through before a build takes any of it.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { languageCodes } from '../i18n/languages.ts';
import { draftSentences, faultsText, publicationFaults, type SourceFile } from './publication-faults.ts';

/**
 * Something can't be published as it is; its cause names all of it, and what to do. Astro prints an error of its own kind
 * once, and others twice with a hint about typos; what is wrong stands in the cause, since a message is read as Markdown.
 */
export class PublicationError extends Error {
  override name = 'PublicationError';
  /** By this Astro knows its own. */
  readonly type = 'AstroError';

  constructor(faults: string) {
    const cause = new Error(faults);
    // Where it was found helps nobody to mend it.
    cause.stack = '';
    super('nothing was built, because this can’t be published as it is. What is wrong stands below.', {
      cause,
    });
  }
}

const LOCALES = new URL('../../locales/', import.meta.url);

/**
 * Looks whether all lessons and thanks can be published.
 * @param folder src/content
 * @throws PublicationError that names every fault of every file: then nothing of them is published
 */
export function requirePublishable(folder: URL): void {
  const root = fileURLToPath(folder);
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:md|yaml)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map(
      (path): SourceFile => ({
        path: relative(root, path).split(sep).join('/'),
        text: readFileSync(path, 'utf8'),
      }),
    );
  const words = languageCodes.map((code): object =>
    JSON.parse(readFileSync(new URL(`${code}/drafts.json`, LOCALES), 'utf8')),
  );
  const faults = publicationFaults(files, { parse: load, drafts: draftSentences(words) });
  if (faults.length === 0) return;
  throw new PublicationError(`\n${faultsText(faults)}\n`);
}
