import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCaseInput } from '../support/cases.ts';
import { inboxPaths, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { answered } from '../support/staff-desk.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';
import { type Tag, tagsOf, walk } from '../support/walk.ts';

/** Inputs into which nothing is typed. */
const untyped = ['hidden', 'file', 'checkbox', 'radio', 'date', 'datetime-local'];
const isTyped = ({ name, attributes }: Tag) =>
  name === 'textarea' || (name === 'input' && !untyped.includes(attributes['type'] ?? 'text'));

/** Prose, by the end of its id: there a person may want the help of their own keyboard. All else is no prose. */
const prose = [
  ...['description', 'steps', 'seen', 'impact', 'discovery', 'otherwise'],
  ...['field-message', 'compose-message'],
];

/** What a field must say, so that the browser neither keeps what is typed nor hands it to others. */
function wantedOf({ attributes }: Tag): Record<string, string | RegExp> {
  const own = { autocomplete: 'off', spellcheck: 'false', writingsuggestions: 'false' };
  if (prose.some((end) => attributes['id']?.endsWith(end))) return own;
  const words = { ...own, autocorrect: 'off', translate: 'no' };
  // HTML allows none where no capital begins a word anyway.
  if (attributes['type'] === 'email') return { ...words, autocapitalize: '' };
  return { ...words, autocapitalize: /^(off|words|characters)$/ };
}

describe('fields into which something is typed', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());

  /** The tags of the inbox as its script draws it, with a case to answer and with one that was answered. */
  async function inboxAt(path: string): Promise<Tag[]> {
    const tags: Tag[] = [];
    for (const fields of [{}, answered('confirmed')]) {
      const input = newCaseInput(fields);
      await desk.store.createCase({ ...input, mails: [] });
      const page = await desk.watch(await desk.browser.newContext()).newPage();
      const address = `${desk.site.url}${path}#${input.newCase.reference}`;
      await signInWithKey(page, address, { file: desk.keys.anna });
      await waitForCase(page);
      tags.push(...tagsOf(await page.content()));
      await page.context().close();
    }
    expect(desk.errors).toEqual([]);
    return tags;
  }

  /** The tags of every page, those that functions make and scripts draw included. */
  async function pages(): Promise<Map<string, Tag[]>> {
    const { site } = desk;
    const visits = await walk({ base: site.url, siteUrl: site.siteUrl });
    const found = new Map([...visits].map(([path, { tags }]) => [path, tags]));
    const refused = await fetch(`${site.url}/api/reports`, {
      method: 'POST',
      body: new URLSearchParams({ message: 'readable', language: 'nl' }),
    });
    found.set('a refused message', tagsOf(await refused.text()));
    const alert = await fetch(`${site.url}/api/alerts/${'0'.repeat(32)}`);
    found.set('an alert', tagsOf(await alert.text()));
    const plain = await fetch(`${site.url}/api/case/page`);
    found.set('the status without scripts', tagsOf(await plain.text()));
    for (const path of Object.values(inboxPaths))
      found.set(path, [...(found.get(path) ?? []), ...(await inboxAt(path))]);
    return found;
  }

  it('are neither kept, nor checked, finished or corrected by anybody but their writer', async () => {
    const wrong: string[] = [];
    const seen = new Set<string>();
    for (const [path, tags] of await pages()) {
      for (const tag of tags.filter(isTyped)) {
        const id = tag.attributes['id'] ?? '';
        seen.add(id);
        for (const [name, wanted] of Object.entries(wantedOf(tag))) {
          const value = tag.attributes[name] ?? '';
          if (typeof wanted === 'string' ? value !== wanted : !wanted.test(value))
            wrong.push(`${path}: #${id} has ${name}="${value}"`);
        }
      }
      for (const { attributes } of tags.filter(({ name }) => name === 'form'))
        if (attributes['autocomplete'] !== 'off')
          wrong.push(`${path}: form ${attributes['id'] ?? attributes['action']} is the browser’s to restore`);
    }
    expect(wrong).toEqual([]);
    // They were seen, all of them.
    for (const id of [
      'field-system',
      'field-impact',
      'field-code',
      'field-message',
      'plain-message',
      'plain-code',
      'message',
    ])
      expect(seen).toContain(id);
    for (const id of ['key-passphrase', 'challenge-answer', 'paste-text', 'compose-message', 'filter-code'])
      expect(seen).toContain(id);
  });

  it('stand in the pages, or are drawn as those are: no script makes one in another way', async () => {
    const folder = fileURLToPath(new URL('../../src/browser/', import.meta.url));
    const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
    const makers = scripts.filter(({ text }) => /lement\('(?:textarea|input)'|contenteditable/i.test(text));
    expect(makers.map(({ name }) => name)).toEqual([]);
    // Those that the inbox is drawn with.
    const drawn = scripts.flatMap(({ text }) => text.match(/<(?:input|textarea)\b.*?\/>/gs) ?? []);
    const typed = drawn.filter((tag) => !untyped.some((type) => tag.includes(`type="${type}"`)));
    const seen = new Set((await inboxAt(inboxPaths.nl)).map(({ attributes }) => attributes['id']));
    const ids = typed.map((tag) => /\bid="([^"]+)"/.exec(tag)?.[1]);
    expect(ids).toContain('compose-message');
    // Many are drawn only once somebody opens what they stand in: these say it in the words of those that are seen.
    for (const [i, tag] of typed.entries())
      if (!seen.has(ids[i] ?? 'one that is made')) expect(tag).toMatch(/\{\.\.\.own(?:Text|Words)\}/);
  });

  it('and what is opened on a page is not sent to be translated', async () => {
    const found = await pages();
    const untranslated = (path: string, id: string) =>
      found.get(path)?.find(({ attributes }) => attributes['id'] === id)?.attributes['translate'] === 'no';
    const places = {
      '/melden': [
        'sent-receipt',
        'rendered-impact',
        'rendered-description',
        'rendered-steps',
        'rendered-discovery',
      ],
      '/status': ['case-messages'],
      '/inbox': ['report-body', 'team-messages', 'team-files'],
    };
    for (const [path, ids] of Object.entries(places))
      for (const id of ids) expect(untranslated(path, id), `${path}: #${id}`).toBe(true);
  });
});
