import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKvStore } from '../../functions/store/kv/store.ts';
import { createSqliteStore } from '../../functions/store/sqlite/store.ts';
import type { Store } from '../../functions/store/store.ts';
import { writeSignedText } from '../../src/disclosure/signed-text.ts';
import { telephoneLink } from '../../src/i18n/addresses.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { violationsOn } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { Gpg } from '../support/gpg.ts';
import { withKv } from '../support/kv.ts';
import type { RunningSite } from '../support/project.ts';
import { fillInReport, reportPaths } from '../support/report-page.ts';
import { altered, type ForgedCase, forgedCase, signedBy } from '../support/signed-messages.ts';
import { startSite } from '../support/site.ts';
import { giveCode, statusPaths } from '../support/status-page.ts';
import { ANNA, BRAM, teamWithFormer } from '../support/teams.ts';

type Team = Awaited<ReturnType<typeof teamWithFormer>>;
const HOUR = 3_600_000;

/** What the page says at each message, by its number; `doubt` is the sentence that nobody may miss. */
const shown = {
  nl: {
    anna: 'Anna de Vries, van het team · handtekening klopt',
    bram: 'Bram Jansen, van het team · handtekening klopt',
    cees: 'Cees Bos, van het team · handtekening klopt',
    you: 'Jij · handtekening klopt',
    claimed: 'Volgens onze server van het team',
    claimedYou: 'Volgens onze server van jou',
    unsigned: /^Niet ondertekend.*Niemand van ons team heeft dit bericht ondertekend/,
    replayed: /^Staat niet op zijn plaats.*maar niet als bericht 5\./,
    moved: /^Hoort niet in deze zaak.*niet als bericht aan jou in deze zaak/,
    broken: /^De handtekening klopt niet.*veranderd of nagemaakt/,
    unknown: /^Ondertekend met een onbekende sleutel.*van niemand van ons team/,
    redated: /^De datum klopt niet.*Anna de Vries ondertekende dit bericht op .*2026.* maar onze server/,
    apart: /^Anna de Vries, van het team · handtekening klopt, gezet op .*\d/,
    former: /^Ondertekend door iemand die al weg was.*Cees Bos hoorde tot \d+ \S+ \d{4} bij ons team/,
    own: /^Niet ondertekend.*als bericht van jou.*Heb je dit niet zelf geschreven\? Bel ons/,
    advice: 'voordat je doet wat er staat',
  },
  en: {
    anna: 'Anna de Vries, of the team · signature verified',
    bram: 'Bram Jansen, of the team · signature verified',
    cees: 'Cees Bos, of the team · signature verified',
    you: 'You · signature verified',
    claimed: 'From the team, according to our server',
    claimedYou: 'From you, according to our server',
    unsigned: /^Not signed.*Nobody in our team signed this message/,
    replayed: /^Not in its place.*but not as message 5\./,
    moved: /^Does not belong in this case.*not as a message to you in this case/,
    broken: /^The signature is not valid.*changed or forged/,
    unknown: /^Signed with an unknown key.*does not belong to anybody in our team/,
    redated: /^The date is not right.*Anna de Vries signed this message on .*2026.* but our server/,
    apart: /^Anna de Vries, of the team · signature verified, made on .*\d/,
    former: /^Signed by someone who had already left.*Cees Bos was in our team until \d+ \S+ \d{4}\./,
    own: /^Not signed.*as a message from you.*Did you not write this yourself\? Then call us/,
    advice: 'before you act on it',
  },
} as const;

/** The messages that are put into a case, from the second on: what they are, and what the page makes of them. */
const rows = [
  ['a reply that a member signed for its place', 'verified', 'anna'],
  ['one signed by RSA', 'verified', 'bram'],
  ['one written straight into the store', 'unsigned', 'unsigned'],
  ['one played again', 'replayed', 'replayed'],
  ['one moved from another case', 'moved', 'moved'],
  ['one that a member signed without a place', 'moved', 'moved'],
  ['one that a member signed as from the reporter', 'moved', 'moved'],
  ['one with a broken signature', 'broken', 'broken'],
  ['one by an unknown key', 'unknown-key', 'unknown'],
  ['one by a former member after leaving', 'former', 'former'],
  ['one by a former member who sets the clock back', 'former', 'former'],
  ['one by a former member before leaving', 'verified', 'cees'],
  ['one in the reporter’s name, written straight into the store', 'unsigned', 'own'],
  ['one whose date was moved by days', 'redated', 'redated'],
  ['one whose date was moved by hours', 'verified', 'apart'],
] as const;

/** Puts all of them into a case. */
async function putAll(desk: ForgedCase, other: ForgedCase, { gpg, until }: Team): Promise<void> {
  const [anna, bram, cees] = [ANNA, BRAM, 'cees@example.com'].map((one) => gpg.fingerprintOf(one));
  const { reference } = desk;
  const at = (number: number) => ({ reference, number, from: 'team' }) as const;
  const put = async (contents: string | Uint8Array, from?: 'team' | 'reporter', moment?: number) =>
    desk.put(await desk.seal(contents), from, moment);
  const by = (signer = '', number = 0, text = `text of message ${number}`, moment?: number) =>
    signedBy(gpg, signer, at(number), text, moment);
  const right = await desk.seal(by(anna, 2));
  await desk.put(right);
  await put(by(bram, 3));
  await put(writeSignedText({ ...at(4), written: '2026-11-26T12:00:00Z' }, 'text of message 4'));
  await desk.put(right);
  await put(signedBy(gpg, anna ?? '', { ...at(6), reference: other.reference }, 'text of message 6'));
  await put(signedBy(gpg, anna ?? '', null, 'text of message 7'));
  await put(signedBy(gpg, anna ?? '', { ...at(8), from: 'reporter' }, 'text of message 8'));
  await put(altered(by(anna, 9, 'text of message 8'), 'message 8', 'message 9'));
  const stranger = new Gpg();
  await put(signedBy(stranger, stranger.makeKey(ANNA), at(10), 'text of message 10'));
  stranger.close();
  await put(by(cees, 11));
  await put(by(cees, 12, undefined, until - HOUR));
  await put(by(cees, 13, undefined, until - HOUR), 'team', until - HOUR);
  await put('text of message 14', 'reporter');
  await put(by(anna, 15), 'team', Date.now() - 20 * 24 * HOUR);
  await put(by(anna, 16), 'team', Date.now() + 5 * HOUR);
}

const kv = withKv();
let browser: Browser;
let team: Team;
beforeAll(async () => {
  team = await teamWithFormer();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  team?.gpg.close();
});

/** A site with this team, and its store beside it. */
async function openDesk(where: 'SQLite' | 'Redis'): Promise<{ site: RunningSite; store: Store }> {
  const { TEAM_KEY_FILE, FORMER_KEYS_FILE } = team;
  const settings = where === 'Redis' ? kv().settings : {};
  const site = await startSite({ TEAM_KEY_FILE, FORMER_KEYS_FILE, ...settings });
  const store =
    where === 'Redis' ? createKvStore(kv().bridge) : createSqliteStore(join(site.dataDir, 'meldpunt.sqlite'));
  return { site, store };
}

/** Sends a report by the form; gives its receipt and reference. */
async function report(site: RunningSite, language: LanguageCode, ownKey = '') {
  const page = await browser.newPage();
  await page.goto(site.url + reportPaths[language]);
  await fillInReport(page, ownKey === '' ? {} : { ownKey });
  await page.click('#send');
  await page.waitForSelector('#sent:not([hidden])');
  const reference = (await page.textContent('#sent-reference')) ?? '';
  const receipt = (await page.textContent('#sent-receipt')) ?? '';
  await page.close({ runBeforeUnload: false });
  return { reference, receipt };
}

async function openStatus(site: RunningSite, language: LanguageCode, receipt: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await giveCode(page, site.url + statusPaths[language], receipt);
  await page.waitForSelector('#case:not([hidden])');
  return page;
}

describe.each(['SQLite', 'Redis'] as const)('with %s behind the site', (where) => {
  let site: RunningSite;
  let store: Store;
  beforeAll(async () => {
    ({ site, store } = await openDesk(where));
  });
  afterAll(async () => {
    await store?.close();
    await site?.stop();
  });
  const forged = (reference: string) => forgedCase(store, reference, team.publicKey);

  describe.each(['nl', 'en'] as const)('in %s, the status page shows for what it is', (language) => {
    const words = shown[language];
    let page: Page;
    beforeAll(async () => {
      const [one, other] = [await report(site, language), await report(site, language)];
      await putAll(await forged(one.reference), await forged(other.reference), team);
      page = await openStatus(site, language, one.receipt);
    });
    afterAll(async () => {
      await page?.context().close();
    });

    it.each(rows.map((row, index) => [...row, index + 2] as const))('%s', async (_, kind, says, number) => {
      const message = page.locator('#case-messages > li').nth(number - 1);
      expect(await message.getAttribute('data-author')).toBe(kind);
      const name = await message.locator('.message-head > span').textContent();
      const text = (await message.locator('.message-text').textContent())?.trimEnd();
      // Never hidden, and without what says its place.
      expect(text).toBe(says === 'replayed' ? 'text of message 2' : `text of message ${number}`);
      if (kind === 'verified') {
        expect(name).toEqual(says === 'apart' ? expect.stringMatching(words.apart) : words[says]);
        expect(await message.locator('.doubt').count()).toBe(0);
        return;
      }
      expect(name).toBe(says === 'own' ? words.claimedYou : words.claimed);
      const doubt = message.locator('.doubt');
      expect(await doubt.textContent()).toMatch(words[says]);
      if (says !== 'own') expect(await doubt.textContent()).toContain(words.advice);
      expect(await doubt.locator('a').first().getAttribute('href')).toBe(telephoneLink);
      // It comes before what it warns of.
      const order = await message.evaluate((item) =>
        [...item.children].map((one) =>
          one.querySelector('.message-text') === null ? one.className : 'message-text',
        ),
      );
      expect(order).toEqual(['message-head', 'note warning doubt', 'message-text']);
    });

    it('the report and what the reporter sends from here', async () => {
      expect(await page.locator('#case-messages > li').first().getAttribute('data-author')).toBeNull();
      await page.fill('#field-message', 'my own words');
      await page.click('#message-send');
      const own = page.locator('#case-messages > li', { hasText: 'my own words' });
      await own.waitFor();
      expect(await own.locator('.message-head > span').textContent()).toBe(words.you);
      expect(await own.locator('.message-text').textContent()).toBe('my own words');
      expect(await own.locator('.doubt').count()).toBe(0);
    });

    it('all of it for everybody: by more than colour, on paper, in the reader’s own colours', async () => {
      expect(await violationsOn(page)).toEqual([]);
      const doubtful = page.locator('[data-author=unsigned]').first();
      const looks = () =>
        doubtful.evaluate((item) => {
          const mark = item.querySelector('.doubt > strong');
          return [
            getComputedStyle(item).borderTopStyle,
            mark ? getComputedStyle(mark, '::before').content : '',
          ];
        });
      for (const media of [{}, { media: 'print' }, { forcedColors: 'active' }] as const) {
        await page.emulateMedia({ media: null, forcedColors: null, ...media });
        expect(await looks()).toEqual(['dashed', expect.stringContaining('!')]);
        await doubtful.scrollIntoViewIfNeeded();
        expect(await doubtful.locator('.doubt').isVisible()).toBe(true);
      }
      await page.emulateMedia({ media: null, forcedColors: null });
    });
  });
});
