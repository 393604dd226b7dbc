import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { Plugin } from 'vite';
import { z } from 'zod';
import { filesIn, stylesIn } from './integrity-files.ts';
import { withIntegrity } from './integrity-html.ts';
import { changeManifest, changeServer } from './integrity-server.ts';

/** Where the frames are while the site is built, and with the development server. No site serves them. */
const FRAMES = '_frames';
const pages = {
  [`/${FRAMES}/[language]/plain`]: '../../src/layouts/PlainFrame.astro',
  [`/${FRAMES}/[language]/case`]: '../../src/layouts/CaseFrame.astro',
  [`/${FRAMES}/[language]/figures`]: '../../src/layouts/FiguresFrame.astro',
  [`/${FRAMES}/[language]/privacy`]: '../../src/layouts/PrivacyFrame.astro',
};

/** Stands in the built functions for the frames, which are made after them: JSON in a string, by `<language>/<name>`. */
const TO_FILL_IN = '@meldpunt-frames@';
const PLACE = new RegExp(`(["'\`])${TO_FILL_IN}\\1`, 'g');
/** What a function fills in: once in each frame, so that nothing else may look like it. */
const GAPS = ['{{title}}', '{{body}}'];

/** What is looked at of the manifest of the server. */
const manifestSchema = z.looseObject({
  routes: z.array(z.looseObject({ routeData: z.looseObject({ route: z.string() }) })),
});

/**
 * Makes the frames of the pages that functions make, as all pages are made: from `src/layouts/Page.astro`, with the
 * same stylesheets. A build writes them into the functions, which know them as `virtual:frames`, and takes the pages
 * away again; the development server is asked for them each time, as they may have changed.
 */
export function frames(): AstroIntegration {
  let server = '';
  let development = '';
  /** Href and integrity of each stylesheet, as filled in. */
  let styles: ReadonlyMap<string, string> = new Map();
  return {
    name: 'meldpunt-frames',
    hooks: {
      'astro:config:setup': ({ command, injectRoute, updateConfig }) => {
        for (const [pattern, file] of Object.entries(pages)) {
          injectRoute({ pattern, entrypoint: new URL(file, import.meta.url), prerender: true });
        }
        const code = command === 'build' ? () => filledIn : () => askedFor(development);
        updateConfig({ vite: { plugins: [framesPlugin(code)] } });
      },
      'astro:config:done': ({ config }) => {
        server = fileURLToPath(config.build.server);
      },
      'astro:server:start': ({ address }) => {
        development = `http://localhost:${address.port}/${FRAMES}/`;
      },
      'astro:build:generated': ({ dir }) => {
        const folder = fileURLToPath(dir);
        // Some stylesheets lie with the server's files until Astro moves them, over those of the same name.
        styles = new Map([folder, server, join(server, '.prerender')].flatMap((from) => [...stylesIn(from)]));
        fillInFrames(server, madeIn(join(folder, FRAMES), styles));
        withoutRoutes(server);
        rmSync(join(folder, FRAMES), { recursive: true });
      },
      'astro:build:done': ({ dir }) => {
        const moved = stylesIn(fileURLToPath(dir));
        for (const [href, hash] of styles) {
          if (moved.get(href) !== hash) throw new Error(`${href} changed after its integrity was filled in`);
        }
      },
    },
  };
}

function framesPlugin(code: () => string): Plugin {
  return {
    name: 'meldpunt-frames',
    resolveId: (id) => (id === 'virtual:frames' ? `\0${id}` : undefined),
    load: (id) => (id === '\0virtual:frames' ? code() : undefined),
  };
}

const filledIn = `
const frames = JSON.parse('${TO_FILL_IN}');
export const frameOf = (name, language) => frames[language + '/' + name];
`;

const askedFor = (base: string) => `
export const frameOf = async (name, language) =>
  (await fetch(${JSON.stringify(base)} + language + '/' + name)).text();
`;

/**
 * The frames that were made, by `<language>/<name>`, with the integrity of their stylesheets.
 * @throws Error when one has not exactly one place for what a function fills in
 */
function madeIn(folder: string, styles: ReadonlyMap<string, string>): Record<string, string> {
  const integrityOf = (href: string) => {
    const hash = styles.get(href);
    if (hash === undefined) throw new Error(`there is no ${href} for the frames`);
    return hash;
  };
  const made = filesIn(folder).map((file) => {
    const html = withIntegrity(readFileSync(join(folder, file), 'utf8'), integrityOf, new Map());
    for (const gap of GAPS) {
      if (html.split(gap).length !== 2) throw new Error(`${FRAMES}/${file} has no single ${gap}`);
    }
    return [file.replace(/(?:\/index)?\.html$/, ''), html] as const;
  });
  return Object.fromEntries(made);
}

/** @throws Error when the built functions have no place for the frames */
function fillInFrames(server: string, made: Record<string, string>): void {
  const literal = JSON.stringify(JSON.stringify(made));
  let places = 0;
  changeServer(server, (code) =>
    code.replaceAll(PLACE, () => {
      places += 1;
      return literal;
    }),
  );
  if (places !== 1) throw new Error(`the functions have ${places} places for the frames of pages`);
}

/** Takes the frames out of the addresses that the built server knows. */
function withoutRoutes(server: string): void {
  changeManifest(server, (json) => {
    const manifest: unknown = JSON.parse(json);
    const { routes: all } = manifestSchema.parse(manifest);
    const routes = all.filter(({ routeData }) => !Object.hasOwn(pages, routeData.route));
    return JSON.stringify(Object.assign({}, manifest, { routes }));
  });
}
