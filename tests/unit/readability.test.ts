import { describe, expect, it } from 'vitest';
import { readingEase, wordsIn } from '../support/readability.ts';
import { type Text, textsOf } from '../support/texts.ts';

/** What citizens and researchers read, and the mails. The team's mails quote the law; taken together they read as easily. */
const groups: Record<string, (text: Text) => boolean> = {
  'the policy': ({ file }) => file === 'policy.json',
  'the form': ({ file }) => file === 'report.json' || file === 'problems.json',
  'what one reads after sending': ({ file }) => file === 'received.json' || file === 'alert.json',
  'the status page': ({ file }) => file === 'status.json',
  'the privacy notice': ({ file }) => file === 'privacy.json',
  'mails to reporters': ({ file, key }) =>
    file === 'mail.json' && /^(?:alertConfirmation|caseNews)\./.test(key),
  'letters to reporters': ({ file }) => file === 'replies.json',
  'mails to the team': ({ file }) => file === 'mail.json',
};
/** Taken together: the policy, which has to name its techniques, reaches this; the form and the status page have more. */
const LINE = 72;
/** Each by itself; a text of fewer words says too little about how it is written. */
const FLOOR = 45;
const FEWEST_WORDS = 12;
/** Texts that name what nobody can say in shorter words: attacks that nobody may use, and grounds of the GDPR. */
const named = ['asks.A6.text', 'form.keptToMethods', 'why.report.basis'];

/** Labels and titles are no sentences. */
const isSentence = ({ text }: Text) => /[.!?](?:[”’)]|<\/\w+>)*(?:\s|$)/.test(text) && wordsIn(text) >= 4;

describe('how easily texts read', () => {
  it('is measured by the length of sentences and of words, as Douma and Flesch did', () => {
    const easy = {
      nl: ['Je melding is binnen. We lezen hem nu.'],
      en: ['Your report is in. We read it now.'],
    };
    const hard = {
      nl: [
        'Inzake de bovengenoemde aangelegenheid informeren wij u te gelegener tijd omtrent de besluitvorming.',
      ],
      en: ['Regarding the aforementioned notification, determinations will be communicated subsequently.'],
    };
    for (const language of ['nl', 'en'] as const) {
      expect(readingEase(language, easy[language])).toBeGreaterThan(90);
      expect(readingEase(language, hard[language])).toBeLessThan(20);
    }
    // vul-ner-a-bil-i-ty, kwets-baar-heid: one sentence of one word.
    expect(readingEase('en', ['Vulnerability.'])).toBeCloseTo(206.835 - 1.015 - 84.6 * 6);
    expect(readingEase('nl', ['Kwetsbaarheid.'])).toBeCloseTo(206.84 - 0.93 - 77 * 3);
  });

  it('does not count what nobody reads aloud: addresses, commands, marks and what is filled in', () => {
    const plain = readingEase('en', ['Read it at x now.']);
    expect(readingEase('en', ['Read <mail>it</mail> at https://example.com/policy now.'])).toBe(plain);
    expect(readingEase('en', ['Read it at {{address}} now.'])).toBe(plain);
  });

  for (const language of ['nl', 'en'] as const)
    for (const [group, isIn] of Object.entries(groups))
      it(`holds the line in ${group}, in ${language}`, () => {
        const texts = textsOf(language).filter((text) => isIn(text) && isSentence(text));
        expect(texts.length).toBeGreaterThan(2);
        expect(
          readingEase(
            language,
            texts.map(({ text }) => text),
          ),
        ).toBeGreaterThanOrEqual(LINE);
        if (group === 'mails to the team') return;
        const hard = texts
          .filter(({ key, text }) => !named.includes(key) && wordsIn(text) >= FEWEST_WORDS)
          .map(({ key, text }) => ({ key, text, ease: Math.round(readingEase(language, [text])) }))
          .filter(({ ease }) => ease < FLOOR);
        expect(hard).toEqual([]);
      });
});
