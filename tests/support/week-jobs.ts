// The common jobs of a team in its inbox, each as quickly as the page lets somebody do it. Counted by `Hand`.
import type { Hand } from './hand.ts';
import type { NewFile } from './week-reporter.ts';

/** Waits until a case is fetched and shown; opens nothing. */
export async function caseShown(hand: Hand): Promise<void> {
  await hand.page.waitForSelector('.case-columns:not([hidden])');
  await hand.page.waitForFunction(() => document.getElementById('case-status')?.textContent === '');
}

/** Waits until what was sent to the reporter is stored, and the case is shown as it is then. */
async function sent(hand: Hand): Promise<void> {
  await hand.page.waitForFunction(() => {
    const state = document.getElementById('compose-state')?.textContent ?? '';
    return state !== '' && !state.includes('…');
  });
  await caseShown(hand);
}

/** Goes to a case without counting: where somebody is when a job begins. */
export async function goTo(hand: Hand, reference: string): Promise<void> {
  await hand.page.evaluate((name) => {
    location.hash = name;
  }, reference);
  await hand.page.waitForFunction(
    (name) => document.getElementById('case-reference')?.textContent?.includes(name),
    reference,
  );
  await caseShown(hand);
  await hand.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  hand.taken();
}

/** The first answer to a report that is confirmed: with its letter, and the day on which a fix is expected. */
export async function confirmReport(hand: Hand, day: string): Promise<number> {
  await hand.press('e');
  await hand.click('#assessment-confirmed');
  await hand.write('#compose-date', day);
  await hand.press('Control+Enter');
  await sent(hand);
  return hand.taken();
}

/** Rejects a report, says why, and closes it. */
export async function rejectAndClose(hand: Hand, why: string): Promise<number> {
  await hand.press('e');
  await hand.click('#assessment-rejected');
  const letter = await hand.page.inputValue('#compose-message');
  await hand.write('#compose-message', letter.replace(/(omdat|because) $/m, `$1 ${why}`));
  await hand.click('#compose-submit-close');
  await sent(hand);
  return hand.taken();
}

/** Rejects a report with a letter that leaves nothing open, and closes it. */
export async function rejectAsItIs(hand: Hand): Promise<number> {
  await hand.press('e');
  await hand.click('#assessment-rejected');
  await hand.click('#compose-submit-close');
  await sent(hand);
  return hand.taken();
}

/** Confirms a report as `confirmReport` does, with a file that goes along. */
export async function confirmWithFile(hand: Hand, day: string, file: NewFile): Promise<number> {
  await hand.press('e');
  await hand.click('#assessment-confirmed');
  await hand.write('#compose-date', day);
  await hand.click('#compose-files-part > summary');
  await hand.attach('#compose-files', file);
  await hand.click('#compose-submit');
  await sent(hand);
  await hand.page.waitForFunction(() => document.querySelector('.file-going') === null);
  return hand.taken();
}

/** Writes to the reporter that it is solved, with thanks, and the reward where there is one; sends nothing yet. */
async function writeSolved(hand: Hand, thanks: string, reward: number): Promise<void> {
  await hand.press('e');
  await hand.type(thanks);
  await hand.choose('#compose-status', 'resolved');
  if (reward > 0) await hand.write('#compose-reward', String(reward));
}

/** Tells the reporter that it is solved; the case stays open. */
export async function solve(hand: Hand, thanks: string, reward = 0): Promise<number> {
  await writeSolved(hand, thanks, reward);
  await hand.press('Control+Enter');
  await sent(hand);
  return hand.taken();
}

/** The same, and closes the case with it. */
export async function solveAndClose(hand: Hand, thanks: string, reward = 0): Promise<number> {
  await answerClaim(hand);
  await writeSolved(hand, thanks, reward);
  await hand.click('#compose-submit-close');
  await sent(hand);
  return hand.taken();
}

/** Says that it is not exploited, where the reporter said so and nobody has answered: no case closes before that. */
async function answerClaim({ page }: Hand): Promise<void> {
  if ((await page.locator('#claim').count()) === 0) return;
  await page.click('#claim-not-true');
  await page.waitForSelector('#claim', { state: 'detached' });
}

/** Closes a case in which there is nothing left to do; the form is still open. */
export async function close(hand: Hand): Promise<number> {
  await answerClaim(hand);
  await hand.choose('#compose-status', 'closed');
  await hand.press('Control+Enter');
  await sent(hand);
  return hand.taken();
}

/** Names the original that the page offers, tells the reporter with the letter for it, and closes the case. */
export async function tellDuplicate(hand: Hand): Promise<number> {
  await hand.click('#similar button');
  await hand.page.waitForSelector('#duplicate-of');
  await caseShown(hand);
  await hand.press('e');
  await hand.click('#assessment-duplicate');
  await hand.click('#compose-submit-close');
  await sent(hand);
  return hand.taken();
}

/** Answers the reports from one hand with one letter, and closes them. */
export async function answerTogether(hand: Hand, why: string): Promise<number> {
  await hand.click('.hand-answer');
  const field = 'textarea[id^="together-letter"]';
  await hand.page.waitForSelector(field);
  const letter = await hand.page.inputValue(field);
  await hand.write(field, letter.replace(/(omdat|because) $/m, `$1 ${why}`));
  await hand.click('#together-send');
  await hand.page.waitForSelector('#together-outcome p');
  await hand.click('#together-leave');
  return hand.taken();
}

/** Asks something of a reporter, before there is an answer to the report. */
export async function ask(hand: Hand, question: string): Promise<number> {
  await hand.press('m');
  await hand.type(question);
  await hand.press('Control+Enter');
  await sent(hand);
  return hand.taken();
}

/** Writes to the reporter of a case that was answered. */
export async function reply(hand: Hand, words: string): Promise<number> {
  await hand.press('e');
  await hand.type(words);
  await hand.press('Control+Enter');
  await sent(hand);
  return hand.taken();
}

/** Saves all files of a case in one. */
export async function saveAll(hand: Hand): Promise<number> {
  await hand.save('#files-all button');
  return hand.taken();
}

/** Takes a case on. */
export async function takeOn(hand: Hand): Promise<number> {
  await hand.press('a');
  await hand.page.waitForFunction(() =>
    document.getElementById('team-timeline')?.textContent?.match(/Toegewezen|Assigned/),
  );
  await caseShown(hand);
  return hand.taken();
}

/** Goes on with the next case. */
export async function goOn(hand: Hand): Promise<number> {
  const before = await hand.page.textContent('#case-reference');
  await hand.press('j');
  await hand.page.waitForFunction(
    (name) => document.getElementById('case-reference')?.textContent !== name,
    before,
  );
  await caseShown(hand);
  return hand.taken();
}

/** Finds the one case that says a word. */
export async function find(hand: Hand, word: string, reference: string): Promise<number> {
  await hand.press('/');
  await hand.type(word);
  await hand.page.waitForFunction((name) => {
    const rows = document.querySelectorAll('#list-cases a');
    return rows.length === 1 && rows[0]?.getAttribute('href') === `#${name}`;
  }, reference);
  return hand.taken();
}

/** Opens the case that was found. */
export async function openFound(hand: Hand, reference: string): Promise<number> {
  await hand.click(`#list-cases a[href="#${reference}"]`);
  await caseShown(hand);
  return hand.taken();
}
