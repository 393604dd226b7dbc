import { describe, expect, it } from 'vitest';
import { readableText } from '../../src/browser/workers/judge/readable-text.ts';
import { safeFileName } from '../../src/disclosure/file-name.ts';
import { limits } from '../../src/disclosure/limits.ts';
import { ownTime } from '../support/own-time.ts';
import { composedMail, thunderbirdMail } from '../support/pgp-mime.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const KEY = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nbm90IGEga2V5\n-----END PGP PUBLIC KEY BLOCK-----';
const filesOf = async (bytes: Uint8Array) => {
  const read = await readableText(bytes);
  return read.text === null ? [] : (read.files ?? []);
};

describe('an opened report in another form than ours', () => {
  it('as Thunderbird encrypts a mail is read in its words, with who wrote it and the key that goes with it', async () => {
    const raw = thunderbirdMail(KEY);
    const read = await readableText(bytesOf(raw));
    expect(read).toMatchObject({ raw: raw.trimEnd() });
    expect(read.text).toBe(
      'Subject: Zwakke plek – lek in inloggen\nFrom: Sam de Vries <sam@example.net>\n\n' +
        `Het inlogscherm neemt ‘ OR 1=1 aan, en laat € 5 zien van iedereen.\n\n${KEY}`,
    );
    const files = await filesOf(bytesOf(raw));
    expect(files.map(({ name, content }) => [name, content.type])).toEqual([
      ['../<b>proof.html', 'application/octet-stream'],
    ]);
    expect(await files[0]?.content.text()).toBe('<script>alert(1)</script>');
  });

  it('as nodemailer writes a mail is read, with its files byte for byte', async () => {
    const mail = await composedMail();
    const read = await readableText(mail);
    expect(read.text).toBe('Subject: A weak spot\n\nCafé “open”: the page shows every name.');
    const [file, ...others] = await filesOf(mail);
    expect(file?.name).toBe('evidence.bin');
    expect(new Uint8Array((await file?.content.arrayBuffer()) ?? new ArrayBuffer())).toEqual(
      Uint8Array.of(0, 1, 2, 255),
    );
    expect(others).toEqual([]);
  });

  it('that has only HTML in it is shown as a text with HTML is', async () => {
    const read = await readableText(
      bytesOf(
        'Content-Type: text/html; charset=iso-8859-1\r\n\r\n<p>One &amp; two<script>alert(1)</script></p>',
      ),
    );
    expect(read).toMatchObject({ text: '<p>One &amp; two<script>alert(1)</script></p>' });
    expect(read).toHaveProperty('raw');
  });

  it('whose words are in HTML beside an empty text is read in them', async () => {
    const part = (type: string, text: string) => `--b\r\nContent-Type: text/${type}\r\n\r\n${text}\r\n`;
    const parts = part('plain', ' ') + part('html', '<p>One</p>');
    const read = await readableText(
      bytesOf(`Content-Type: multipart/alternative; boundary=b\r\n\r\n${parts}--b--\r\n`),
    );
    expect(read).toMatchObject({ text: '<p>One</p>' });
  });

  it('whose words are Markdown, as a part of its own kind, is read in them; a file of that kind stays one', async () => {
    const part = (head: string, text: string) => `--b\nContent-Type: text/markdown${head}\n\n${text}\n`;
    const read = await readableText(
      bytesOf(
        'Content-Type: multipart/mixed; boundary=b\n\n' +
          part('', '---\na: "é"\n---') +
          part('\nContent-Disposition: attachment; filename="notes.md"', 'more') +
          '--b--\n',
      ),
    );
    expect(read).toMatchObject({ text: '---\na: "é"\n---', files: [{ name: 'notes.md' }] });
  });

  it('in our own form within a mail begins with its own header, so that it is read as a report', async () => {
    const read = await readableText(
      bytesOf('Subject: x\nContent-Type: text/plain\n\n---\nformat: "x"\n---\n'),
    );
    expect(read.text).toBe('---\nformat: "x"\n---');
  });

  it('in UTF-16 or Windows-1252 is read in its characters', async () => {
    const text = 'Zoë meldt: € 5\nméér';
    expect(await readableText(Buffer.from(`\ufeff${text}\r\n`, 'utf16le'))).toEqual({ text });
    expect(await readableText(Buffer.from(`\ufeff${text}`, 'utf16le').swap16())).toEqual({ text });
    const latin = Uint8Array.from([0x5a, 0x6f, 0xeb, 0x20, 0x80, 0x35, 0x0a]);
    expect(await readableText(latin)).toEqual({ text: 'Zoë €5' });
    expect(await readableText(bytesOf(text))).toEqual({ text });
  });

  it('as a mail that was saved in UTF-16 is read in its words, whatever they were coded in', async () => {
    const mail =
      'Subject: =?utf-8?q?Zo=C3=AB?=\r\nContent-Type: text/plain; charset=utf-8\r\n' +
      'Content-Transfer-Encoding: quoted-printable\r\n\r\nm=C3=A9=C3=A9r\r\n';
    const little = Buffer.from(`\ufeff${mail}`, 'utf16le');
    for (const bytes of [little, little.subarray(2), Buffer.from(little).swap16()])
      expect(await readableText(bytes)).toMatchObject({ text: 'Subject: Zoë\n\nméér', raw: mail.trimEnd() });
  });

  it.each([
    ['as one text', 'Content-Type: text/plain; charset=iso-8859-1', ''],
    [
      'in a header of several lines',
      'Content-Type: text/plain;\r\n\tformat=flowed;\r\n Charset="Windows-1252"',
      '',
    ],
    [
      'in a part',
      'Content-Type: multipart/mixed;\r\n boundary="a b"',
      '--a b\r\nContent-Type: text/plain; charset=latin1\r\n\r\n',
    ],
  ])(
    'as a mail in 8bit that names another character set than UTF-16, in which it was saved, is read in its characters: %s',
    async (_, type, part) => {
      const mail = `Subject: x\r\n${type}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${part}m\u00e9\u00e9r: \u20ac 5, charset=iso-8859-1\r\n`;
      for (const bytes of [Buffer.from(`\ufeff${mail}`, 'utf16le'), Buffer.from(mail, 'utf16le').swap16()])
        expect(await readableText(bytes)).toMatchObject({
          text: 'Subject: x\n\nméér: € 5, charset=iso-8859-1',
          raw: mail.trimEnd(),
        });
    },
  );

  it('as a mail that was saved in UTF-16, with parts that are coded and parts that are not, is read in its words', async () => {
    const coded =
      '--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nm=E9=E9r\r\n';
    const plain = '--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nzoë\r\n';
    const mail = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${coded}${plain}--b--\r\n`;
    const read = await readableText(Buffer.from(`\ufeff${mail}`, 'utf16le'));
    expect(read.text).toContain('méér');
    expect(read.text).toContain('zoë');
    const behindSpace = await readableText(Buffer.from(`\ufeff\r\n${mail}`, 'utf16le'));
    expect(behindSpace.text).toBe(read.text);
  });

  it('as a mail of which nothing but the header can be read stays as it is', async () => {
    const text = 'Subject: x\nContent-Type: multipart/mixed\n\n--b\nContent-Type: text/plain\n\nwords\n--b--';
    expect(await readableText(bytesOf(text))).toEqual({ text });
  });

  it('that only looks like a mail, or is nothing of one, stays as it is', async () => {
    for (const text of [
      '',
      'Hello: world',
      'Content-Type: text/plain is missing\n\nx',
      '---\na: "b"\n---\n\nx',
    ])
      expect(await readableText(bytesOf(text))).toEqual({ text: text.trimEnd() });
    const empty = 'Content-Type: multipart/mixed; boundary=x';
    expect(await readableText(bytesOf(empty))).toEqual({ text: empty });
  });

  it('whose files have names of any length is shown with the end of those, in whole characters', async () => {
    const part = (name: string) => `--b\n${`Content-Disposition: attachment; filename="${name}"`}\n\nx\n`;
    const names = [`${'a'.repeat(60_000)}.txt`, `${'😀'.repeat(12_000)}.png`];
    const head = 'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nhi\n';
    const files = await filesOf(bytesOf(`${head}${names.map(part).join('')}--b--\n`));
    expect(files.map(({ name }) => name)).toEqual([`${'a'.repeat(251)}.txt`, `${'😀'.repeat(251)}.png`]);
    // Saved under what a file system takes, and so in a moment.
    const longest = `${'é'.repeat(30_000)}.txt`;
    expect(safeFileName(longest)).toBe(`${'é'.repeat(98)}.txt`);
  });

  it('that is made to take long, or of more parts than a message has, is there as it came', async () => {
    const head = 'Content-Type: multipart/mixed; boundary=x\n\n';
    const fill = (part: string) => head + part.repeat(Math.floor((limits.openedText - 50) / part.length));
    const started = ownTime();
    for (const part of [
      '--x\nContent-Type: a/b\n\nx\n',
      '--x\n',
      '--x\nContent-Type: multipart/mixed; boundary=x\n\n',
      '--x\nContent-Type: message/rfc822\n\n',
      '=?utf-8?q?x?=',
      'a: b\n ',
    ]) {
      const text = fill(part);
      const read = await readableText(bytesOf(text));
      expect('raw' in read ? read.raw : read.text).toBe(text.trimEnd());
    }
    expect(ownTime() - started).toBeLessThan(5_000);
  });
});
