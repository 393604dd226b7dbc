import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import { filesIn } from './integrity-files.ts';

/** Stands for the folder of the project in what is built: where that was is nobody's business, and differs. */
const ANYWHERE = '/meldpunt/';
/** The manifest as Astro writes it into the server's entry: JSON on a line of its own. */
const MANIFEST = /^(.*\bdeserializeManifest\()(\{"rootDir":.*\})(\);)$/m;
/** Encrypts the props of server islands, of which there are none; Astro makes one at random for every build. */
const NO_KEY = Buffer.alloc(32).toString('base64');
const NO_ISLANDS = /serverIslandMap = \/\* @__PURE__ \*\/ new Map\(\[\]\)/;

/**
 * Takes folder and chance out of the settings of adapters and images, before they go into a chunk that is named by
 * its content.
 *
 * - Node: the folders of client and server are used for how one lies with regard to the other, and for the last name.
 * - Vercel: `middlewareSecret` lets middleware at the edge, and kept pages, name another path. We have neither;
 *   `undefined` equals nothing that a request can carry, so this door is shut.
 */
export function repeatableConfig(root: string): Plugin {
  return {
    name: 'meldpunt-repeatable-config',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'ssr',
    transform: {
      filter: { id: /^\0(?:virtual:astro-(?:node|vercel):config|astro:assets)$/ },
      handler: (code) => ({
        code: code
          .replaceAll(`"${root}`, `"file://${ANYWHERE}`)
          .replace(/(?<=\bmiddlewareSecret = )"[^"]*"/, 'undefined'),
        map: null,
      }),
    },
  };
}

/**
 * Takes folder and chance out of the manifest in the built server. At run time nothing is read from its folders: the
 * adapters find the files by where the server itself lies.
 * @throws Error when Astro writes its manifest in another way, or when there are server islands, which need a key
 */
export function repeatableServer(server: string, root: string): void {
  const url = pathToFileURL(root).href;
  const folders = { [`"${url}`]: `"file://${ANYWHERE}`, [`"${root}`]: `"${ANYWHERE}` };
  let islands = 0;
  changeServer(server, (code) => {
    if (code.includes('serverIslandMap = ') && !NO_ISLANDS.test(code)) islands += 1;
    return code;
  });
  if (islands > 0 && !process.env['ASTRO_KEY']) throw new Error('server islands need a key: set ASTRO_KEY');
  changeManifest(server, (json) => {
    const manifest: unknown = { ...JSON.parse(json), ...(process.env['ASTRO_KEY'] ? {} : { key: NO_KEY }) };
    let text = JSON.stringify(manifest);
    for (const [folder, instead] of Object.entries(folders)) text = text.replaceAll(folder, instead);
    return text;
  });
}

/**
 * Edits the manifest in the built server: JSON.
 * @throws Error when Astro writes it in another way
 */
export function changeManifest(server: string, edit: (json: string) => string): void {
  let manifests = 0;
  changeServer(server, (code) =>
    code.replace(MANIFEST, (_, before: string, json: string, after: string) => {
      manifests += 1;
      return before + edit(json) + after;
    }),
  );
  if (manifests !== 1) throw new Error(`the server has ${manifests} manifests in the form that is known`);
}

/** Edits the code of the functions; what only made the pages (`.prerender`) is about to be removed. */
export function changeServer(folder: string, edit: (code: string) => string): void {
  for (const path of filesIn(folder)) {
    if (!path.endsWith('.mjs') || path.startsWith('.prerender/')) continue;
    const code = readFileSync(join(folder, path), 'utf8');
    const edited = edit(code);
    if (edited !== code) writeFileSync(join(folder, path), edited);
  }
}
