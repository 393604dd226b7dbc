import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { batchAfter, batchEnd, LOG_HOUR } from '../../src/log/batch.ts';
import { readDeskKeys } from '../../src/log/desk-keys.ts';
import { parseVkey } from '../../src/log/note.ts';
import {
  findCheckpoints,
  findStatements,
  LARGEST_RECEIPT,
  readReceiptFile,
} from '../../src/log/receipt-file.ts';
import {
  entryOf,
  isLogged,
  logOriginOf,
  makeSalt,
  momentOf,
  readStatement,
  type Statement,
  writeStatement,
} from '../../src/log/statement.ts';
import { makeSigner } from '../support/signer.ts';

const common = {
  site: 'https://desk.example',
  reference: 'CVD-2026-4F7K2Q',
  salt: 'AAECAwQFBgcICQoLDA0ODw==',
};
const acceptance: Statement = {
  kind: 'acceptance',
  ...common,
  sealedReportSha256: 'ab'.repeat(32),
  received: Date.parse('2026-11-26T12:00:00.001Z'),
  answerBy: Date.parse('2026-11-29T12:00:00.001Z'),
};
const response: Statement = {
  kind: 'response',
  ...common,
  sealedReplySha256: 'cd'.repeat(32),
  given: Date.parse('2026-11-28T09:30:00Z'),
  assessment: 'confirmed',
  fixExpected: '2027-02-28',
};
const rejection: Statement = { ...response, assessment: 'rejected', fixExpected: null };
const status: Statement = {
  kind: 'status',
  ...common,
  status: 'fixing',
  changed: Date.parse('2026-12-01T00:00:00Z'),
};
const acceptanceText = `meldpunt statement v1
site: https://desk.example
kind: acceptance
reference: CVD-2026-4F7K2Q
sealed-report-sha256: ${'ab'.repeat(32)}
received: 2026-11-26T12:00:00.001Z
answer-by: 2026-11-29T12:00:00.001Z
salt: AAECAwQFBgcICQoLDA0ODw==
`;
const responseText = `meldpunt statement v1
site: https://desk.example
kind: response
reference: CVD-2026-4F7K2Q
sealed-reply-sha256: ${'cd'.repeat(32)}
given: 2026-11-28T09:30:00.000Z
assessment: confirmed
fix-expected: 2027-02-28
salt: AAECAwQFBgcICQoLDA0ODw==
`;
const statusText = `meldpunt statement v1
site: https://desk.example
kind: status
reference: CVD-2026-4F7K2Q
status: fixing
changed: 2026-12-01T00:00:00.000Z
salt: AAECAwQFBgcICQoLDA0ODw==
`;

const desk = makeSigner('desk.example/log');
const checkpoint = desk.sign(`desk.example/log\n0\n${createHash('sha256').digest('base64')}\n`);

describe('a statement', () => {
  it.each([
    ['an acceptance', acceptance, acceptanceText],
    ['a first response', response, responseText],
    [
      'one without a fix date',
      rejection,
      responseText.replace('confirmed\nfix-expected: 2027-02-28', 'rejected'),
    ],
    ['a change of status', status, statusText],
  ])('of %s is written to the letter, and read back', (_, statement, text) => {
    expect(writeStatement(statement)).toBe(text);
    expect(readStatement(text)).toEqual(statement);
  });

  it('is in the log by its text alone, salt included, and not when it is about a status', async () => {
    const expected = createHash('sha256').update(acceptanceText).digest();
    expect(await entryOf(acceptanceText)).toEqual(new Uint8Array(expected));
    expect([acceptance, response, status].map(isLogged)).toEqual([true, true, false]);
    expect([acceptance, response, status].map((one) => new Date(momentOf(one)).toISOString())).toEqual([
      '2026-11-26T12:00:00.001Z',
      '2026-11-28T09:30:00.000Z',
      '2026-12-01T00:00:00.000Z',
    ]);
    expect(logOriginOf('https://desk.example')).toBe('desk.example/log');
    expect(logOriginOf('http://localhost:4321')).toBe('localhost:4321/log');
  });

  it('has another salt each time', () => {
    const salts = new Set(Array.from({ length: 100 }, makeSalt));
    expect(salts.size).toBe(100);
    for (const salt of salts) expect(readStatement(writeStatement({ ...status, salt }))?.salt).toBe(salt);
  });

  it.each([
    ['another first line', acceptanceText.replace('v1', 'v2')],
    ['line ends of Windows', acceptanceText.replaceAll('\n', '\r\n')],
    ['no last line end', acceptanceText.slice(0, -1)],
    ['a line more', `${acceptanceText}more: 1\n`],
    ['an empty line', acceptanceText.replace('\nkind', '\n\nkind')],
    ['a line twice', acceptanceText.replace('\nkind: acceptance', '\nkind: acceptance\nkind: acceptance')],
    ['a line less', acceptanceText.replace(/answer-by.*\n/, '')],
    ['another order', acceptanceText.replace(/(kind.*\n)(reference.*\n)/, '$2$1')],
    ['a space more', acceptanceText.replace('kind: ', 'kind:  ')],
    ['a space behind a value', acceptanceText.replace('acceptance', 'acceptance ')],
    ['a site with a path', acceptanceText.replace('desk.example', 'desk.example/path')],
    ['a site with a name', acceptanceText.replace('desk.example', 'me@desk.example')],
    ['a site in capitals', acceptanceText.replace('desk.example', 'DESK.example')],
    ['a site that is none', acceptanceText.replace('https://desk.example', 'javascript:alert(1)')],
    ['another kind', acceptanceText.replace('acceptance', 'erasure')],
    ['a reference that is none', acceptanceText.replace('4F7K2Q', '4f7k2q')],
    ['a hash in capitals', acceptanceText.replace('abab', 'ABAB')],
    ['a hash that is too short', acceptanceText.replace('abab', 'ab')],
    ['a time without thousandths', acceptanceText.replace('.001Z', 'Z')],
    ['a time that is none', acceptanceText.replace('11-26', '11-31')],
    ['a time in another zone', acceptanceText.replace('.001Z', '.001+00:00')],
    ['a salt that is too short', acceptanceText.replace('AAEC', '')],
    ['a salt of another spelling', acceptanceText.replace('Dw==', 'Dx==')],
    ['an assessment that is none', responseText.replace('confirmed', 'fixing')],
    ['a fix day that is none', responseText.replace('2027-02-28', '2027-02-29')],
    ['an empty fix day', responseText.replace('2027-02-28', '')],
    ['a status that is none', statusText.replace('fixing', 'exploited')],
    ['very much of it', acceptanceText.repeat(1000)],
    ['nothing', ''],
  ])('is refused with %s', (_, text) => {
    expect(readStatement(text)).toBeNull();
  });

  it('is not written where it could not be read', () => {
    for (const wrong of [
      { ...acceptance, received: Number.NaN },
      { ...acceptance, reference: 'CVD-2026-4F7K2Q\nkind: status' },
      { ...acceptance, site: 'https://desk.example/' },
      { ...acceptance, salt: 'AAEC' },
      { ...response, fixExpected: 'soon' },
      { ...status, changed: 0.5 },
    ] as const) {
      expect(() => writeStatement(wrong)).toThrow(RangeError);
    }
  });

  it('is read only as it is written, whatever else is in the text', () => {
    const piece = fc.constantFrom(
      ...acceptanceText.split(/(?<=\n)/),
      ...responseText.split(/(?<=\n)/),
      ': ',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const read = readStatement(pieces.join(''));
        if (read) expect(writeStatement(read)).toBe(pieces.join(''));
      }),
    );
  });
});

describe('a receipt file', () => {
  const [first, second] = [desk.sign(acceptanceText), desk.sign(responseText)];
  const file = `Reference: CVD-2026-4F7K2Q
Receipt code: ABCD-EFGH-JKMN-PQRS-TVWX-YZ01

----------

Below stands what the desk signed.

${first}
position: 12

${second}
${checkpoint}`;

  it.each([
    ['as it was saved', file],
    ['with line ends of Windows', file.replaceAll('\n', '\r\n')],
    ['with a mark of its encoding before it', `\ufeff${file}`],
    ['without its last line end', file.slice(0, -1)],
  ])('gives its statements, their places and its checkpoints: %s', (_, text) => {
    expect(readReceiptFile(text)).toEqual({
      statements: [
        { note: first, position: 12 },
        { note: second, position: null },
      ],
      checkpoints: [checkpoint],
    });
    expect(findStatements(text)).toEqual([first, second]);
    expect(findCheckpoints(text)).toEqual([checkpoint]);
  });

  it('may be several files, one after the other, or a statement alone', () => {
    expect(findStatements(`${file}\n${file}`)).toHaveLength(4);
    expect(findStatements(first)).toEqual([first]);
    expect(findCheckpoints(checkpoint)).toEqual([checkpoint]);
    expect(
      readReceiptFile(`${first}position: 0\n${second}`).statements.map(({ position }) => position),
    ).toEqual([0, null]);
  });

  it('may be the answer that a terminal got, saved as it came', () => {
    const answer = { reference: 'CVD-2026-4F7K2Q', statement: first, checkpoint, respondBy: 'x' };
    for (const text of [JSON.stringify(answer), `\ufeff${JSON.stringify(answer, null, 2)}\r\n`]) {
      expect(readReceiptFile(text)).toEqual({
        statements: [{ note: first, position: null }],
        checkpoints: [checkpoint],
      });
    }
    for (const text of ['{', '{}', '{"statement": 1}', '{"statement": "x"}', `{\n${first}`]) {
      expect(readReceiptFile(text).checkpoints).toEqual([]);
    }
    expect(findStatements(`{\n${first}`)).toEqual([first]);
  });

  it.each([
    ['a changed line', file.replaceAll('kind: ', 'kind = ')],
    ['no signature', file.replaceAll(/^— .*\n/gm, '')],
    ['a position that is no number', file.replace('position: 12', 'position: -1')],
    ['more than half a megabyte', `${file}${' '.repeat(LARGEST_RECEIPT)}`],
  ])('gives nothing that is none: %s', (_, text) => {
    const { statements } = readReceiptFile(text);
    expect(statements.every(({ position }) => position === null)).toBe(true);
    expect(statements.length).toBe(text.includes('position: -1') ? 2 : 0);
  });

  it('is read within bounds, whatever it is', () => {
    expect(findStatements(first.repeat(300))).toHaveLength(200);
    expect(findStatements('meldpunt statement v1\n'.repeat(20_000))).toEqual([]);
    expect(findCheckpoints('1\n'.repeat(100_000))).toEqual([]);
    const piece = fc.constantFrom(...file.split(/(?<=\n)/), 'meldpunt statement v1\n', '\n', '0\n', '— ');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
        for (const note of findStatements(pieces.join(''))) expect([first, second]).toContain(note);
      }),
    );
  });
});

describe('the keys of a desk', () => {
  const former = makeSigner('desk.example/log', 'before');
  const older = makeSigner('old.example/log', 'long before');

  it('are the one that signs now, and former ones with the moment until which they count', () => {
    const text = `# The keys of this desk\r\n${desk.vkey}\n\n# former\n${former.vkey} until 2026-10-01T00:00:00Z\n  ${older.vkey} until 2025-01-01T12:00:00.000Z\n`;
    expect(readDeskKeys(text)).toEqual([
      { vkey: parseVkey(desk.vkey), until: null },
      { vkey: parseVkey(former.vkey), until: Date.parse('2026-10-01T00:00:00Z') },
      { vkey: parseVkey(older.vkey), until: Date.parse('2025-01-01T12:00:00Z') },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['only words', '# nothing\n'],
    ['a page', '<!doctype html>\n'],
    ['two that sign now', `${desk.vkey}\n${former.vkey}\n`],
    ['none that signs now', `${former.vkey} until 2026-10-01T00:00:00Z\n`],
    ['a former one first', `${former.vkey} until 2026-10-01T00:00:00Z\n${desk.vkey}\n`],
    ['a day for a moment', `${desk.vkey}\n${former.vkey} until 2026-10-01\n`],
    ['a moment that is none', `${desk.vkey}\n${former.vkey} until 2026-13-01T00:00:00Z\n`],
    ['two moments', `${desk.vkey}\n${former.vkey} until 2026-10-01T00:00:00Z until 2026-11-01T00:00:00Z\n`],
    ['a key that is none', `${desk.vkey}\n${former.vkey.slice(1)}x until 2026-10-01T00:00:00Z\n`],
    ['very much', `${desk.vkey}\n${'#\n'.repeat(20_000)}`],
  ])('are none in %s', (_, text) => {
    expect(readDeskKeys(text)).toBeNull();
  });
});

describe('a batch of the log', () => {
  it('ends at the same hour every day, and takes what came in before that', () => {
    expect(LOG_HOUR).toBe(3);
    const at = (text: string) => Date.parse(`2026-11-${text}Z`);
    expect(batchEnd(at('26T02:59:59.999'))).toBe(at('25T03:00:00'));
    expect(batchEnd(at('26T03:00:00'))).toBe(at('26T03:00:00'));
    expect(batchAfter(at('26T02:59:59.999'))).toBe(at('26T03:00:00'));
    // What came in at the very end of a batch goes with the next one.
    expect(batchAfter(at('26T03:00:00'))).toBe(at('27T03:00:00'));
  });

  it('ends before the daily job, which appends what no visitor’s request has', () => {
    const { crons } = z
      .object({ crons: z.array(z.object({ schedule: z.string() })) })
      .parse(JSON.parse(readFileSync(new URL('../../vercel.json', import.meta.url), 'utf8')));
    const hours = crons.map(({ schedule }) => Number(schedule.split(' ')[1]));
    expect(hours).toHaveLength(1);
    for (const hour of hours) expect(hour).toBeGreaterThan(LOG_HOUR);
  });
});
