import { describe, expect, it } from 'vitest';
import type { Checked } from '../../src/browser/proof/check-kept.ts';
import { describe as describeStatement } from '../../src/browser/proof/describe.ts';
import { verdictOf } from '../../src/browser/proof/verdict.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import type { LogFinding } from '../../src/log/check.ts';
import type { Statement } from '../../src/log/statement.ts';
import { readTexts } from '../support/proof-texts.ts';

const common = { site: 'https://desk.example', reference: 'CVD-2026-4F7K2Q', salt: '' };
const received = Date.UTC(2026, 10, 26, 12);
const acceptance: Statement = {
  kind: 'acceptance',
  ...common,
  sealedReportSha256: 'ab'.repeat(32),
  received,
  answerBy: received + 3 * 86_400_000,
};
const response: Statement = {
  kind: 'response',
  ...common,
  sealedReplySha256: 'cd'.repeat(32),
  given: received + 1000,
  assessment: 'confirmed',
  fixExpected: null,
};
const status: Statement = { kind: 'status', ...common, status: 'fixing', changed: received + 2000 };

const included: LogFinding = {
  state: 'included',
  position: 3,
  checkpoint: 'desk.example/log\n9\nroot\n\n— x y\n',
};
const held = (statement: Statement, finding: LogFinding | null = included): Checked => ({
  note: 'note',
  position: null,
  check: { ok: true, statement, isFormer: false },
  finding: statement.kind === 'status' ? null : finding,
});
type Why = Extract<Checked['check'], { ok: false }>['why'];
const failed = (why: Why): Checked => ({
  note: 'note',
  position: null,
  check: { ok: false, why },
  finding: null,
});

const languages: LanguageCode[] = ['nl', 'en'];
describe.each(languages)('the verdict, in %s', (language) => {
  const texts = readTexts(language);
  const of = (checked: Checked[], { unread = 0, hashes }: { unread?: number; hashes?: string[] } = {}) =>
    verdictOf(checked, unread, hashes ?? null, language, texts);
  const titles = texts.verdict;

  it('names the organisation, the case and the moment of what is proved', () => {
    const { tone, title, text, more } = of([held(acceptance), held(response), held(status)]);
    expect([tone, title]).toEqual(['good', titles.proved.title]);
    for (const words of [texts.name, 'CVD-2026-4F7K2Q', '2026']) expect(text).toContain(words);
    expect(more).toContain(titles.inLog);
    expect(text + more).not.toContain('{{');
  });

  it.each<[string, Checked[], { unread?: number; hashes?: string[] }, string]>([
    ['a changed text', [failed('broken')], {}, titles.broken.title],
    ['a text that can’t be read', [], { unread: 1 }, titles.broken.title],
    ['another desk’s key', [failed('unknown-key')], {}, titles.unknownKey.title],
    ['a key that had ended', [failed('after-key-ended')], {}, titles.keyEnded.title],
    ['one of several that is wrong', [held(acceptance), failed('broken')], {}, titles.someWrong.title],
    ['one of several that can’t be read', [held(acceptance)], { unread: 2 }, titles.someWrong.title],
    ['no Ed25519', [failed('unsupported'), failed('unsupported')], {}, titles.unsupported.title],
    ['another sealed report', [held(acceptance)], { hashes: ['ef'.repeat(32)] }, titles.otherReport.title],
    ['the log without it', [held(acceptance, { state: 'missing' })], {}, titles.logWrong.title],
    ['something else in its place', [held(acceptance, { state: 'elsewhere' })], {}, titles.logWrong.title],
    ['a rewritten log', [held(acceptance, { state: 'rewritten' })], {}, titles.logWrong.title],
    ['a forged checkpoint', [held(response, { state: 'forged' })], {}, titles.logWrong.title],
  ])('says before all else what does not hold: %s', (_, checked, options, title) => {
    const verdict = of(checked, options);
    expect(verdict.title).toBe(title);
    expect(verdict.tone).toBe(title === titles.unsupported.title ? '' : 'bad');
    expect(verdict.text).not.toContain('{{');
  });

  it('says that the sealed report is the one, also when another statement is about a reply', () => {
    const verdict = of([held(acceptance), held(response)], { hashes: ['ab'.repeat(32)] });
    expect(verdict.more).toContain(titles.sameReport);
  });

  it('says until when the log waits, and that it could not be reached', () => {
    const from = Date.UTC(2026, 10, 27, 3);
    const waiting = of([held(acceptance, { state: 'waiting', from })]);
    expect([waiting.tone, waiting.title]).toEqual(['good', titles.proved.title]);
    expect(waiting.more).toContain('27');
    expect(waiting.more).not.toContain(titles.inLog);
    const unreachable = of([held(acceptance, { state: 'unreachable' }), held(response)]);
    expect([unreachable.tone, unreachable.more.includes(titles.unreachable)]).toEqual(['', true]);
  });

  it('promises nothing of the log for a change of status', () => {
    const { title, more } = of([held(status)]);
    expect([title, more]).toEqual([titles.proved.title, '']);
  });

  it('describes each statement by what it says, and a wrong one by that alone', () => {
    const good = describeStatement(held(acceptance), 'same', language, texts);
    expect(good.tone).toBe('good');
    expect(good.rows.map(({ exact }) => exact)).toContain('2026-11-26 12:00:00.000 UTC');
    expect(JSON.stringify(good)).not.toContain('{{');
    const other = describeStatement(held(acceptance), 'other', language, texts);
    expect(other.tone).toBe('bad');
    const wrong = describeStatement(failed('broken'), null, language, texts);
    expect([wrong.tone, wrong.rows.length]).toEqual(['bad', 1]);
  });

  it('says that it is late by this clock where it waits by the server’s', () => {
    const finding: LogFinding = { state: 'waiting', from: Date.now() - 2 * 86_400_000 };
    const { rows } = describeStatement(held(acceptance, finding), null, language, texts);
    expect(rows.at(-1)?.value).toBe(texts.log.waitingLate);
  });
});
