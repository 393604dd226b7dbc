import { beforeAll, describe, expect, it } from 'vitest';
import { bothForms } from '../../functions/mail/both-forms.ts';
import { deadline, facts, link, paragraph } from '../../functions/mail/content.ts';
import type { Mail } from '../../functions/mail/mailer.ts';
import { translator } from '../../src/i18n/index.ts';
import { authority } from '../../src/organisation.ts';
import { violationsOn } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { mailsOfEachKind } from '../support/eml.ts';

const SITE = 'https://meldpunt.example';
const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};
/** Mails that together have every kind of block. */
const everyShape = ['report-received', 'final-report-late', 'summary', 'digest', 'key-before', 'case-news'];
/** A button has no colon, and the line in its place in the text has one before the address. */
const withoutColons = (text: string) => squeeze(text).replaceAll(/:(?= https:)/g, '');
const squeeze = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/** What is read of the HTML. */
function wordsOfHtml(html: string) {
  const body = html.slice(html.indexOf('<body'));
  const text = body.replaceAll(/<[^>]*>/g, '');
  return withoutColons(text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity));
}

/** What is read of the text, without the marks that stand before a line. */
function wordsOfText(text: string) {
  return withoutColons(text.replaceAll(/^( {2}==>|-) /gm, ''));
}

describe.each(['nl', 'en'] as const)('each kind of mail in “%s”', (language) => {
  let mails: [string, Mail][] = [];
  beforeAll(async () => {
    mails = Object.entries(await mailsOfEachKind(language));
  });

  it('has the same words in the same order in both forms', () => {
    expect(mails).toHaveLength(51);
    for (const [name, { text, html }] of mails) {
      expect(wordsOfHtml(html), name).toBe(wordsOfText(text));
      expect(text + html, name).not.toMatch(/\{\{|undefined|\[object|BEGIN PGP/);
    }
  });

  it('fits in 80 columns when it is quoted, but for addresses and commands', () => {
    for (const [name, { text }] of mails) {
      const lines = text.split('\n').filter((line) => !/^https:\S+$|^ {2}gpg \S/.test(line));
      for (const line of lines) expect(`> > ${line}`.length, `${name}: ${line}`).toBeLessThanOrEqual(80);
      expect(text, name).not.toMatch(/[ \t]$|\n{3}|^>|^-- ?$/m);
    }
  });

  it('has every deadline on a line, or in a block, of its own', () => {
    for (const [name, { text, html }] of mails) {
      const isAbout =
        /report-received|first-response|late|before|expired|date-|publication-|waits|progress|^erasure/.test(
          name,
        );
      expect(/^ {2}==> \S.*: \S.* (?:\d\d:\d\d \S+|\d{4})$/m.test(text), name).toBe(isAbout);
      expect(html.includes('<div class="deadline"'), name).toBe(isAbout);
    }
  });

  it('names the button that erases spam as the inbox does', () => {
    const full = mails.filter(([name]) => name.startsWith('storage-'));
    expect(full).toHaveLength(3);
    for (const [name, { text }] of full)
      expect(wordsOfText(text), name).toContain(translator(language)('inbox:spam.erase'));
  });

  it('loads nothing, and leads nowhere but to the site and to ENISA', () => {
    for (const [name, { subject, html }] of mails) {
      expect(html, name).toContain(`<html lang="${language}">`);
      expect(html, name).toContain(
        `<title>${subject.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</title>`,
      );
      expect(html, name).not.toMatch(/<(?:img|link|script|iframe|object|form|svg)|url\(|@import|src=/i);
      for (const [, address = ''] of html.matchAll(/href="([^"]*)"/g)) {
        expect(address === authority.reportingPlatform || address.startsWith(`${SITE}/`), address).toBe(true);
        // Whoever reads it sees where each leads.
        expect(html).toMatch(new RegExp(`>${RegExp.escape(address)}</(?:a|p)>`));
      }
      expect(html.match(/https?:/g)?.length ?? 0, name).toBe((html.match(/href=/g)?.length ?? 0) * 2);
    }
  });

  it('has the name of the site as its sender, its mark, and one button', () => {
    for (const [name, { sender, html, text }] of mails) {
      expect(sender, name).toBe(translator(language)('siteName'));
      expect(html.match(/class="button"/g), name).toHaveLength(1);
      expect(html.match(/class="point"/g), name).toHaveLength(1);
      const [, address = '', label = ''] =
        /class="button"[^>]*><a href="([^"]+)"[^>]*>([^<]+)</.exec(html) ?? [];
      expect(text.replaceAll(/\n/g, ' '), name).toContain(`${label}: ${address}`);
    }
  });

  it('tells a reporter nothing of the case', () => {
    const own = mails.filter(([, { to }]) => to[0] === 'reporter@example.net');
    expect(own.map(([name]) => name)).toEqual(['alert-confirmation', 'case-news']);
    for (const [, { subject, text, html, attachments }] of own) {
      expect(subject + text + html).not.toMatch(/CVD-|2026/);
      expect(attachments).toEqual([]);
    }
  });
});

describe('what others wrote', () => {
  const hostile = `"><img src=x onerror='a()'> & Co </title></style><script>`;

  it('is escaped: the name on a key, the organisation’s, and an address', async () => {
    const { 'key-before': mail } = await mailsOfEachKind('nl', `Ada\n\n==> ${hostile}`);
    const block = bothForms(hostile, 'nl', [
      ...[paragraph(`Het meldpunt van ${hostile}`), facts([hostile, hostile]), deadline([hostile, hostile])],
      link(hostile, `${SITE}/${hostile}`),
    ]);
    for (const { html, text } of [mail, block].filter((one) => one !== undefined)) {
      expect(html).not.toMatch(/<img|<script|"">/);
      expect(html.match(/<\/title>|<\/style>/g)).toHaveLength(2);
      expect(wordsOfHtml(html)).toBe(wordsOfText(text));
      expect(squeeze(text)).toContain(hostile);
    }
    expect(mail?.text).not.toMatch(/^==>/m);
  });

  it('never makes a line that counts as quoted, and a long word is not broken', () => {
    const { text } = bothForms('x', 'nl', [paragraph(`${'woord '.repeat(15)}${'> y '.repeat(30)}`)]);
    expect(text).not.toMatch(/^>/m);
    const long = 'x'.repeat(120);
    expect(bothForms('x', 'nl', [facts(['Kenmerk', `een ${long} twee`])]).text).toBe(
      `Kenmerk: een\n         ${long}\n         twee\n`,
    );
  });
});

it('each kind of mail fits a telephone and loads nothing, and every shape passes axe, in light and dark', async () => {
  const browser = await launchChromium();
  const page = await (await browser.newContext()).newPage();
  const requests: string[] = [];
  page.on('request', (request) => void requests.push(request.url()));
  for (const [name, { html }] of Object.entries(await mailsOfEachKind('nl'))) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [640, 360]) {
        await page.setViewportSize({ width, height: 700 });
        await page.setContent(html);
        const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(scrollWidth, `${name} at ${width}`).toBeLessThanOrEqual(width);
      }
      if (!everyShape.includes(name)) continue;
      // The subject is the heading of a mail, and a mail program has the landmarks.
      const runOnly = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa'];
      expect(await violationsOn(page, { runOnly }), `${name} ${colorScheme}`).toEqual([]);
    }
  }
  expect(requests).toEqual([]);
  await browser.close();
});
