import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { KeptDraft } from '../../src/browser/inbox/base/drafts.ts';
import { ownLetters } from '../../src/browser/inbox/case/letters.ts';
import { UnsentReplies } from '../../src/browser/inbox/case/unsent-replies.ts';
import { type KindNames, nothing, readOpened } from '../../src/browser/inbox/list/read-head.ts';
import { answerOne } from '../../src/browser/inbox/together/answer-one.ts';
import { keylessAmong, uncheckedAmong } from '../../src/browser/inbox/together/beforehand.ts';
import { Together } from '../../src/browser/inbox/together/together.ts';
import type { Letter } from '../../src/disclosure/letters.ts';
import type { TeamCase } from '../../src/disclosure/team-wire.ts';
import { inboxFacts, inboxTexts } from '../../src/handover/inbox.ts';
import { draftInMemory } from '../support/draft-in-memory.ts';
import { inHours, listed } from '../support/listed.ts';

const texts = inboxTexts('en');
const { organisation } = inboxFacts();
const server = vi.hoisted(() => ({
  view: null as unknown,
  /** What came of it; `lost` where it arrives, and nobody hears so. */
  answers: [] as ('ok' | 'lost')[],
  got: [] as { path: string; body: Record<string, unknown> }[],
}));

/** Of the reporter, in the report. */
const reader = vi.hoisted(() => ({ keys: ['key'] }));

vi.mock('../../src/browser/inbox/base/page.ts', async () => {
  const handed = await import('../../src/handover/inbox.ts');
  return {
    ...{ texts: handed.inboxTexts('en'), facts: handed.inboxFacts(), language: 'en' },
    sentenceFor: (problem: string) => problem,
    whyNotOpened: (why: string) => why,
  };
});
vi.mock('../../src/browser/inbox/base/session.ts', async () => {
  const { signal } = await import('@preact/signals');
  return { hasKey: signal(true), session: signal(null) };
});
vi.mock('../../src/browser/workers/team/client.ts', () => ({
  openSealed: async (sealed: readonly string[]) => sealed.map((text) => ({ text })),
  isForKey: async () => true,
  signText: async (text: string) => text,
}));
vi.mock('../../src/browser/workers/judge/client.ts', () => ({
  askJudge: async (task: string, { text = '' }: { text?: string }) =>
    task === 'seal' ? text : { fault: null, keyIds: ['A'], fingerprints: [] },
}));
vi.mock('../../src/browser/inbox/case/reader.ts', () => ({
  readerOf: async () => ({ readers: reader.keys, readerFault: null, gap: null, fingerprints: [] }),
}));
vi.mock('../../src/browser/api/team.ts', () => ({
  askTeam: async (method: string, path: string, _schema: unknown, body: Record<string, unknown>) => {
    if (method === 'GET') return { ok: true, value: server.view };
    server.got.push({ path, body });
    return server.answers.shift() === 'lost'
      ? { ok: false, problem: 'offline', number: '' }
      : { ok: true, value: { version: 2 } };
  },
}));

const kinds = { whole: {}, short: {} } as KindNames;
const own = (id: string, text: string, assessment: Letter['assessment'] = null): Letter => ({
  ...{ id, assessment, name: { nl: id, en: id } },
  text: { nl: `${text} nl`, en: `${text} en` },
});
const save = (...letters: Letter[]) => {
  ownLetters.value = { version: 1, letters, by: 'Anna', doubt: null };
};
beforeEach(() => {
  ownLetters.value = null;
});

describe('the letter for several reports', () => {
  const open = (kept?: KeptDraft) => {
    const together = new Together(async () => ({ isUnread: false }));
    if (kept) together.keep(kept);
    together.begin([listed('A', { language: 'en' }), listed('B', { language: 'nl' })]);
    return together;
  };

  it('is the team’s own where there is one: in place of ours, or for that assessment', () => {
    expect(open().letters.value.en).toBe(
      texts.replies.en.notVulnerability.replaceAll('{{name}}', organisation),
    );
    save(
      own('needInformation', 'our question {{name}}'),
      own('00112233445566ff', 'out of scope', 'rejected'),
    );
    const together = open();
    expect(together.letters.value).toEqual({ nl: 'out of scope nl', en: 'out of scope en' });
    together.choose('ask');
    expect(together.letters.value.nl).toBe(`our question ${organisation} nl`);
  });

  it('in which nobody wrote follows letters that come later, and one that somebody changed stays', () => {
    const together = open();
    together.write('en', 'my words');
    save(own('notVulnerability', 'ours', 'rejected'));
    together.followLetters();
    expect(together.letters.value).toEqual({ nl: 'ours nl', en: 'my words' });
    together.choose('ask');
    expect(together.letters.value.en).toBe('my words');
    expect(together.letters.value.nl).toContain('{{reference}}');
  });

  it('that was kept is found again as it was written; what nobody wrote in still follows', () => {
    const first = draftInMemory();
    const together = open(first.draft);
    together.write('en', 'my words');
    const { draft, find } = draftInMemory(first.draft.text.value);
    const again = open(draft);
    find();
    save(own('notVulnerability', 'ours', 'rejected'));
    again.followLetters();
    expect(again.letters.value).toEqual({ nl: 'ours nl', en: 'my words' });
    expect(draft.text.value).toBe(first.draft.text.value);
    again.clear();
    expect([again.letters.value.en, draft.text.value]).toEqual(['ours en', '']);
  });

  it.each([
    ['an open end of the team’s own', 'not ours, therefore: '],
    ['a fact that no such case has', 'we pay {{reward}} for it'],
    ['the same, typed', 'we pay you'],
  ])('is not sent with %s', async (what, text) => {
    save({ ...own('notVulnerability', text, 'rejected'), text: { nl: text, en: text } });
    const together = open();
    if (what.endsWith('typed')) together.write('en', 'by {{fixExpected}} at the latest');
    await together.send();
    expect([together.fault.value, together.outcome.value]).toEqual([texts.compose.unfinished, null]);
  });
});

describe('several reports', () => {
  const reports = ['A', 'B', 'C'].map((name) => listed(name));

  it('of which some have no key to read a letter with, or nobody looked at what is exploited, are counted', () => {
    const opened = (text: string) => readOpened({ text }, kinds, () => null);
    const armored = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----';
    const found = [opened('nothing but words'), opened(`with a key\n${armored}`), nothing];
    const heads = new Map(reports.map(({ reference }, at) => [reference, found[at] ?? nothing]));
    expect([keylessAmong(reports, heads), keylessAmong(reports, new Map())]).toEqual([1, 0]);
    const check = (doneAt: string | null) => ({
      deadlines: [{ name: 'exploitation-check' as const, dueAt: inHours(24), doneAt }],
    });
    expect(uncheckedAmong([listed('A', check(null)), listed('B', check(inHours(0))), listed('C')])).toBe(1);
  });

  it('that were sent a letter which some can’t read are told apart', async () => {
    const [first, second] = reports.map(({ reference }) => reference);
    const together = new Together(async ({ reference }) =>
      reference === first ? { sentence: 'no' } : { isUnread: reference === second },
    );
    together.begin(reports);
    together.write('nl', 'no weak spot');
    await together.send();
    const kept = [{ reference: first, sentence: 'no' }];
    expect(together.outcome.value).toEqual({ answered: 2, unread: [second], kept });
    expect(together.cases.value.map(({ reference }) => reference)).toEqual([first]);
  });
});

describe('one of several reports', () => {
  const { writtenSince, changedSince, answered } = texts.list.together;
  const message = (number: number, from: 'team' | 'reporter', id = `${number}`) => ({
    ...{ id, number, from, by: null, at: inHours(-1), sealed: 'report', sameAs: null },
  });
  const read = { isUnread: false };
  const letter = { assessment: 'rejected', close: 'yes', message: 'no: {{reference}}' } as const;
  const seen = listed('A');
  const show = (fields: Partial<TeamCase> = {}, messages = [message(1, 'reporter')]) => {
    const { notes: _, ...facts } = seen;
    const rest = { events: [], attachments: [], replyKeyId: null, statements: [], notes: [] };
    server.view = { ...facts, ...rest, messages, ...fields };
  };
  const unsentOf = () => new UnsentReplies().of(seen.reference);
  beforeEach(() => {
    [server.got, server.answers] = [[], []];
    reader.keys = ['key'];
  });

  it('is answered as it was seen, with what the letter says of each', async () => {
    show();
    const text = { ...letter, message: '{{reference}} before {{respondBy}}' };
    expect(await answerOne(seen, text, unsentOf())).toEqual(read);
    expect(server.got).toMatchObject([{ path: `cases/${seen.reference}/response`, body: { version: 1 } }]);
    expect(JSON.stringify(server.got)).toMatch(new RegExp(`${seen.reference} before .*2026`));
  });

  it.each([
    ['somebody changed', { version: 2 }, [message(1, 'reporter')], changedSince],
    [
      'a colleague wrote a note in',
      { notes: [{ number: 1 } as never] },
      [message(1, 'reporter')],
      changedSince,
    ],
    ['was answered', { version: 2, respondedAt: inHours(-1) }, [message(1, 'reporter')], answered],
    [
      'got a proof afterwards',
      { version: 2 },
      [message(1, 'reporter'), message(2, 'reporter')],
      writtenSince,
    ],
    ['had one before it was seen', {}, [1, 2].map((number) => message(number, 'reporter')), writtenSince],
  ])('that %s is not', async (_, fields, messages, sentence) => {
    show(fields, messages);
    expect([await answerOne(seen, letter, unsentOf()), server.got]).toEqual([{ sentence }, []]);
  });

  it('of which something was asked before is, as long as nothing came back', async () => {
    show({}, [message(1, 'reporter'), message(2, 'team')]);
    expect(await answerOne(seen, letter, unsentOf())).toEqual(read);
  });

  it('is sent the same message once more where none arrived, and none where it was only not heard', async () => {
    show();
    server.answers = ['lost'];
    const unsent = unsentOf();
    const asking = { ...letter, assessment: 'message', close: '' } as const;
    expect(await answerOne(seen, asking, unsent)).toEqual({ sentence: 'offline' });
    expect(await answerOne(seen, asking, unsent)).toEqual(read);
    const ids = server.got.map(({ body }) => (body['message'] as { id: string }).id);
    expect(ids).toEqual([ids[0], ids[0]]);
    show({ version: 2 }, [message(1, 'reporter'), message(2, 'team', ids[0])]);
    expect([await answerOne(seen, asking, unsent), server.got.length]).toEqual([read, 2]);
  });

  it('whose reporter gave no key to read a letter with is answered for the team, marked and said so', async () => {
    show();
    reader.keys = [];
    server.answers = ['lost'];
    const unsent = unsentOf();
    expect(await answerOne(seen, letter, unsent)).toEqual({ sentence: 'offline' });
    expect(await answerOne(seen, letter, unsent)).toEqual({ isUnread: true });
    expect(server.got.map(({ body }) => body['message'])).toMatchObject(
      [1, 2].map(() => ({ withoutReporter: true })),
    );
    // That it had arrived is heard later: it is said all the same.
    const id = unsent.outgoing?.id ?? '';
    const mark = {
      ...{ version: 2, at: inHours(0), by: null },
      kind: 'without-reporter',
      value: id,
    } as const;
    show({ version: 2, events: [mark] }, [message(1, 'reporter'), message(2, 'team', id)]);
    expect(await answerOne(seen, letter, unsent)).toEqual({ isUnread: true });
  });
});
