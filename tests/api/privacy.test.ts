import { describe, expect, it } from 'vitest';
import { createPrivacyHandler } from '../../functions/api/privacy.ts';
import type { Parts } from '../../functions/parts-types.ts';
import { formatDate } from '../../src/i18n/format.ts';
import { organisation } from '../../src/organisation.ts';
import { SITE, testParts } from '../support/parts.ts';
import { tagsOf, textOf } from '../support/walk.ts';

const own = { hosting: 'own', store: 'own', mail: 'own' } as const;
const services = { hosting: 'vercel', store: 'upstash', mail: 'resend' } as const;

function ask(overrides: Partial<Parts> = {}, path = '/privacy', method = 'GET') {
  return createPrivacyHandler(testParts(overrides))(new Request(SITE + path, { method }), {});
}
const textAt = async (overrides: Partial<Parts>, path = '/privacy') => (await ask(overrides, path)).text();

describe('the data notice', () => {
  it.each([
    ['nl', '/privacy', 'Privacyverklaring', 'artikel 6, lid 1, onder c'],
    ['en', '/en/privacy', 'Privacy notice', 'Article 6(1)(c)'],
  ])('in %s is a page without scripts that caches may keep', async (language, path, title, basis) => {
    const response = await ask({}, path);
    const text = await response.text();
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=300']);
    expect(textOf(text, 'title')).toContain(title);
    // Broken, where it has to be, between its words.
    expect(textOf(text, 'h1')?.replaceAll('\u00ad', '')).toBe(title);
    expect(tagsOf(text).find(({ name }) => name === 'html')?.attributes['lang']).toBe(language);
    expect(text).toContain(basis);
    expect(text).not.toMatch(/noindex|<script|style="|\{\{|undefined/);
  });

  it('says who is responsible and how to reach them, and where one complains', async () => {
    const text = await textAt({ contactEmail: 'beveiliging@example.org' });
    expect(text).toContain(`<dd>${organisation.name}</dd>`);
    expect(text).toContain('href="mailto:beveiliging@example.org"');
    expect(text).toContain(organisation.telephone.replaceAll(' ', '\u00a0'));
    const { name, url } = organisation.supervisoryAuthority;
    expect(text).toContain(`<a href="${url}" rel="noopener">${name}</a>`);
    // Nothing is known of these, and nothing is made up.
    for (const term of ['Adres', 'Inschrijving', 'Functionaris']) expect(text).not.toContain(`<dt>${term}`);
  });

  it.each([
    ['/privacy', 'nl', 'voor het laatst gewijzigd op', 'zoals een auditor'],
    ['/en/privacy', 'en', 'last changed on', 'such as an auditor'],
  ] as const)(
    '%s says when it last changed itself, and that auditors may get an overview',
    async (path, language, changed, auditor) => {
      const text = await textAt({}, path);
      const day = formatDate(new Date(organisation.noticeLastChanged), language);
      const words = [`${changed} ${day}.`, auditor];
      for (const one of words) expect(text).toContain(one);
    },
  );

  it.each([
    [1, '14 dagen na het sluiten'],
    [14, '14 dagen na het sluiten'],
    [90, '90 dagen na het sluiten'],
    [3650, '3650 dagen na het sluiten'],
  ])(
    'tells the days that the daily job goes by, and no fewer than it announces before: %i',
    async (retentionDays, words) => {
      const text = await textAt({ retentionDays });
      expect(text.split(words)).toHaveLength(3);
      expect(text).not.toContain('365 dagen');
    },
  );

  it('names the services that are used, and that they are outside Europe', async () => {
    const text = await textAt({ services }, '/en/privacy');
    for (const name of ['Vercel Inc.', 'Upstash, Inc.', 'Plus Five Five, Inc.']) expect(text).toContain(name);
    expect(text).toContain('standard contractual clauses');
    expect(text).not.toContain('our own server');
  });

  it('names none where the desk runs on a server of its own, and one alone where one alone is used', async () => {
    const alone = await textAt({ services: own }, '/en/privacy');
    expect(alone).not.toMatch(/Vercel|Upstash|Resend|contractual clauses/);
    expect(alone).toContain('our own server');
    const mailed = await textAt({ services: { ...own, mail: 'resend' } }, '/en/privacy');
    expect(mailed).toContain('Plus Five Five, Inc.');
    expect(mailed).toContain('contractual clauses');
    expect(mailed).not.toMatch(/Vercel|Upstash/);
  });

  it('tells of a webhook where there is one', async () => {
    const webhook = { tell: async () => true } as unknown as Parts['webhook'];
    const text = await textAt({ webhook }, '/en/privacy');
    expect(text).toContain('Another system that our team uses');
    expect(text).not.toContain('passes nothing on');
    expect(await textAt({}, '/en/privacy')).not.toContain('Another system');
  });

  it('asks nothing of the store, answers HEAD without a body, and other methods with 405', async () => {
    const store = new Proxy({}, { get: () => () => Promise.reject(new Error('asked')) }) as Parts['store'];
    expect((await ask({ store })).status).toBe(200);
    const head = await ask({}, '/privacy', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
    const refused = await ask({}, '/privacy', 'POST');
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});
