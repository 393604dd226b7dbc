import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The list of a release, in its folder and at its address. */
export const INTEGRITY_FILE = 'integrity.txt';

/** SHA-256 by path; paths as in a URL, without a slash in front. */
export type Hashes = Map<string, string>;

/** All files in a folder: paths from there with slashes, in the order of their characters. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
}

/** SHA-256 in hexadecimal, as `sha256sum` writes it. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The value of an `integrity` attribute. */
export const subresourceIntegrity = (bytes: Uint8Array): string =>
  `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/** The integrity of every stylesheet in a folder of built files, by its address. */
export function stylesIn(folder: string): Map<string, string> {
  const styles = filesIn(folder).filter((path) => path.startsWith('_astro/') && path.endsWith('.css'));
  return new Map(styles.map((path) => [`/${path}`, subresourceIntegrity(readFileSync(join(folder, path)))]));
}

/** The hashes of every file in a folder, but for the list itself. */
export function hashesOf(folder: string): Hashes {
  const paths = filesIn(folder).filter((path) => path !== INTEGRITY_FILE);
  return new Map(paths.map((path) => [path, sha256(readFileSync(join(folder, path)))]));
}

/** Whose a list is: the commit that was built, when, and the desk's public keys as `/desk-key.txt` has them. */
export interface Origin {
  commit: string | undefined;
  builtAt: string;
  deskKeys: string;
}

/** The text of `/integrity.txt`, which `sha256sum --check` reads in the folder of the files. */
export function releaseList(folder: string, { commit, builtAt, deskKeys }: Origin): string {
  const head = [
    `# commit ${commit ?? 'unknown'}`,
    `# built ${builtAt}`,
    ...keysIn(deskKeys).map((line) => `# desk-key ${line}`),
  ];
  const lines = [...hashesOf(folder)].map(([path, hash]) => `${hash}  ${path}`);
  return `${[...head, ...lines].join('\n')}\n`;
}

/** The lines of `/desk-key.txt` that are keys. */
function keysIn(deskKeys: string): string[] {
  return deskKeys.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** What `/integrity.txt` says. */
export interface Release {
  commit: string | undefined;
  builtAt: string | undefined;
  /** The vkey with which the desk signs, as the list has it; what proves it is the file. */
  deskKey: string | undefined;
  hashes: Hashes;
}

/** One line of the list: printable characters only, and a path that leads nowhere else. */
const LINE = /^([0-9a-f]{64}) {2}((?![/\\])[!-[\]-~]+)$/;
const COMMIT = /^# commit ([0-9a-f]{40,64})$/m;
const DESK_KEY = /^# desk-key ([!-~]+)$/m;
const BUILT = /^# built (\d{4}-\d\d-\d\dT[\d:.]+Z)$/m;

/** Reads a list that came from anywhere. Undefined when it is none. */
export function readRelease(text: string): Release | undefined {
  const hashes: Hashes = new Map();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, hash, path] = LINE.exec(line) ?? [];
    if (!hash || !path) return undefined;
    hashes.set(path, hash);
  }
  if (hashes.size === 0) return undefined;
  const [commit, builtAt, deskKey] = [COMMIT, BUILT, DESK_KEY].map((pattern) => pattern.exec(text)?.[1]);
  return { commit, builtAt, deskKey, hashes };
}
