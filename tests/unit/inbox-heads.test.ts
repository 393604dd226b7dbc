import { describe, expect, it } from 'vitest';
import { isToClaim } from '../../src/browser/inbox/list/claims.ts';
import { HeadOpener, type HeadParts } from '../../src/browser/inbox/list/head-opener.ts';
import type { Head } from '../../src/browser/inbox/list/heads.ts';
import {
  type KindNames,
  nothing,
  readOpened,
  readOpenedTriage,
} from '../../src/browser/inbox/list/read-head.ts';
import type { HeadView } from '../../src/disclosure/desk-wire.ts';
import { weaknesses } from '../../src/disclosure/report.ts';
import { headFor, writeSignedText } from '../../src/disclosure/signed-text.ts';
import { noTriage, writeTriage } from '../../src/disclosure/triage.ts';
import type { OpenedText } from '../../src/openpgp/open.ts';
import { reportText } from '../support/own-texts.ts';

const AT = '2026-11-26T12:00:00.000Z';
const nameOf = (index: number) => `CVD-2026-${String(index).padStart(6, '0')}`;
const wanted = (count: number, notes = 0) =>
  Array.from({ length: count }, (_, index) => ({ reference: nameOf(index), version: 1, notes }));

/** An opener whose server and key are here: `opened` and `asked` say what it did. */
function open(parts: Partial<HeadParts> = {}, triages: Record<string, number> = {}) {
  const [asked, opened, heads] = [[] as string[][], [] as string[], new Map<string, Head>()];
  let now = 0;
  const opener = new HeadOpener({
    fetch: async (references) => {
      asked.push([...references]);
      const views = references.map((reference): HeadView => {
        const number = triages[reference];
        const triage =
          number === undefined ? null : { number, by: 'Anna', at: AT, sealed: `${reference} note` };
        return { reference, report: `${reference} report`, triage };
      });
      return { heads: views };
    },
    open: async (sealed) => {
      opened.push(sealed);
      return { text: sealed };
    },
    readReport: ({ text }) => ({ ...nothing, words: text ?? '' }),
    readTriage: (_reference, { number }) => ({ ...noTriage, ticket: String(number) }),
    take: (found) => {
      for (const head of found) heads.set(head.reference, head);
    },
    now: () => now,
    ...parts,
  });
  return { opener, asked, opened, heads, pass: (ms: number) => (now += ms) };
}

describe('heads that are opened in the background', () => {
  it('come a page at a time, those in view first', async () => {
    const { opener, asked, heads } = open();
    const first = opener.look([nameOf(118), nameOf(119)]);
    await first;
    await opener.want(wanted(120));
    expect(asked.map((page) => page.length)).toEqual([2, 50, 50, 18]);
    expect(asked[0]).toEqual([nameOf(118), nameOf(119)]);
    expect([heads.size, opener.lookedAt(wanted(130))]).toEqual([120, 120]);
  });

  it('are shown a page at a time: the list is not arranged for each of them', async () => {
    const shown: number[] = [];
    const { opener } = open({ take: (heads) => shown.push(heads.length) });
    await opener.want(wanted(120));
    expect(shown).toEqual([50, 50, 20]);
  });

  it('are opened anew only where there are other notes, and then only a triage that is another one', async () => {
    const triages: Record<string, number> = { [nameOf(0)]: 1 };
    const { opener, opened, heads } = open({}, triages);
    await opener.want(wanted(2));
    expect(opened).toHaveLength(3);
    await opener.want(wanted(2).map((one) => ({ ...one, version: 7 })));
    expect(opened).toHaveLength(3);
    // A note that is none.
    await opener.want(wanted(2, 1));
    expect(opened).toHaveLength(3);
    triages[nameOf(0)] = 3;
    await opener.want(wanted(2, 3));
    expect(opened.slice(3)).toEqual([`${nameOf(0)} note`]);
    expect(heads.get(nameOf(0))?.triage?.ticket).toBe('3');
  });

  it('where there is no answer rest a while, and then go on', async () => {
    let isThere = false;
    const server = open();
    const { opener, asked, heads, pass } = open({
      fetch: (references) => {
        asked.push([...references]);
        return isThere
          ? Promise.resolve({
              heads: references.map((reference) => ({ reference, report: 'x', triage: null })),
            })
          : Promise.resolve(null);
      },
    });
    server.opener.forget();
    await opener.want(wanted(1));
    await opener.look([nameOf(0)]);
    expect(asked).toHaveLength(1);
    isThere = true;
    pass(10_000);
    await opener.look([]);
    expect(heads.size).toBe(1);
  });

  it('of which one takes too long, or is longer than may be, cost no other anything', async () => {
    const { opener, heads } = open({
      fetch: async (references) => ({
        heads: references.map((reference, index) => ({
          ...{ reference, triage: null, report: index === 1 ? null : `${reference} report` },
        })),
      }),
      open: async (sealed): Promise<OpenedText> =>
        sealed.startsWith(nameOf(0)) ? { text: null, why: 'too-slow' } : { text: sealed },
      readReport: (opened) => readOpened(opened, kinds, () => null),
    });
    await opener.want(wanted(3));
    expect([...heads.values()].map(({ why }) => why)).toEqual(['too-slow', 'too-long', null]);
  });

  it('of a key that went are forgotten, and what was under way then is not taken up', async () => {
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { opener, heads, opened } = open({
      open: async (sealed) => {
        opened.push(sealed);
        await held;
        return { text: sealed };
      },
    });
    const under = opener.want(wanted(3));
    await Promise.resolve();
    await Promise.resolve();
    opener.forget();
    goOn();
    await under;
    expect([heads.size, opened.length, opener.lookedAt(wanted(3))]).toEqual([0, 1, 0]);
    await opener.want(wanted(3));
    expect(heads.size).toBe(3);
  });
});

const kindsIn = (language: string) =>
  Object.fromEntries(weaknesses.map((one) => [one, `${language} ${one}`])) as KindNames['whole'];
const kinds = { whole: kindsIn('whole'), short: kindsIn('short') };

describe('what is read of an opened report', () => {
  it('in another form than ours is titled by its first words, and searched all the same', () => {
    const text = '-----\n\nYour shop \u202eleaks orders\n\nGo to /basket';
    const read = readOpened({ text }, kinds, () => null);
    expect(read).toMatchObject({ title: 'Your shop ⟨U+202E⟩leaks orders', report: null, why: null });
    expect(read.words).toContain('go to /basket');
  });

  it('that was meant for our form and is not quite in it is titled by its system', () => {
    const text = reportText({ system: 'shop' }).replace('---\n', '---\n# Fill in\n');
    const titleOf = (wrong: string) => readOpened({ text: wrong }, kinds, () => null).title;
    expect(titleOf(text.replace('keptToLimits: true', 'keptToLimits: "no"'))).toBe('shop');
    // Hostile: many blanks are gone through once.
    expect(titleOf(`---\nsystem:${' '.repeat(170_000)}\n---\n`).trim()).toBe('system:');
    expect(titleOf('---\n# Fill in\nsystem: ""\n---\n\n# The shop leaks')).toBe('# Fill in');
  });

  it('that does not confirm the conditions is read as any other, and what it says of exploitation counts', () => {
    const text = reportText({ system: 'shop', exposure: 'exploited' })
      .replace('keptToLimits: true', 'keptToLimits: false')
      .replace('keptToMethods: true', 'keptToMethods: false');
    const { report, why } = readOpened({ text }, kinds, () => null);
    expect([report?.exposure, report?.keptToLimits, report?.keptToMethods, why]).toEqual([
      ...['exploited', false, false, null],
    ]);
    const one = { reference: nameOf(1), version: 1, status: 'received', withdrawnAt: null } as const;
    expect(isToClaim({ ...one, claimedAt: null, claimAnswer: null, exploitedAt: null }, report)).toBe(true);
  });

  it('is titled by the whole name of its kind, and found by the short one that its row has as well', () => {
    const text = reportText({ system: 'shop', weakness: 'server-side-request' });
    const read = readOpened({ text }, kinds, () => null);
    expect(read.title).toBe('shop · whole server-side-request');
    expect(read.words).toContain('short server-side-request');
  });

  it('that is closed, is why', () => {
    expect(readOpened({ text: null, why: 'closed' }, kinds, () => null)).toEqual({
      ...nothing,
      why: 'closed',
    });
  });

  it('is of a very long one the beginning', () => {
    expect(readOpened({ text: 'A'.repeat(100_000) }, kinds, () => null).words).toHaveLength(40_000);
  });
});

describe('a triage', () => {
  const [anna, stranger] = ['A'.repeat(40), 'B'.repeat(40)];
  const signers = [{ fingerprint: anna, name: 'Anna', until: null }];
  const triage = { ...noTriage, labels: ['shop'] };
  const note = { number: 2, at: AT };
  const place = { reference: nameOf(1), number: 2, from: 'note' as const };
  const written = (where = place) => writeSignedText(headFor(where, Date.parse(AT)), writeTriage(triage));
  const signed = (fingerprint: string, text = written()): OpenedText => ({
    text,
    signature: { state: 'holds', fingerprint, at: Date.parse(AT) },
  });
  const read = (opened: OpenedText, everyoneSigns = true) =>
    readOpenedTriage(nameOf(1), note, opened, { signers, everyoneSigns });

  it('counts that a member signed for its place; unsigned, where a key of the team signs nothing', () => {
    expect(read(signed(anna))).toEqual(triage);
    const unsigned = { text: writeTriage(triage), signature: { state: 'none' } } as OpenedText;
    expect(read(unsigned, false)).toEqual(triage);
    expect(read(unsigned)).toBeNull();
  });

  it.each([
    ['is of a stranger', signed(stranger)],
    ['is of another case', signed(anna, written({ ...place, reference: nameOf(2) }))],
    ['is an older one once more', signed(anna, written({ ...place, number: 1 }))],
    ['was a message', signed(anna, written({ ...place, from: 'team' } as never))],
    ['is broken', { text: written(), signature: { state: 'broken' } } as OpenedText],
    ['is none', signed(anna, writeSignedText(headFor(place, Date.parse(AT)), 'words'))],
    ['is closed', { text: null, why: 'closed' } as OpenedText],
  ])('that %s does not', (_what, opened) => {
    expect(read(opened)).toBeNull();
  });
});
