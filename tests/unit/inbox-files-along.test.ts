import { marked } from 'marked';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SeenCase } from '../../src/browser/inbox/case/seen-case.ts';
import { Chosen } from '../../src/browser/inbox/hand-over/chosen.ts';
import { chosenFiles, withItsFiles } from '../../src/browser/inbox/hand-over/files-along.ts';
import { textOf, zipOf } from '../../src/browser/inbox/hand-over/make.ts';
import { noteTextOf } from '../../src/browser/inbox/hand-over/note-text.ts';
import { readableOf } from '../../src/browser/inbox/keeping/readable.ts';
import { sha256Hex } from '../../src/disclosure/bytes.ts';
import { unzipStored } from '../support/zip.ts';

const REFERENCE = 'CVD-2026-4F7K2Q';
const AT = '2026-11-26T00:00:00.000Z';
const idOf = (letter: string) => letter.repeat(32);
/** What is inside each sealed file, by its id. */
const inside = new Map<string, string>();

vi.mock('../../src/browser/inbox/base/page.ts', async () => {
  const { inboxTexts, inboxFacts } = await import('../../src/handover/inbox.ts');
  return {
    ...{ texts: inboxTexts('en'), facts: inboxFacts(), language: 'en' },
    momentText: (at: string) => at,
    dayText: (at: string) => at,
    whyNotOpened: (why: string) => why,
  };
});
vi.mock('../../src/browser/inbox/base/session.ts', async () => {
  const { signal } = await import('@preact/signals');
  return { hasKey: signal(true), session: signal(null) };
});
vi.mock('../../src/browser/inbox/case/fetch-sealed.ts', () => ({
  fetchSealed: async (_reference: string, { id }: { id: string }) => new Blob([id]),
}));
vi.mock('../../src/browser/inbox/case/ask-case.ts', () => ({
  askCase: async () => ({ ok: true, value: world.seen.view }),
}));
vi.mock('../../src/browser/workers/team/client.ts', () => ({
  openSealed: async (sealed: readonly string[]) =>
    sealed.map((text) => ({ text, signature: { state: 'none' } })),
  openSealedFile: async (sealed: Blob) => {
    const bytes = new TextEncoder().encode(inside.get(await sealed.text()));
    return { name: 'within.txt', content: new Blob([bytes]), sha256: await sha256Hex(bytes) };
  },
}));

/** A file that is in, and a line that names it with what its sender sealed. */
async function file(letter: string, from: 'team' | 'reporter', number: number) {
  const bytes = new TextEncoder().encode(`contents of ${letter}`);
  inside.set(idOf(letter), `contents of ${letter}`);
  return {
    held: { id: idOf(letter), size: 100, from, number, isComplete: true },
    listed: { id: idOf(letter), name: `${letter}.pdf`, size: bytes.length, sha256: await sha256Hex(bytes) },
  };
}
type Listed = Awaited<ReturnType<typeof file>>['listed'];

function message(number: number, from: 'team' | 'reporter', listed: Listed[]) {
  const head = { reference: REFERENCE, number, from, written: '2026-11-26T00:00:00Z' };
  const lines = Object.entries(listed.length === 0 ? head : { ...head, attachments: listed }).map(
    ([name, value]) => `${name}: ${JSON.stringify(value)}`,
  );
  const sealed = number === 1 ? 'the report' : `---\n${lines.join('\n')}\n---\n\ntext ${number}`;
  return {
    message: { number, from, at: AT, by: from === 'team' ? 'Anna' : null, sealed },
    ...{ name: from === 'team' ? 'Anna' : 'the reporter', said: '', isVerified: true, doubt: null },
    opening: { text: `text ${number}` },
    listed,
  };
}

const world = { seen: null as never as ReturnType<typeof seenOf> };
type Files = Record<'a' | 'b' | 'c' | 'd', Awaited<ReturnType<typeof file>>>;

/** A case whose report, message of the reporter and message of ours have a file each; nothing names the last. */
function seenOf({ a, b, c, d }: Files) {
  const shown = [
    message(1, 'reporter', []),
    message(2, 'reporter', [b.listed]),
    message(3, 'team', [c.listed]),
  ];
  const nothing = { status: 'confirmed', assessment: null, fixExpectedAt: null, resolvedAt: null };
  const view = {
    ...{ reference: REFERENCE, receivedAt: AT, closedAt: null, exploitedAt: null, reward: null, ...nothing },
    ...{ publishOn: null, publishedAt: null },
    ...{ notes: [], events: [], statements: [], messages: shown.map((one) => one.message) },
    attachments: [a, b, c, d].map(({ held }) => held),
  };
  const report = {
    ...{ system: 'shop', weakness: 'other', exposure: 'none', cvss: '', version: '', tools: '' },
    ...{ name: '', contact: '', credit: '', publication: 'together', description: 'words', steps: '' },
    ...{ seen: '', proof: '', impact: '', discovery: '', attachments: [a.listed] },
  };
  // What else a case has is read by nothing here.
  return { view, report, reportText: null, shown, earlier: 0, fingerprints: [] } as unknown as SeenCase;
}

let files: Files;
beforeEach(async () => {
  files = {
    a: await file('a', 'reporter', 1),
    b: await file('b', 'reporter', 2),
    c: await file('c', 'team', 3),
    d: await file('d', 'reporter', 1),
  };
  world.seen = seenOf(files);
});

let forms = 0;
/** A form that nothing was chosen in: what was is kept by the case, and taken up by the next. */
const freshChosen = () => {
  forms += 1;
  return new Chosen(`form ${forms}`);
};
const goes = (chosen: Chosen) => chosenFiles(world.seen, chosen).map(({ name }) => name);

describe('of the files of a case', () => {
  it('only those that the report names go along where nobody says otherwise, and none of ours', () => {
    const chosen = freshChosen();
    expect(goes(chosen)).toEqual(['a.pdf']);
    chosen.change({ report: false });
    expect(goes(chosen)).toEqual([]);
    world.seen.report = null;
    chosen.change({ report: true });
    expect(goes(chosen)).toEqual([]);
  });

  it('those of a message go along with it, and what was ticked by hand until it is chosen anew', () => {
    const chosen = freshChosen();
    chosen.change({ messages: [2, 3] });
    expect(goes(chosen)).toEqual(['a.pdf', 'b.pdf']);
    chosen.change({ files: { [idOf('b')]: false, [idOf('c')]: true, [idOf('d')]: true } });
    expect(goes(chosen)).toEqual(['a.pdf', 'Attachment 2', 'c.pdf']);
    const all = chosenFiles(world.seen, chosen);
    chosen.change({ messages: [], ...withItsFiles(chosen.parts.peek(), all, 3) });
    expect(goes(chosen)).toEqual(['a.pdf', 'Attachment 2']);
  });

  it('those that came inside the report go along as others do, and need nobody to say what they should be', async () => {
    const advisory = new Blob(['{"document":{}}']);
    Object.assign(world.seen.shown[0]?.opening ?? {}, {
      files: [
        { name: 'advisory.json', content: advisory },
        { name: '', content: new Blob(['x']) },
      ],
    });
    const chosen = freshChosen();
    expect(goes(chosen)).toEqual(['a.pdf', 'advisory.json', 'Attachment 6']);
    chosen.change({ files: { 'inside 1 1': false } });
    expect(goes(chosen)).toEqual(['a.pdf', 'advisory.json']);
    const zip = unzipStored(
      Buffer.from(await (await zipOf(world.seen, chosen, () => undefined)).arrayBuffer()),
    );
    const name = [...zip.keys()].find((one) => one.endsWith('.json')) ?? '';
    expect(name).toMatch(/\/attachments\/attachment-5\.json$/);
    expect(zip.get(name)?.toString()).toBe('{"document":{}}');
    const text = zip.get(`${REFERENCE}/case.md`)?.toString() ?? '';
    expect(text).toContain(await sha256Hex('{"document":{}}'));
    expect(text).not.toContain('not checked');
  });

  it('those of a message that is not on the screen stay', () => {
    world.seen.shown.splice(1, 1);
    const chosen = freshChosen();
    chosen.change({ files: { [idOf('b')]: true } });
    expect(goes(chosen)).toEqual(['a.pdf']);
  });
});

describe('who the reporter is', () => {
  const said = async (report: object | null) => {
    world.seen.report = report === null ? null : ({ ...world.seen.report, ...report } as SeenCase['report']);
    Object.assign(world.seen.shown[1]?.opening ?? {}, {
      text: 'Regards, jan, ABCD-EFGH-JKMN-PQRS-TVWX-YZ01',
    });
    const chosen = freshChosen();
    chosen.change({ messages: [2] });
    chosen.words.value = 'Jan found it.';
    return textOf(world.seen, chosen);
  };

  it('is said to be left out where the report says it, and it is', async () => {
    const text = await said({ name: 'Jan' });
    expect(text).toContain('The reporter’s name, contact details and credit have been left out');
    expect(text).not.toMatch(/jan\b|ABCD/i);
  });

  it.each([
    ['says nobody', {}],
    ['is not open, or laid out in another way', null],
  ])('is said to be unknown where the report %s: only codes and keys are left out', async (_, report) => {
    const text = await said(report);
    expect(text).toContain('So only keys and receipt codes have been left out of the texts.');
    expect(text).not.toMatch(/name, contact|ABCD/);
    expect(text).toContain('Regards, jan');
  });
});

describe('the note of a hand-over', () => {
  const noted = (userId: string) =>
    noteTextOf(world.seen, freshChosen(), {
      ...{ name: 'x.zip.asc', armored: 'x' },
      keys: [{ userIds: [userId], fingerprint: 'F'.repeat(40), expiresAt: null, armored: '' }],
    });

  it('has the lines that it has, and no others, whatever the recipient is called', async () => {
    const plain = (await noted('CERT')).split('\n');
    expect(plain).toEqual([
      ...['Handed over to CERT', '', `Fingerprint: ${'F'.repeat(40)}`, ''],
      ...['Included: the report, attachment 1', ''],
      ...[
        expect.stringContaining('was not known here'),
        '',
        expect.stringContaining('SHA-256 of x.zip.asc: '),
      ],
    ]);
    for (const end of ['\n', '\r', '\r\n', '\u2028', '\u0085', '\f']) {
      const lines = (await noted(`CERT${end}${end}The reporter agreed`)).split(/[\n\r\u2028\u0085\f]/);
      expect(lines.slice(1)).toEqual(plain.slice(1));
    }
    expect(marked.parse(await noted('![x](https://x.example/) <b>CERT</b> `*x*`'))).not.toMatch(/<(?!\/?p>)/);
  });
});

describe('a file of a message', () => {
  const everything = () => {
    const chosen = freshChosen();
    chosen.change({ files: { [idOf('c')]: true, [idOf('d')]: true }, messages: [2] });
    return chosen;
  };
  const handedOver = async (chosen: Chosen) =>
    unzipStored(Buffer.from(await (await zipOf(world.seen, chosen, () => undefined)).arrayBuffer()));
  const exported = async () => {
    const zip = await readableOf(world.seen, () => undefined, new AbortController().signal);
    return unzipStored(Buffer.from(await zip.arrayBuffer()));
  };

  it('is handed over as it was listed; the document says which nothing lists, also before', async () => {
    const chosen = everything();
    const zip = await handedOver(chosen);
    const text = new TextDecoder().decode(zip.get(`${REFERENCE}/case.md`));
    for (const { listed } of [files.a, files.b, files.c]) expect(text).toContain(listed.sha256);
    expect(text.match(/not checked: no opened message names this file/g)).toHaveLength(1);
    expect(text).toMatch(/attachment-2\.txt.*not checked/);
    expect(await textOf(world.seen, chosen)).toMatch(/attachment-2: not checked/);
    expect(zip.size).toBe(5);
  });

  it.each([
    ['other contents of that size', 'CONTENTS of b', {}],
    ['another size than is listed', 'contents of b', { size: 12 }],
  ])('is not handed over with %s, and left out of what is exported', async (_, contents, said) => {
    inside.set(idOf('b'), contents);
    Object.assign(files.b.listed, said);
    world.seen = seenOf(files);
    await expect(handedOver(everything())).rejects.toMatchObject({ fileName: 'b.pdf', why: 'wrong' });
    const zip = await exported();
    const text = new TextDecoder().decode(zip.get(`${REFERENCE}/case.md`));
    expect(text).toMatch(/- `b\.pdf`: the contents do not match what was written about it .*so left out/);
    expect([...zip.keys()].filter((name) => name.includes('attachments'))).toEqual([
      `${REFERENCE}/attachments/1-a.pdf`,
      `${REFERENCE}/attachments/2-within.txt`,
      `${REFERENCE}/attachments/4-c.pdf`,
    ]);
    expect(text).toMatch(/2-within\.txt.*not checked/);
  });
});
