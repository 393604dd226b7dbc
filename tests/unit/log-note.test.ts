import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readCheckpoint, verifyCheckpoint, writeCheckpoint } from '../../src/log/checkpoint.ts';
import {
  formatVkey,
  hasRightId,
  judgeNote,
  LARGEST_NOTE,
  NoEd25519Error,
  noteOf,
  openNote,
  parseVkey,
  type Vkey,
  verifyNote,
} from '../../src/log/note.ts';
import { makeSigner } from '../support/signer.ts';

/** The example of c2sp.org/signed-note. */
const specKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const specNote =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
/** The vectors of golang.org/x/mod/sumdb/note. */
const peter = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const enoch = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';
const goText =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const peterLine =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const enochLine =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';

const desk = makeSigner('desk.example/log');
const keyOf = (vkey: string): Vkey => {
  const key = parseVkey(vkey);
  if (!key) throw new Error('no vkey');
  return key;
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a verifier key', () => {
  it.each([specKey, peter, enoch, desk.vkey])(
    'is read, knows its id, and is written the same: %s',
    async (vkey) => {
      const key = keyOf(vkey);
      expect(await hasRightId(key)).toBe(true);
      expect(await formatVkey(key.name, key.publicKey)).toBe(vkey);
    },
  );

  it('is refused when anything of it is cut off, and never right when a character is another', async () => {
    for (let from = 0; from <= peter.length; from += 1) {
      for (let to = from + 1; to <= peter.length; to += 1) {
        const part = parseVkey(peter.slice(from, to));
        // What is left of the name is a name too; its id is another one.
        if (part && to - from < peter.length) expect(await hasRightId(part)).toBe(false);
      }
    }
    for (let at = 0; at < peter.length; at += 1) {
      const next = String.fromCharCode(peter.charCodeAt(at) + 1);
      const key = parseVkey(peter.slice(0, at) + next + peter.slice(at + 1));
      if (key) expect(await hasRightId(key)).toBe(false);
    }
  });

  it.each([
    ['a key that is too long', 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='],
    ['another algorithm', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['a space in its name', peter.replace('rN', 'r N')],
    ['an id in capitals', peter.replace('c74f20a3', 'C74F20A3')],
    ['a line end behind it', `${peter}\n`],
    ['a name of 600 characters', `${'a'.repeat(600)}${peter}`],
  ])('is refused with %s', (_, vkey) => {
    expect(parseVkey(vkey)).toBeNull();
  });
});

describe('a signed note', () => {
  it('of the specification, and of Go’s sumdb, verifies', async () => {
    expect(await verifyNote(specNote, [keyOf(specKey)])).toEqual({
      text: 'This is an example message.\n',
      key: keyOf(specKey),
    });
    const both = `${goText}\n${peterLine}${enochLine}`;
    for (const keys of [[peter], [enoch], [peter, enoch], [specKey, enoch]]) {
      expect((await verifyNote(both, keys.map(keyOf)))?.text).toBe(goText);
    }
    expect((await verifyNote(both, [enoch, peter].map(keyOf)))?.key.name).toBe('PeterNeumann');
  });

  it('is written as Go’s sumdb writes it', () => {
    const [signature] = openNote(`${goText}\n${peterLine}`)?.signatures ?? [];
    if (!signature) throw new Error('no signature');
    expect(noteOf(goText, signature.name, signature.keyId, signature.signature)).toBe(
      `${goText}\n${peterLine}`,
    );
  });

  it('counts only signatures of known keys, and one that does not hold breaks it', async () => {
    const both = `${goText}\n${peterLine}${enochLine}`;
    expect(await judgeNote(both, [keyOf(specKey)])).toEqual({ ok: false, why: 'unknown-key' });
    expect(await judgeNote(both, [])).toEqual({ ok: false, why: 'unknown-key' });
    const foreign = both.replace('— EnochRoot rwz+eB', '— EnochRoot rwz+eC');
    expect(await judgeNote(foreign, [keyOf(enoch)])).toEqual({ ok: false, why: 'broken' });
    expect(await judgeNote(foreign, [keyOf(peter), keyOf(enoch)])).toEqual({ ok: false, why: 'broken' });
    // Another key of that name is another key.
    expect(await judgeNote(foreign, [keyOf(peter)])).toMatchObject({ ok: true });
    const namesake = makeSigner('PeterNeumann');
    expect(await judgeNote(both, [keyOf(namesake.vkey)])).toEqual({ ok: false, why: 'unknown-key' });
    // As is a signature under the id of a known key, and another name.
    const renamed = both.replace('— PeterNeumann', '— CarmenSandiego');
    expect(await judgeNote(renamed, [keyOf(peter)])).toEqual({ ok: false, why: 'unknown-key' });
  });

  it('is not verified by a key whose id is not its own', async () => {
    const { name, publicKey } = keyOf(desk.vkey);
    const key = { name, publicKey, keyId: 'c0ffee00' };
    const [signature] = openNote(desk.sign('hello\n'))?.signatures ?? [];
    if (!signature) throw new Error('no signature');
    const note = noteOf('hello\n', name, key.keyId, signature.signature);
    expect(await judgeNote(note, [key])).toEqual({ ok: false, why: 'unknown-key' });
  });

  it('is broken, unreadable, or of nobody when any of its bytes is another', async () => {
    const note = desk.sign('one\n\ntwo — ✓\n');
    const bytes = Buffer.from(note);
    for (let at = 0; at < bytes.length; at += 1) {
      for (const bit of [1, 0x80]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ bit;
        expect(await verifyNote(changed.toString(), [keyOf(desk.vkey)])).toBeNull();
      }
    }
    expect(await verifyNote(note, [keyOf(desk.vkey)])).not.toBeNull();
  });

  it('is verified by openssl where it is here, and here where openssl signed it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'meldpunt-note-'));
    const file = (name: string) => join(folder, name);
    const openssl = (...args: string[]) =>
      execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    try {
      const opened = openNote(desk.sign('one\n\ntwo — ✓\n'));
      writeFileSync(file('key.pem'), desk.publicKey.export({ format: 'pem', type: 'spki' }));
      writeFileSync(file('text'), opened?.text ?? '');
      writeFileSync(file('signature'), opened?.signatures[0]?.signature ?? '');
      const verify = () =>
        openssl(
          ...['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', file('key.pem')],
          ...['-in', file('text'), '-sigfile', file('signature')],
        ).toString();
      expect(verify()).toContain('Signature Verified Successfully');
      writeFileSync(file('text'), 'one\n\ntwo — x\n');
      expect(verify).toThrow();

      openssl('genpkey', '-algorithm', 'ed25519', '-out', file('other.pem'));
      writeFileSync(file('text'), goText);
      const signature = openssl(
        ...['pkeyutl', '-sign', '-rawin', '-inkey', file('other.pem'), '-in', file('text')],
      );
      const spki = openssl('pkey', '-in', file('other.pem'), '-pubout', '-outform', 'DER');
      const key = keyOf(await formatVkey('openssl.example/log', spki.subarray(-32)));
      const note = noteOf(goText, key.name, key.keyId, signature);
      expect(await verifyNote(note, [key])).toEqual({ text: goText, key });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const tail = `\n${peterLine}`;
  it.each([
    ['no signatures', goText],
    ['a border and nothing behind it', `${goText}\n`],
    ['no line end', `${goText}${tail.slice(0, -1)}`],
    ['no border', `${goText}${peterLine}`],
    ['a control character', `\u0001${goText}${tail}`],
    ['a tab', `\t${goText}${tail}`],
    ['line ends of Windows', `${goText}${tail}`.replaceAll('\n', '\r\n')],
    ['half a character', `\ud800${goText}${tail}`],
    ['a space in a name', `${goText}${tail.replace('Peter', 'Peter ')}`],
    ['a plus in a name', `${goText}${tail.replace('PeterN', 'Peter+N')}`],
    ['a space of another kind in a name', `${goText}${tail.replace('PeterN', 'Peter\u2003N')}`],
    ['a line behind the signatures', `${goText}${tail}Unexpected line.\n`],
    ['a hyphen for the dash', `${goText}${tail.replace('—', '-')}`],
    ['base64 of another spelling', `${goText}${tail.replace('nAM=', 'nAN=')}`],
    ['a signature of no bytes', `${goText}\n— PeterNeumann x08gow==\n`],
    ['more than 64 KiB', `${'a'.repeat(LARGEST_NOTE)}\n${tail}`],
    ['nothing', ''],
    ['line ends only', '\n\n\n'],
  ])('is refused with %s', async (_, note) => {
    expect(openNote(note)).toBeNull();
    expect(await judgeNote(note, [keyOf(peter)])).toEqual({ ok: false, why: 'unreadable' });
  });

  it('has room for sixteen signatures and more, of whatever size and kind', () => {
    const line = `— witness.example ${Buffer.alloc(2424, 7).toString('base64')}\n`;
    expect(openNote(`${goText}\n${line.repeat(16)}`)?.signatures).toHaveLength(16);
  });

  it('is opened or refused, and never thrown at, whatever it is', () => {
    const piece = fc.constantFrom(
      '\n',
      '\n\n',
      '— ',
      'a+b',
      peterLine,
      goText,
      'AAAAAAAA',
      ' ',
      '\u0000',
      '💥',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
        const opened = openNote(pieces.join(''));
        if (opened) expect(opened.text.endsWith('\n') && opened.signatures.length > 0).toBe(true);
      }),
    );
  });

  it('takes no time that grows faster than the note', () => {
    for (const piece of ['\n', '— a ', '— a AAAA\n', ' ', '+']) {
      expect(openNote(piece.repeat(LARGEST_NOTE / piece.length))).toBeNull();
    }
  });

  it('says so where the browser has no Ed25519, instead of calling it broken', async () => {
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('', 'NotSupportedError'));
    await expect(verifyNote(specNote, [keyOf(specKey)])).rejects.toThrow(NoEd25519Error);
  });
});

describe('a checkpoint', () => {
  /** The example of c2sp.org/tlog-checkpoint. */
  const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';

  it('of the specification, and of Go’s sumdb, is read and written the same', () => {
    const golden = 'go.sum database tree\n123456789012\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n';
    for (const one of [text, golden]) {
      const checkpoint = readCheckpoint(one);
      expect(checkpoint && writeCheckpoint(checkpoint)).toBe(one);
    }
    expect(readCheckpoint(golden)?.size).toBe(123_456_789_012);
    expect(readCheckpoint(`${text}extension\n`)?.size).toBe(20_852_163);
  });

  it.each([
    ['a leading zero', text.replace('\n2', '\n02')],
    ['a size in another base', text.replace('\n2', '\n0x2')],
    ['a negative size', text.replace('\n2', '\n-2')],
    ['a size beyond what can be counted', text.replace('20852163', '9999999999999999')],
    ['a root that is too short', text.replace('CsUY', '')],
    ['a root of another spelling', text.replace('q2I=', 'q2J=')],
    ['no origin', text.replace('example.com/behind-the-sofa', '')],
    ['an empty line', `${text}\n`],
    ['no line end', text.slice(0, -1)],
  ])('is refused with %s', (_, one) => {
    expect(readCheckpoint(one)).toBeNull();
  });

  it('holds only for the log that the key is named after', async () => {
    const keys = [keyOf(desk.vkey)];
    const right = desk.sign(text.replace('example.com/behind-the-sofa', desk.name));
    expect((await verifyCheckpoint(right, keys))?.checkpoint.size).toBe(20_852_163);
    expect(await verifyCheckpoint(desk.sign(text), keys)).toBeNull();
    expect(await verifyCheckpoint(makeSigner(desk.name, 'another').sign(text), keys)).toBeNull();
  });
});
