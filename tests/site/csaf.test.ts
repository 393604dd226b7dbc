import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { built } from '../support/builds.ts';
import { csafFaults } from '../support/csaf-faults.ts';
import { Gpg } from '../support/gpg.ts';
import { openVexFaults } from '../support/openvex.ts';
import type { RunningSite } from '../support/project.ts';
import { ownAddress, startSite } from '../support/site.ts';
import { productionTeam } from '../support/teams.ts';

const metadataSchema = z.object({
  canonical_url: z.string(),
  role: z.literal('csaf_trusted_provider'),
  distributions: z.tuple([z.object({ directory_url: z.string().endsWith('/') })]),
  public_openpgp_keys: z.tuple([z.object({ fingerprint: z.string(), url: z.string() })]),
});
const documentSchema = z.object({
  document: z.object({
    references: z.array(z.object({ url: z.string() })),
    tracking: z.object({ id: z.string(), current_release_date: z.string() }),
  }),
});

describe('CSAF on the demonstration site, as a stranger’s program walks through it', () => {
  const gpg = new Gpg();
  let site: RunningSite;
  beforeAll(async () => {
    // Its documents name their addresses.
    site = await startSite(await ownAddress());
  });
  afterAll(async () => {
    await site?.stop();
    gpg.close();
  });
  const text = async (url: string) => {
    const answer = await fetch(url);
    expect(answer.status, url).toBe(200);
    return answer.text();
  };

  it('leads from the metadata to every document: valid, unaltered and signed', async () => {
    const start = `${site.url}/.well-known/csaf/provider-metadata.json`;
    const metadata = metadataSchema.parse(JSON.parse(await text(start)));
    expect(metadata.canonical_url).toBe(start);
    const [key] = metadata.public_openpgp_keys;
    gpg.import(await text(key.url));
    expect(gpg.run(['--list-keys', '--with-colons'])).toContain(`fpr:::::::::${key.fingerprint}:`);

    const directory = metadata.distributions[0].directory_url;
    const index = await text(`${directory}index.txt`);
    const paths = index.split('\n').slice(0, -1);
    expect(paths.length).toBeGreaterThan(0);
    const changes = await text(`${directory}changes.csv`);
    expect(changes.trimEnd().split('\n')).toHaveLength(paths.length);

    for (const path of paths) {
      const url = directory + path;
      const body = await text(url);
      const { document } = documentSchema.parse(JSON.parse(body));
      const name = document.tracking.id.toLowerCase().replace(/[^+\-a-z0-9]+/g, '_');
      expect(path).toMatch(/^\d{4}\//);
      expect(path.slice(5)).toBe(`${name}.json`);
      expect(changes).toContain(`"${path}","${document.tracking.current_release_date}"\n`);
      expect(document.references.map((reference) => reference.url)).toContain(url);
      for (const algorithm of ['sha256', 'sha512']) {
        const hash = createHash(algorithm).update(body).digest('hex');
        expect(await text(`${url}.${algorithm}`)).toBe(`${hash}  ${name}.json\n`);
      }
      const signature = gpg.file('document.asc', await text(`${url}.asc`));
      gpg.run(['--verify', signature, gpg.file('document.json', body)]);
      expect(() => gpg.run(['--verify', signature, gpg.file('altered.json', `${body} `)])).toThrow(/BAD/);
      expect(await csafFaults(JSON.parse(body))).toEqual([]);
      // The lesson's own pages are there too.
      for (const reference of document.references) {
        if (reference.url.startsWith(site.url)) await text(reference.url);
      }
    }
  });

  it('says of products whether a known weak spot affects them, as CSAF and as OpenVEX, hashed and signed alike', async () => {
    const folder = `${site.url}/.well-known/csaf`;
    const path = '2026/vex-2026-0001.json';
    const index = await text(`${folder}/openvex/index.txt`);
    expect(index).toBe(`${path}\n`);
    expect(await text(`${folder}/white/index.txt`)).toContain(`${path}\n`);
    const url = `${folder}/openvex/${path}`;
    const body = await text(url);
    expect(JSON.parse(body)['@id']).toBe(url);
    expect(openVexFaults(JSON.parse(body))).toEqual([]);
    expect(await text(`${folder}/white/${path}`)).toContain(`"url": "${url}"`);
    const hash = createHash('sha512').update(body).digest('hex');
    expect(await text(`${url}.sha512`)).toBe(`${hash}  vex-2026-0001.json\n`);
    const signature = gpg.file('openvex.asc', await text(`${url}.asc`));
    gpg.run(['--verify', signature, gpg.file('openvex.json', body)]);
  });

  it('has listings to walk through by hand, in which every link leads somewhere', async () => {
    const follow = async (path: string): Promise<number> => {
      const answer = await fetch(site.url + path);
      expect(answer.status, path).toBe(200);
      if (!answer.headers.get('content-type')?.startsWith('text/html')) return 1;
      const links = [...(await answer.text()).matchAll(/href="([^"]+)"/g)].map(([, address = '']) => address);
      const counts = await Promise.all(links.map(follow));
      return counts.reduce((sum, count) => sum + count, 0);
    };
    expect(await follow('/.well-known/csaf/white/')).toBeGreaterThanOrEqual(10);
    expect(await follow('/.well-known/csaf/openvex/')).toBe(6);
  });
});

describe('CSAF of a production build without lessons and without a signing key', () => {
  it('is an empty directory of a provider that is not a trusted one', async () => {
    const { gpg, settings } = await productionTeam();
    const folder = join(await built({ VERCEL: '1', ...settings }), '.vercel/output/static/.well-known/csaf');
    expect(readdirSync(join(folder, 'white')).sort()).toEqual(['changes.csv', 'index.html', 'index.txt']);
    expect(readFileSync(join(folder, 'white/index.txt'), 'utf8')).toBe('');
    expect(readFileSync(join(folder, 'white/changes.csv'), 'utf8')).toBe('');
    const metadata = JSON.parse(readFileSync(join(folder, 'provider-metadata.json'), 'utf8'));
    expect(metadata).toMatchObject({ role: 'csaf_provider', list_on_CSAF_aggregators: true });
    expect(metadata).not.toHaveProperty('public_openpgp_keys');
    gpg.close();
  });
});
