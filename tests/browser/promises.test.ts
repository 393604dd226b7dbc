import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Case } from '../../src/disclosure/case.ts';
import { deriveReceipt, makeReceipt } from '../../src/disclosure/receipt.ts';
import { writeReport } from '../../src/disclosure/report.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { makeReplyKey } from '../../src/openpgp/keys.ts';
import { seal } from '../../src/openpgp/seal.ts';
import { violationsOn } from '../support/axe.ts';
import { changeInput, newCaseInput, newMessage } from '../support/cases.ts';
import { inboxPaths, openFromList, sendComposed, signInWithKey, waitForCase } from '../support/inbox-page.ts';
import { giveCode, statusPaths } from '../support/status-page.ts';
import { startTeamSite, type TeamSite } from '../support/team-site.ts';

const DAY = 86_400_000;
/** 0:00 UTC of the day so many days from now. */
const dayIn = (days: number) => Math.floor(Date.now() / DAY) * DAY + days * DAY;
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);

const words = {
  nl: {
    // Days are of UTC here, and end with the desk's own: late in the evening three have passed.
    ...{ passed: /^Oplosdatum · [23] dagen.* voorbij/, late: 'Die dag is voorbij', back: 'Het is terug!' },
    ...{
      proposed: 'publicatie voorgesteld voor',
      embargo: 'embargo tot',
      agreed: 'Afgesproken: wat je vond',
      published: 'is openbaar sinds',
    },
    givenUp: 'geldt niet meer',
    ...{
      proof: 'Ik ga ermee akkoord',
      waits: /wacht/,
      other: 'Mijn voorstel:',
      changed: 'intussen veranderd',
    },
  },
  en: {
    ...{ passed: /^Fix date · [23] days.* ago/, late: 'That day has passed', back: 'It is back!' },
    ...{
      proposed: 'publication proposed for',
      embargo: 'embargo until',
      agreed: 'Agreed: what you found',
      published: 'has been public since',
    },
    givenUp: 'no longer applies',
    ...{
      proof: 'I agree that what I found',
      waits: /wait/,
      other: 'My proposal:',
      changed: 'has changed in the',
    },
  },
};

describe('what was promised', () => {
  let desk: TeamSite;
  beforeAll(async () => {
    desk = await startTeamSite();
  });
  afterAll(() => desk?.stop());
  afterEach(() => {
    expect(desk.errors.splice(0)).toEqual([]);
  });

  /** A case that was answered three weeks ago, whose reporter has the receipt. */
  async function putCase(language: LanguageCode, fields: Partial<Case>) {
    const receipt = makeReceipt();
    const { receiptId, replyKeyPassphrase } = await deriveReceipt(receipt);
    const { publicKey, lockedPrivateKey } = await makeReplyKey(replyKeyPassphrase);
    const text = writeReport({
      ...{ language, system: 'shop', weakness: 'injection', exposure: 'none', name: '', contact: '' },
      ...{ credit: '', publication: 'no-wish', cvss: '', keptToLimits: true, keptToMethods: true },
      ...{ attachments: [], description: 'x', impact: 'x', discovery: '', replyKey: publicKey },
    });
    const receivedAt = Date.now() - 22 * DAY;
    const made = newCaseInput({ receivedAt, receiptId, replyKey: lockedPrivateKey, language });
    const keys = Object.values(desk.fingerprints).map((one) => desk.team.exportPublic(one));
    const sealed = await seal(text, [...keys, publicKey]);
    await desk.store.createCase({
      ...made,
      report: { ...newMessage('reporter', receivedAt), sealed },
      mails: [],
    });
    const respondedAt = receivedAt + DAY;
    const answered = { status: 'fixing', assessment: 'confirmed', respondedAt, toldAt: respondedAt } as const;
    await desk.store.changeCase(changeInput(made.newCase, { ...answered, ...fields }, { now: respondedAt }));
    return { receipt, reference: made.newCase.reference };
  }

  const text = (page: Page, selector: string) => page.locator(selector).innerText();
  const shows = (page: Page, selector: string, part: string) =>
    page.waitForFunction(([where, what]) => document.querySelector(where)?.textContent?.includes(what), [
      selector,
      part,
    ] as const);

  it.each(['nl', 'en'] as const)(
    'in %s: a fix date that slips, a day of publication, and a closed case are seen by both, and acted on',
    async (language) => {
      const say = words[language];
      const slipped = await putCase(language, { fixExpectedAt: dayIn(-3) });
      const shut = {
        status: 'closed',
        resolvedAt: Date.now() - 9 * DAY,
        closedAt: Date.now() - 8 * DAY,
      } as const;
      const closed = await putCase(language, { ...shut, eraseAt: Date.now() + 9 * DAY });
      const context = desk.watch(await desk.browser.newContext());
      const [team, reporter] = [await context.newPage(), await context.newPage()];
      for (const page of [team, reporter]) page.on('dialog', (dialog) => dialog.accept());
      const row = (reference: string) => `#list-cases li:has(a[href="#${reference}"])`;

      // What slipped stands first, under what is due, and says so to both.
      await signInWithKey(team, desk.site.url + inboxPaths[language], { file: desk.keys.anna });
      await team.waitForSelector(`#list-cases .group-due a[href="#${slipped.reference}"]`);
      expect(await team.textContent(`${row(slipped.reference)} .due-whole`)).toMatch(say.passed);
      await giveCode(reporter, desk.site.url + statusPaths[language], slipped.receipt);
      await reporter.waitForSelector('#case-fix-late:not([hidden])');
      expect(await text(reporter, '#case-fix-late')).toContain(say.late);

      // Another day, with the words for it, in one go.
      await openFromList(team, slipped.reference);
      await team.click('#new-date');
      expect(await team.inputValue('#compose-date')).toBe('');
      await team.fill('#compose-date', iso(dayIn(10)));
      const letter = await team.inputValue('#compose-message');
      const gap = letter.split('\n').find((line) => line.endsWith(' ')) ?? '…';
      await team.fill('#compose-message', letter.replace(gap, `${gap}x`));
      await sendComposed(team);
      await reporter.click('#case-again');
      await reporter.waitForSelector('#case-fix-late', { state: 'hidden' });

      // A day of publication is proposed, moved while the reporter looks at it, and agreed to by them.
      await team.fill('#publication-day', iso(dayIn(30)));
      await team.click('#publication-form button[type="submit"]');
      await team.waitForSelector('#publication-away');
      expect(await text(team, '#case-facts')).not.toContain(say.embargo);
      expect(await text(team, '#case-facts')).toContain(say.proposed);
      await reporter.click('#case-again');
      await reporter.waitForSelector('#case-publication:not([hidden])');
      await reporter.click('#publication-other');
      expect(await reporter.inputValue('#field-message')).toContain(say.other);
      expect(await violationsOn(reporter)).toEqual([]);
      const moved = await desk.store.findCase(slipped.reference);
      if (moved) {
        const event = {
          version: moved.version + 1,
          at: Date.now(),
          by: 'Anna',
          kind: 'publication',
        } as const;
        const events = [{ ...event, value: iso(dayIn(40)) }];
        const now = Date.now();
        await desk.store.changeCase(changeInput(moved, { publishOn: dayIn(40) }, { now, events }));
      }
      await reporter.click('#publication-agree');
      await shows(reporter, '#publication-status', say.changed);
      expect(await reporter.inputValue('#field-message')).toContain(say.other);
      expect((await desk.store.findCase(slipped.reference))?.publishAgreedAt).toBeNull();
      await reporter.click('#publication-agree');
      await shows(reporter, '#publication-state', say.agreed);
      await shows(reporter, '#case-messages', say.proof);
      await team.click('#case-refresh');
      await team.waitForSelector('#publication-not-agreed');
      expect(await text(team, '#case-facts')).toContain(say.embargo);
      await shows(team, '#team-messages', say.proof);
      expect(await violationsOn(team)).toEqual([]);

      // Moved once it was agreed: the reporter sees that the agreement is no more.
      await team.fill('#publication-day', iso(dayIn(50)));
      await team.click('#publication-form button[type="submit"]');
      await team.waitForSelector('#publication-agreed');
      await reporter.click('#case-again');
      await shows(reporter, '#publication-state', say.givenUp);
      expect(await reporter.isVisible('#publication-agree')).toBe(true);
      await team.click('#publication-now');
      await team.waitForSelector('#publication-undo');
      await reporter.click('#case-again');
      await shows(reporter, '#publication-state', say.published);

      // An announced erasure is seen, and stopped by a message; the closed case waits like any other.
      await team.goto(`${desk.site.url}${inboxPaths[language]}#${closed.reference}`);
      await waitForCase(team);
      const download = team.waitForEvent('download');
      await team.click('#erasing-export');
      await download;
      await giveCode(reporter, desk.site.url + statusPaths[language], closed.receipt);
      await reporter.waitForSelector('#case:not([hidden])');
      await reporter.fill('#field-message', say.back);
      await reporter.click('#message-send');
      await shows(reporter, '#case-messages', say.back);
      expect((await desk.store.findCase(closed.reference))?.eraseAt).toBeNull();
      await team.click('#case-refresh');
      await team.waitForSelector('#settle');
      expect(await team.locator('#erasing').count()).toBe(0);
      await team.waitForSelector(`#list-cases .group-waiting a[href="#${closed.reference}"]`);
      expect(await team.textContent(`${row(closed.reference)} .due`)).toMatch(say.waits);
      await context.close();
    },
  );
});
