import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  LARGEST_SEALED,
  MOST_STATEMENTS,
  readReceipt,
  readSealed,
} from '../../src/browser/proof/read-files.ts';
import { makeReceipt } from '../../src/disclosure/receipt.ts';
import { writeStatement } from '../../src/log/statement.ts';
import { armor } from '../../src/openpgp/armor.ts';
import { makeSigner } from '../support/signer.ts';

const signer = makeSigner('desk.example/log');
const statement = (second = 0) =>
  signer.sign(
    writeStatement({
      kind: 'acceptance',
      site: 'https://desk.example',
      reference: 'CVD-2026-4F7K2Q',
      sealedReportSha256: 'ab'.repeat(32),
      received: Date.UTC(2026, 10, 26, 12, 0, second),
      answerBy: Date.UTC(2026, 10, 29, 12),
      salt: Buffer.alloc(16, second).toString('base64'),
    }),
  );
const checkpoint = signer.sign(`desk.example/log\n0\n${createHash('sha256').digest('base64')}\n`);
const file = (...parts: BlobPart[]) => new File(parts, 'proof.txt');
const faultOf = async (given: File) => {
  const read = await readReceipt(given);
  return read.ok ? null : read.fault;
};

describe('a proof that somebody gives', () => {
  it('is found between words of people, with the checkpoint', async () => {
    const read = await readReceipt(file('Hello\n\n', statement(), 'position: 7\n\n', checkpoint));
    expect(read).toEqual({
      ok: true,
      value: {
        statements: [{ note: statement(), position: 7 }],
        checkpoints: [checkpoint],
        begun: 1,
        hasCode: false,
      },
    });
  });

  it('is found in UTF-16 and with the line ends of Windows', async () => {
    const text = `Tekst\r\n\r\n${statement().replaceAll('\n', '\r\n')}`;
    const read = await readReceipt(file('\ufeff', text));
    expect(read.ok && read.value.statements).toEqual([{ note: statement(), position: null }]);
    const wide = await readReceipt(file(Buffer.from(`\ufeff${text}`, 'utf16le')));
    expect(wide.ok && wide.value.statements).toEqual([{ note: statement(), position: null }]);
  });

  it('is found in the JSON that a terminal got', async () => {
    const answer = { reference: 'CVD-2026-4F7K2Q', statement: statement(), checkpoint };
    const read = await readReceipt(file(JSON.stringify(answer, null, 2)));
    expect(read.ok && [read.value.statements.length, read.value.checkpoints.length]).toEqual([1, 1]);
  });

  it('tells of a receipt code that is in it, and not of other codes', async () => {
    const receipt = makeReceipt();
    const withCode = await readReceipt(file(`Code: ${receipt}\n\n`, statement()));
    expect(withCode.ok && withCode.value.hasCode).toBe(true);
    const mistyped = await readReceipt(file('Code: AAAA-BBBB-CCCC-DDDD-EEEE-FFFF\n\n', statement()));
    expect(mistyped.ok && mistyped.value.hasCode).toBe(false);
  });

  it('counts what begins as a statement and is none', async () => {
    const changed = statement().replace('2026-11-26T12', '2026-13-26T12');
    const read = await readReceipt(file(statement(), '\n', changed));
    expect(read.ok && [read.value.statements.length, read.value.begun]).toEqual([1, 2]);
  });
});

describe('a file that is no proof', () => {
  it.each([
    ['too large', () => file(Buffer.alloc(3e6, 'a')), 'tooLarge'],
    [
      'ten thousand statements',
      () => file(Array.from({ length: 10_000 }, (_, n) => statement(n % 60)).join('\n')),
      'tooLarge',
    ],
    ['binary', () => file(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13])), 'notText'],
    ['a sealed message', () => file(armor(new Uint8Array(200), 'MESSAGE')), 'isSealed'],
    ['HTML', () => file('<!doctype html><script>alert(1)</script>'), 'noStatement'],
    ['empty', () => file(''), 'noStatement'],
  ])('is named: %s', async (_, make, fault) => {
    expect(await faultOf(make())).toBe(fault);
  });

  it('with more statements than are looked at gives the first, and how many there are', async () => {
    const many = Array.from({ length: 800 }, (_, n) => statement(n % 60)).join('\n');
    const read = await readReceipt(file(many));
    expect(read.ok && [read.value.statements.length, read.value.begun]).toEqual([MOST_STATEMENTS, 800]);
  });

  it('that is gone is named', async () => {
    const gone = file('x');
    gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
    expect(await faultOf(gone)).toBe('unreadable');
  });
});

describe('a sealed report that somebody gives', () => {
  const stored = armor(new Uint8Array(200).fill(7), 'MESSAGE');
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  it('is known by the SHA-256 of what is stored, whatever armor it came in', async () => {
    const forms = [stored, stored.replaceAll('\n', '\r\n'), stored.replace('\n\n', '\nComment: mine\n\n')];
    for (const form of forms) {
      const read = await readSealed(file(form));
      expect(read.ok && read.value).toContain(sha256(stored));
    }
  });

  it.each([
    ['readable', () => file('hello'), 'notSealed'],
    ['damaged', () => file(stored.replace(/BwcH/, 'AAAA')), 'notSealed'],
    ['too large', () => file(Buffer.alloc(LARGEST_SEALED + 1)), 'sealedTooLarge'],
  ])('is refused by name: %s', async (_, make, fault) => {
    expect(await readSealed(make())).toEqual({ ok: false, fault });
  });
});
