import fc from 'fast-check';
import { marked } from 'marked';
import { expect, it } from 'vitest';
import { factsPart, type Writing, writerOf } from '../../src/browser/inbox/case/case-parts.ts';
import { writeDocument } from '../../src/disclosure/case-document.ts';
import { visibleLine, visibleText } from '../../src/disclosure/foreign-text.ts';

/** A document in which each place that may hold a stranger's words has some. */
const documentOf = (line: string, text: string) =>
  writeDocument(
    `Case ${line}`,
    ['Ours.'],
    [
      {
        title: 'Report',
        facts: [
          ['System', line],
          [line, 'ours'],
          ['Empty', ''],
        ],
        texts: [{ title: line, said: [line, 'Ours.'], text }],
      },
      { title: 'Notes', sentences: ['Ours.'], texts: [{ title: 'Text', text }] },
      { title: 'Nothing', facts: [['Empty', '']], texts: [{ title: 'x', text: ' ' }] },
    ],
  );

it('stays readable as it is written', () => {
  expect(documentOf('Anna, at 12:30 (UTC).', '# Case\n\n- [x](y)\n## Notes\u0007')).toBe(
    '# Case Anna, at 12:30 (UTC).\n\nOurs.\n\n## Report\n\n' +
      '- System: Anna, at 12:30 (UTC).\n- Anna, at 12:30 (UTC).: ours\n\n' +
      '### Anna, at 12:30 (UTC).\n\nAnna, at 12:30 (UTC).\n\nOurs.\n\n' +
      '    # Case\n\n    - [x](y)\n    ## Notes⟨U+0007⟩\n\n' +
      '## Notes\n\nOurs.\n\n### Text\n\n    # Case\n\n    - [x](y)\n    ## Notes⟨U+0007⟩\n',
  );
});

it.each([
  [null, null, ['Proposed', '1 January 2027']],
  ['2026-12-01T09:00:00.000Z', null, ['Embargo', '1 January 2027']],
  [null, '2026-12-02T09:00:00.000Z', ['Published', expect.stringContaining('2 December 2026')]],
])(
  'calls a day of publication by what became of it: agreed to at %s, published at %s',
  (agreed, published, said) => {
    const words = { embargo: 'Embargo', proposed: 'Proposed', published: 'Published', statuses: {} };
    const view = { publishOn: '2027-01-01T00:00:00.000Z', publishAgreedAt: agreed, publishedAt: published };
    const none = { fixExpectedAt: null, resolvedAt: null, closedAt: null, exploitedAt: null, reward: null };
    const { facts } = factsPart(
      { ...view, ...none, assessment: null, receivedAt: '2026-11-26T09:00:00.000Z' } as never,
      { words: words as unknown as Writing['words'], language: 'en', clean: (text) => text },
    );
    expect(
      facts?.filter(([name, value]) => name in { Embargo: 1, Proposed: 1, Published: 1 } && value !== ''),
    ).toEqual([said]);
  },
);

const HOSTILE = [
  ...[
    '</blockquote>',
    '</code></pre>',
    '<h2>What the team makes of it</h2>',
    '<img src=https://evil.example/b>',
  ],
  ...[
    '<script>alert(1)</script>',
    '<!--',
    '-->',
    '<![CDATA[',
    '<?',
    '<a@evil.example>',
    '<https://evil.example>',
  ],
  ...[
    '![x](https://evil.example/b.png)',
    '[x](javascript:alert(1))',
    '[x]: https://evil.example',
    '[x]',
    '[^1]',
  ],
  ...[
    'https://evil.example',
    'www.evil.example',
    'anna@evil.example',
    'mailto:x@evil.example',
    '//evil.example',
  ],
  ...[
    '`',
    '``',
    '```',
    '````',
    '~~~',
    '~~~~',
    '    ',
    '\t',
    '\n',
    '\n\n',
    '\r',
    '\r\n',
    '\u2028',
    '\u0085',
    '\f',
  ],
  ...[
    '# ',
    '## ',
    '> ',
    '- ',
    '* ',
    '+ ',
    '1. ',
    '1) ',
    '---',
    '===',
    '***',
    '|',
    '|-|-|',
    '\\',
    '\\`',
    '&lt;',
  ],
  ...[
    '&#8238;',
    '*x*',
    '__x__',
    '~~x~~',
    '$$x$$',
    ':smile:',
    '{{x}}',
    'x',
    ' ',
    '.',
    '/',
    ':',
    '\u202e',
    'é',
    'a.b',
  ],
  ...['\u2068', '\u2069', '\ud800', '(', ')', '!', '2026', '#'],
];
const ISOLATES = /\u2068([^\u2066-\u2069]*)\u2069/g;
const hostile = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...HOSTILE) }, fc.string({ unit: 'binary' })), {
    maxLength: 12,
  })
  .map((pieces) => pieces.join(''))
  // A name of nothing but what isolates it is none.
  .filter((one) => one.replaceAll(ISOLATES, '$1').trim() !== '');

const tagsOf = (html: string) => html.match(/<[^>]*>/g) ?? [];
const wordsOf = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(lt|gt|quot|amp|#39);/g, (_, name: string) =>
      String({ lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" }[name]),
    );
/** What marked makes of a document, but for what is code within a line. */
const blocksOf = (document: string) =>
  tagsOf(marked.parse(document, { async: false }).replaceAll(/(?<!<pre>)<code>([^<]*)<\/code>/g, '$1'));

it('has no element but its own, whatever strangers wrote, and shows that to the letter', () => {
  const own = blocksOf(documentOf('x', 'x'));
  const withoutFirst = (text: string) => text.replace(/^(?:[^\S\n]*\n)+/, '').replaceAll(/^[^\S\n]+$/gm, '');
  fc.assert(
    fc.property(hostile, hostile, (line, text) => {
      const document = documentOf(line, text);
      expect(blocksOf(document)).toEqual(own);
      const html = marked.parse(document, { async: false });
      const [, block = ''] = /<pre><code>([^<]*)<\/code><\/pre>/.exec(html) ?? [];
      expect(wordsOf(block).trimEnd()).toBe(withoutFirst(visibleText(text)).trimEnd());
      const [, heading = ''] = /<h3>(.*?)<\/h3>/.exec(html) ?? [];
      expect(wordsOf(heading)).toBe(
        visibleLine(line.replaceAll(ISOLATES, '$1').replaceAll(/\s+/g, ' ').trim()),
      );
    }),
    { numRuns: 2000 },
  );
});

it('says the name that a page isolates without what can not be seen', () => {
  expect(documentOf('by \u2068Anna\u2069', 'x')).toContain('### by Anna\n');
});

it('who wrote what nobody signed is named in the title; that it is only what the server says stands below', () => {
  const claim = { name: 'From Anna, according to the server', who: 'Anna', said: '' };
  expect(writerOf(claim, ['Not signed.', ''])).toEqual({
    who: 'Anna',
    said: 'From Anna, according to the server · Not signed.',
  });
  expect(writerOf({ name: 'Anna', who: 'Anna', said: 'signature verified' })).toEqual({
    who: 'Anna',
    said: 'signature verified',
  });
});
