import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { writeReport } from '../../src/disclosure/report.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { armor, dearmor } from '../../src/openpgp/armor.ts';
import { framePackets } from '../../src/openpgp/packets.ts';
import { fixtureText } from '../support/fixture.ts';
import { Gpg } from '../support/gpg.ts';
import { compressed, literal, sealPackets } from '../support/hostile.ts';
import { inboxPaths, openReply, sendComposed, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { packet } from '../support/packets.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';

const fixturePath = (path: string) => fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
/** A team of one, with the key that sq 1.3 makes by default: it says that it opens SEIPD version 2. */
const TEAM_KEY_FILE = fixturePath('keys/sq13-default.asc');
const FILE = fixturePath('keys/sq13-default.private.asc');
const publicKey = fixtureText('keys/sq13-default.asc');
const said = {
  nl: {
    newer: 'GnuPG 2 kan dit bericht niet openen',
    unchecked: 'Je sleutel is niet geladen. Daarom kijken we niet of dit bericht te openen is.',
    notOpened: 'Met je sleutel gaat dit bericht niet open',
  },
  en: {
    newer: 'GnuPG 2 cannot open this message',
    unchecked: 'Your key is not loaded, so we do not check whether this message can be opened.',
    notOpened: 'Your key does not open this message',
  },
};
const languages = ['nl', 'en'] as const;

describe('the inbox', () => {
  let desk: TeamSite;
  let sender: Gpg;
  let fingerprint: string;
  beforeAll(async () => {
    desk = await startTeamSite({ TEAM_KEY_FILE });
    sender = new Gpg();
    sender.import(publicKey);
    fingerprint = sender.run(['--list-keys', '--with-colons']).match(/^fpr:+([0-9A-F]{40})/m)?.[1] ?? '';
  });
  afterAll(async () => {
    sender?.close();
    await desk?.stop();
  });
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  async function post(body: string | Uint8Array<ArrayBuffer>): Promise<string> {
    const headers = { 'Content-Type': 'application/pgp-encrypted' };
    const answer = await fetch(`${desk.site.url}/api/reports`, { method: 'POST', headers, body });
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { reference: string }).reference;
  }
  const reportOf = (description: string) =>
    writeReport({
      ...{ language: 'nl', system: 'x', weakness: 'injection', exposure: 'none', name: '', contact: '' },
      ...{ credit: '', publication: 'no-wish', cvss: '', keptToLimits: true, keptToMethods: true },
      ...{ attachments: [], description, impact: 'words', discovery: '', replyKey: '' },
    });
  async function open(reference: string, language: LanguageCode = 'nl') {
    const context = desk.watch(await desk.browser.newContext());
    const page = await context.newPage();
    await signInWithKey(page, `${desk.site.url}${inboxPaths[language]}#${reference}`, { file: FILE });
    await waitForCase(page);
    return { context, page };
  }
  async function reportIn(page: Page): Promise<string> {
    await page.waitForSelector('#report-body .facts');
    await openReply(page);
    return (await page.textContent('#report-body')) ?? '';
  }

  it('opens what is compressed in any way, also with bytes behind it, as sq 0.27 fills a message up', async () => {
    const packets = framePackets([literal(new TextEncoder().encode(reportOf('behind it are bytes')))]);
    const { body } = compressed(packets);
    const filled = framePackets([packet(8, Uint8Array.from([...body, ...randomBytes(700)]))]);
    const messages = {
      'behind it are bytes': await sealPackets(filled, publicKey),
      ...Object.fromEntries(
        ['bzip2', 'zip', 'zlib'].map((name) => [
          `made by ${name}`,
          sender.encrypt(reportOf(`made by ${name}`), [fingerprint], ['--compress-algo', name]),
        ]),
      ),
    };
    for (const [words, message] of Object.entries(messages)) {
      const { context, page } = await open(await post(message));
      expect(await reportIn(page)).toContain(words);
      await context.close();
    }
  });

  it.each(languages)('in %s: opens SEIPD version 2, and says that GnuPG 2 does not', async (language) => {
    const reference = await post(fixtureText('messages/to-sq13-default.asc'));
    const { context, page } = await open(reference, language);
    expect(await reportIn(page)).toContain('interop marker — “quotes” é 漢');
    expect(await page.textContent('#report-body details:last-child')).toContain(said[language].newer);
    // Without a key: there is no command that can't work.
    await page.reload();
    await waitForCase(page);
    const body = (await page.textContent('#report-body')) ?? '';
    expect(body).toContain(said[language].newer);
    expect(body).not.toContain('gpg --output');
    await context.close();
  });

  it.each(languages)(
    'in %s: stores no reply from outside that its key does not open, and says where nobody looked',
    async (language) => {
      const words = said[language];
      const reference = await post(sender.encrypt(reportOf('the finding'), [fingerprint]));
      const { context, page } = await open(reference, language);
      await reportIn(page);
      await page.check('#assessment-duplicate');
      await page.click('#outside summary');
      expect(await page.isVisible('#sealed-unchecked')).toBe(false);
      const right = sender.encrypt('the answer', [fingerprint]);
      await page.fill('#compose-sealed', damaged(right));
      await page.click('#compose-submit');
      await page.waitForSelector('#error-sealed:not([hidden])');
      expect(await page.textContent('#error-sealed')).toContain(words.notOpened);
      expect(await desk.store.readMessages(reference)).toHaveLength(1);
      await page.fill('#compose-sealed', right);
      await sendComposed(page);
      expect(await desk.store.readMessages(reference)).toHaveLength(2);
      await page.reload();
      await waitForCase(page);
      await page.click('#outside summary');
      expect(await page.isVisible('#sealed-unchecked')).toBe(true);
      expect(await page.textContent('#sealed-unchecked')).toContain(words.unchecked);
      await context.close();
    },
  );

  it('says of a part of the page that does not arrive that it is missing, and keeps what was typed', async () => {
    const reference = await post(sender.encrypt(reportOf('words'), [fingerprint]));
    const context = desk.watch(await desk.browser.newContext());
    const page = await context.newPage();
    for (const part of ['Months', 'seal-reply'])
      await page.route(`**/_astro/${part}*`, (route) => route.abort());
    await signInWithKey(page, `${desk.site.url}/inbox#${reference}`, { file: FILE });
    await waitForCase(page);
    await page.check('#assessment-rejected');
    await page.fill('#compose-message', 'typed');
    await page.click('#compose-submit');
    const missing = 'Een deel van deze pagina kon niet worden geladen';
    await page.waitForFunction(
      (words) => document.getElementById('error-compose')?.textContent?.startsWith(words),
      missing,
    );
    expect(await page.inputValue('#compose-message')).toBe('typed');
    await page.fill('#compose-message', '');
    await page.click('#to-list');
    await page.waitForSelector('.figures [data-load-again]');
    expect(await page.textContent('.figures')).toContain(missing);
    // Tried again, the page is loaded anew, once the server is there.
    await page.unroute('**/_astro/Months*');
    await page.click('.figures [data-load-again]');
    await page.waitForSelector('#chart svg, #chart .help');
    await context.close();
  });

  it('takes a binary message and opens it', async () => {
    const armored = dearmor(sender.encrypt(reportOf('sent in binary'), [fingerprint]), 'MESSAGE');
    const { context, page } = await open(await post(armored.ok ? armored.bytes : ''));
    expect(await reportIn(page)).toContain('sent in binary');
    await context.close();
  });
});

/** The same message with another last byte: for the same keys, and not to be opened. */
function damaged(message: string): string {
  const block = dearmor(message, 'MESSAGE');
  if (!block.ok) throw new Error(block.code);
  const bytes = Uint8Array.from(block.bytes);
  return armor(bytes.fill((bytes.at(-1) ?? 0) ^ 1, -1), 'MESSAGE');
}
