import { describe, expect, it } from 'vitest';
import {
  DESK,
  headFor,
  readSignedText,
  type SignedHead,
  writeSignedText,
} from '../../src/disclosure/signed-text.ts';

const head: SignedHead = {
  reference: 'CVD-2026-4F7K2Q',
  number: 3,
  from: 'team',
  written: '2026-11-26T12:00:00Z',
};

describe('a signed text', () => {
  it('says its place in lines like those of a report, and is read back with every character of the text', () => {
    const written = writeSignedText(head, 'één\n\n---\n  tekst  \n');
    expect(written).toBe(
      '---\nreference: "CVD-2026-4F7K2Q"\nnumber: 3\nfrom: "team"\nwritten: "2026-11-26T12:00:00Z"\n---\n\n' +
        'één\n\n---\n  tekst  \n',
    );
    expect(readSignedText(written)).toEqual({ head, text: 'één\n\n---\n  tekst  \n' });
  });

  it('is read with the line ends of Windows, as somebody’s editor writes them', () => {
    const windows = writeSignedText(head, 'one\ntwo\n').replaceAll('\n', '\r\n');
    expect(readSignedText(windows)).toEqual({ head, text: 'one\r\ntwo\r\n' });
  });

  it('can be a note of a case, and a record of the desk, which is of no case and for nobody but the team', () => {
    for (const place of [
      { ...head, from: 'note' as const },
      { ...head, from: 'note' as const, reference: DESK },
    ])
      expect(readSignedText(writeSignedText(place, 'text'))).toEqual({ head: place, text: 'text' });
    for (const from of ['team', 'reporter'] as const)
      expect(readSignedText(writeSignedText({ ...head, from, reference: DESK }, 'text')), from).toBeNull();
  });

  const file = { id: 'a'.repeat(32), name: 'één “x”.png', size: 12, sha256: 'b'.repeat(64) };
  const withFiles = { ...head, attachments: [file, { ...file, id: 'c'.repeat(32) }] };

  it('names the files that go with it, on one line behind the others', () => {
    const written = writeSignedText(withFiles, 'text');
    expect(written.split('\n')[5]).toBe(`attachments: ${JSON.stringify(withFiles.attachments)}`);
    expect(readSignedText(written)).toEqual({ head: withFiles, text: 'text' });
    expect(readSignedText(written.replaceAll('\n', '\r\n'))).toEqual({ head: withFiles, text: 'text' });
    expect(headFor(head, Date.parse(head.written), withFiles.attachments)).toEqual(withFiles);
    expect(headFor(head, Date.parse(head.written), [])).toEqual(head);
  });

  it('is null where it names files as nobody of us does', () => {
    const right = writeSignedText(withFiles, 'text');
    const line = JSON.stringify(withFiles.attachments);
    for (const wrong of [
      ...['[]', '{}', 'null', `${line},`, line.slice(0, -1), line.replace('"size":12', '"size":-1')],
      ...[line.replace('"size":12', '"size":12,"more":1'), line.replace('b'.repeat(64), 'b'.repeat(63))],
      JSON.stringify(Array.from({ length: 11 }, () => file)),
    ])
      expect(readSignedText(right.replace(line, wrong)), wrong).toBeNull();
    expect(readSignedText(right.replace('---\n\n', `attachments: ${line}\n---\n\n`))).toBeNull();
  });

  it('is null for anything else', () => {
    const right = writeSignedText(head, 'text');
    expect(readSignedText(right)).not.toBeNull();
    const wrong = [
      '',
      'text',
      ` ${right}`,
      `\n${right}`,
      right.replace('number: 3', 'number: 03'),
      right.replace('number: 3', 'number: 0'),
      right.replace('number: 3', 'number: "3"'),
      right.replace('number: 3', 'number: 3.5'),
      right.replace('"team"', '"board"'),
      right.replace('"team"', "'team'"),
      right.replace('4F7K2Q', '4F7K2U'),
      right.replace('"CVD-2026-4F7K2Q"', '"desk"').replace('"team"', '"note"'),
      right.replace('12:00:00Z', '12:00:00.000Z'),
      right.replace('12:00:00Z', '12:00:00+01:00'),
      right.replace('11-26', '13-26'),
      right.replace('from: ', 'From: '),
      right.replace('from: ', 'from:'),
      right.replace('---\n\n', 'more: 1\n---\n\n'),
      right.replace('number: 3\nfrom: "team"', 'from: "team"\nnumber: 3'),
      right.replace('---\n\ntext', '---\ntext'),
      right.replace('written: "2026-11-26T12:00:00Z"\n', ''),
    ];
    for (const text of wrong) expect(readSignedText(text), text).toBeNull();
  });

  it('says when it was written to the second', () => {
    const at = Date.parse('2026-11-26T12:00:00.987Z');
    expect(headFor({ reference: 'CVD-2026-4F7K2Q', number: 3, from: 'team' }, at)).toEqual(head);
  });
});
