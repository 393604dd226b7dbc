// What a team does for itself in a week, at the inbox: nothing of it goes to a reporter.
import type { Hand } from './hand.ts';
import { caseShown } from './week-jobs.ts';

/** Waits until what was changed for the team is stored. */
async function kept(hand: Hand): Promise<void> {
  await hand.page.waitForFunction(
    () => !/^$|…/.test(document.getElementById('triage-status')?.textContent ?? ''),
  );
  await caseShown(hand);
}

/** Writes a note in the case that is open. */
export async function note(hand: Hand, text: string): Promise<number> {
  await hand.click('#dock-note');
  await hand.type(text);
  await hand.press('Control+Enter');
  await hand.page.waitForFunction(() => document.getElementById('note-state')?.textContent?.match(/[.]$/));
  await caseShown(hand);
  await hand.click('#dock-note');
  return hand.taken();
}

export async function label(hand: Hand, text: string): Promise<number> {
  await hand.write('#label-text', text);
  await hand.press('Enter');
  await hand.page.waitForFunction(
    (name) => document.querySelector('#triage .labels')?.textContent?.includes(name),
    text,
  );
  await kept(hand);
  return hand.taken();
}

/** Sets the team's own severity by its vector. */
export async function rate(hand: Hand, vector: string): Promise<number> {
  await hand.click('#severity-edit > summary');
  await hand.write('#cvss-vector', vector);
  await hand.click('#severity-save');
  await hand.page.waitForSelector('#severity-ours strong');
  await kept(hand);
  return hand.taken();
}

/** Answers the four questions of SSVC as for what is exploited and automatic, in what the organisation can't do without. */
export async function decide(hand: Hand): Promise<number> {
  await hand.click('#ssvc-edit > summary');
  for (const id of ['exploitation-active', 'automatable-yes', 'technicalImpact-total', 'mission-high'])
    await hand.click(`#ssvc-${id}`);
  await hand.click('#ssvc-save');
  await hand.page.waitForFunction(() => document.querySelector('#ssvc-decision .help') === null);
  await kept(hand);
  return hand.taken();
}

/** Writes a letter of the team, in both languages, in the room for them. */
export async function writeLetter(
  hand: Hand,
  assessment: string,
  text: Record<'nl' | 'en', string>,
): Promise<number> {
  await hand.click('.bar nav a[href="#letters"]');
  await hand.click('#letter-new');
  await hand.choose('#letter-assessment', assessment);
  for (const code of ['nl', 'en'] as const) {
    await hand.write(`#letter-name-${code}`, text[code].slice(0, 20));
    await hand.write(`#letter-text-${code}`, text[code]);
  }
  await hand.click('#letter-save');
  await hand.page.waitForFunction(() => document.getElementById('letter-state')?.textContent?.match(/[.]$/));
  return hand.taken();
}

/** Hands the open case over to an outside certificate; gives where the sealed file lies. */
export async function handOver(hand: Hand, certificate: string, words: string): Promise<string> {
  await hand.click('#hand-over-open');
  await hand.write('#hand-over-key', certificate);
  await hand.click('#hand-over-judge');
  await hand.page.waitForSelector('#hand-over-keys');
  await hand.write('#hand-over-words', words);
  const { path } = await hand.save('#hand-over-seal');
  await hand.page.waitForSelector('#hand-over-sealed');
  return path;
}

/** Says who stands in for whoever is at the page, and when. */
export async function goAway(hand: Hand, from: string, until: string, standIn: string): Promise<number> {
  await hand.click('.bar nav a[href="#desk"]');
  await hand.write('#absence-from', from);
  await hand.write('#absence-until', until);
  await hand.choose('#absence-stand-in', standIn);
  await hand.click('#absence-submit');
  await hand.page.waitForSelector('#absences li');
  return hand.taken();
}
