import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DESK_KEY } from '../support/desk-key.ts';
import type { Gpg } from '../support/gpg.ts';
import { copyProject } from '../support/project.ts';
import { buildIn } from '../support/run.ts';

/** A function as Vercel's adapter bundles it. */
export interface Bundle {
  /** The file that Vercel's runtime imports. */
  entry: string;
  /** Bytes of all its files. */
  size: number;
  remove(): void;
}

/** The smallest function that Astro makes, with the options of the project's own configuration that matter to it. */
const emptyProject = {
  'package.json': '{ "type": "module" }',
  'astro.config.mjs': `
    import vercel from '@astrojs/vercel';
    import { defineConfig, passthroughImageService } from 'astro/config';
    export default defineConfig({
      site: 'https://meldpunt.example',
      output: 'static',
      trailingSlash: 'never',
      adapter: vercel(),
      image: { service: passthroughImageService() },
      session: false,
      security: { checkOrigin: false },
      build: { inlineStylesheets: 'never' },
      devToolbar: { enabled: false },
      vite: { ssr: { noExternal: true }, build: { assetsInlineLimit: 0 } },
    });`,
  'src/pages/api/ok.ts': `export const prerender = false; export const ALL = () => new Response('ok');`,
};

/** Builds the project for Vercel, for production, with the public keys of `team`. */
export async function buildOwn(team: Gpg): Promise<Bundle> {
  const { folder, remove } = copyProject();
  return build(folder, remove, {
    SITE_URL: 'https://meldpunt.example',
    CONTACT_EMAIL: 'security@example.org',
    TEAM_KEY_FILE: team.file('team.asc', team.exportPublic()),
    DESK_KEY,
  });
}

/** Builds an Astro project that has one endpoint, which answers `ok`. */
export async function buildEmpty(): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'empty-'));
  for (const [name, content] of Object.entries(emptyProject)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'));
  return build(folder, () => rmSync(folder, { recursive: true, force: true }), {});
}

async function build(folder: string, remove: () => void, settings: Record<string, string>): Promise<Bundle> {
  try {
    await buildIn(folder, { VERCEL: '1', ...settings });
  } catch (error) {
    remove();
    throw error;
  }
  const bundle = join(folder, '.vercel/output/functions/_render.func');
  const files = readdirSync(bundle, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const size = files.reduce((sum, one) => sum + statSync(join(one.parentPath, one.name)).size, 0);
  return { entry: join(bundle, 'entry.mjs'), size, remove };
}
