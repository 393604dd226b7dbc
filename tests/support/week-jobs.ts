// The common jobs of a team in its inbox, each as quickly as the page lets somebody do it. Counted by `Hand`.
import type { Hand } from './hand.ts';
import { waitForCase } from './inbox-page.ts';

/** Waits until what was sent to the reporter is stored, and the case is shown as it is then. */
async function sent(hand: Hand): Promise<void> {
  await hand.page.waitForFunction(() => {
    const state = document.getElementById('compose-state')?.textContent ?? '';
    return state !== '' && !state.includes('…');
  });
  await waitForCase(hand.page);
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
  await waitForCase(hand.page);
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

/** Asks something of a reporter, before there is an answer to the report. */
export async function ask(hand: Hand, question: string): Promise<number> {
  await hand.press('e');
  await hand.click('#assessment-message');
  await hand.write('#compose-message', question);
  await hand.press('Control+Enter');
  await sent(hand);
  return hand.taken();
}

/** Takes a case on. */
export async function takeOn(hand: Hand): Promise<number> {
  await hand.press('a');
  await hand.page.waitForFunction(() =>
    document.getElementById('team-timeline')?.textContent?.match(/Toegewezen|Assigned/),
  );
  await waitForCase(hand.page);
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
  await waitForCase(hand.page);
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
