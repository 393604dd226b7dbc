import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloadZip } from 'client-zip';
import { afterAll, describe, expect, it } from 'vitest';
import { reportPart } from '../../src/browser/inbox/case/case-parts.ts';
import { writeDocument } from '../../src/disclosure/case-document.ts';
import { addressInUserId, writeDraft } from '../../src/disclosure/mail-draft.ts';
import { readMime } from '../../src/disclosure/mime.ts';
import { makeReceipt } from '../../src/disclosure/receipt.ts';
import { neutralName, redactor } from '../../src/disclosure/redaction.ts';
import { readReport, writeReport } from '../../src/disclosure/report.ts';
import { translator } from '../../src/i18n/index.ts';
import { makeKeyPair } from '../../src/openpgp/keys.ts';
import { sealFileToReaders } from '../../src/openpgp/seal-to-readers.ts';
import { Gpg } from '../support/gpg.ts';

const raw = { returnObjects: true, skipInterpolation: true } as const;
const t = translator('nl');
const words = {
  ...t('handOver:document', raw),
  weaknesses: t('report:form.weaknesses', raw),
  exposures: t('report:form.exposures', raw),
  publications: t('report:form.publications', raw),
  statuses: t('inbox:statuses', raw),
};

describe('what says who the reporter is', () => {
  const identity = {
    name: 'Jan de Vries',
    contact: 'Signal +31 6 1234, jan@vries.example',
    credit: 'GhostJan',
  };
  const clean = redactor(identity, '[x]');

  it.each([
    ['I am Jan de Vries.', 'I am [x].'],
    ['I am JAN  DE\nVRIES.', 'I am [x].'],
    ['mail jan@vries.example or Jan', 'mail [x] or [x]'],
    ['by ghostjan', 'by [x]'],
    ['Vries said: Janitor, january', '[x] said: Janitor, january'],
    ['Signal +31 6 1234, jan@vries.example.', '[x].'],
    ['nothing of the kind', 'nothing of the kind'],
  ])('%j becomes %j', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each([
    // The same letters, composed and in pieces.
    [{ name: 'José Núñez' }, 'Regards, Jose\u0301 Nu\u0301n\u0303ez', 'Regards, [x]'],
    [{ name: 'Jose\u0301 Nu\u0301n\u0303ez' }, 'Regards, José, or jose', 'Regards, [x], or [x]'],
    // Parts of a name, in any case, as whole words.
    [{ name: 'jan jansen' }, 'Groeten, Jan', 'Groeten, [x]'],
    [{ name: 'Jan Jansen' }, 'jan / JAN: janitor, january, Jansens', '[x] / [x]: janitor, january, Jansens'],
    [{ name: 'Jan\u00a0Jansen' }, 'Jan  Jansen', '[x]'],
    [{ name: 'Anne-Marie O’Brien' }, "anne marie, ANNE‑MARIE O'Brien, brien", '[x] [x], [x], [x]'],
    [{ credit: 'Sam de Wit (Voorbeeld BV)' }, 'Sam de Wit, S. de Wit', '[x], S. de [x]'],
    [{ credit: 'gh0st_jan' }, 'by GH0ST_JAN or jan', 'by [x] or [x]'],
    [{ name: '李雷' }, '我是李雷', '我是[x]'],
    [{ name: 'Ян Иванов' }, 'ян, янтарь, ИВАНОВ', '[x], янтарь, [x]'],
    // Ordinary words stay: short ones but as typed, words of a sentence, names that are words but with a capital.
    [{ name: 'Bo Al' }, 'Bo, bo, also Bob', '[x], bo, also Bob'],
    [{ name: 'Jan van der Vries' }, 'Jan van der Vries is van de bank', '[x] is van de bank'],
    [{ name: 'Ben Will' }, 'Ik ben Ben, and I will: BEN', 'Ik ben [x], and I will: [x]'],
    [{ name: 'Anoniem', contact: 'geen' }, 'geen anoniem account', 'geen anoniem account'],
    [{ name: 'J' }, 'J is a letter', 'J is a letter'],
    // Whatever somebody calls themselves is found as they typed it.
    [{ name: 'sky' }, 'greetings, sky; the Sky, skyline', 'greetings, [x]; the [x], skyline'],
    [{ name: '31337', credit: 'max' }, 'by 31337 (max), 313370, maximum', 'by [x] ([x]), 313370, maximum'],
    [{ name: '🦊🦊' }, 'by 🦊🦊!', 'by [x]!'],
    [{ name: 'An' }, 'Groeten, An; an error', 'Groeten, [x]; an error'],
    // Digits.
    [{ contact: '+31 6 1234 5678' }, 'bel 0612345678, 06-12 34 56 78 of +31(0)612345678', 'bel [x] of [x]'],
    [{ contact: '0612345678' }, '+31 6 12.34.56.78, id 20261126', '[x], id 20261126'],
    [{ contact: 'tel. 06-12345678 (Signal)' }, 'Signal: 06 1234 5678', 'Signal: [x]'],
    [{ name: 'Jan Peeters' }, '"hi\\nJan Peeters" ?q=%3Ajan =3DPEETERS', '"hi\\n[x]" ?q=%3A[x] =3D[x]'],
    // Addresses of any kind.
    [{ contact: 'zq17@example.org' }, '{"m":"hi\\nzq17@example.org\\n"}', '{"m":"hi\\n[x]\\n"}'],
    [{ contact: 'zq17@example.org' }, '?to=mailto%3Azq17%40example.org&x', '?to=mailto%3A[x]&x'],
    [{ contact: 'Matrix @jan:example.org' }, 'I am @Jan:example.org.', 'I am [x].'],
    [{ contact: 'mail, or https://social.example/@ghost' }, 'see https://social.example/@ghost', 'see [x]'],
  ])('of %j in %j leaves %j', (who, text, expected) => {
    expect(redactor({ name: '', contact: '', credit: '', ...who }, '[x]')(text)).toBe(expected);
  });

  it('is a receipt code with or without anything between its characters, and no other words', () => {
    const code = makeReceipt();
    const bare = code.replaceAll('-', '');
    const ways = [
      bare,
      bare.toLowerCase(),
      [...bare].join(' '),
      code.replaceAll('-', '–'),
      code.replaceAll('-', '\n> '),
    ];
    for (const way of [...ways, code.replaceAll('-', ' · '), code.replaceAll('1', 'l').replaceAll('0', 'o')])
      expect(clean(`my code: ${way}.`)).toBe('my code: [x].');
    // One character of it is wrong: it is one all the same.
    const wrong = code.replace(/.$/, (last) => (last === '7' ? '8' : '7'));
    expect(clean(wrong)).toBe('[x]');
    expect(clean(`code-${wrong}`)).toBe('[x]');
    for (const other of [
      '507f1f77bcf86cd799439011',
      'that they have been seen here',
      'THE AGENT AND THE SERVER HASH',
      bare.slice(0, 22),
    ])
      expect(clean(other)).toBe(other);
  });

  it('is also a key, whole or cut off, and a receipt code', async () => {
    const { publicKey } = await makeKeyPair({ name: 'x' });
    expect(clean(`before\n${publicKey.trim()}\nafter`)).toBe('before\n[x]\nafter');
    expect(clean(`before ${publicKey.slice(0, 200)}`)).toBe('before [x]');
    const code = makeReceipt();
    expect(clean(`my code: ${code}, or ${code.replaceAll('-', ' ').toLowerCase()}.`)).toBe(
      'my code: [x], or [x].',
    );
  });

  it('is in no field of a report that is handed over, nor in the name of a file', () => {
    const marker = 'Zwarte Zwaan';
    const said = `${marker} mark@zwaan.example`;
    const report = readReport(
      writeReport({
        ...{ language: 'nl', weakness: 'other', exposure: 'none', publication: 'together', cvss: '' },
        ...{ keptToLimits: true, keptToMethods: true, attachments: [], replyKey: '' },
        ...{ system: said, version: said, tools: said, description: said, steps: said, seen: said },
        ...{ proof: said, impact: said, discovery: said },
        ...{ name: marker, contact: 'mark@zwaan.example', credit: marker },
      }),
    );
    const writing = { words, language: 'nl', clean: redactor(report, words.leftOut) } as const;
    const text = writeDocument('x', [], [reportPart(report, false, writing)]);
    expect(text).not.toMatch(/zwa(?:rte|an)/i);
    expect(text.match(/weggelaten/g)?.length).toBeGreaterThanOrEqual(9);
    const named = writeDocument('x', [], [reportPart(report, true, { ...writing, clean: (one) => one })]);
    expect(named).toContain(`- Naam van de melder: ${marker}`);
    expect(neutralName('zwarte zwaan.PNG', 2)).toBe('attachment-2.png');
    expect(neutralName('bewijs.zwarte zwaan', 3)).toBe('attachment-3');
    expect(neutralName('bewijs.png.Zwaan', 4)).toBe('attachment-4');
  });
});

describe('a sealed hand-over', () => {
  const gpg = new Gpg();
  afterAll(() => gpg.close());

  it('is one file that plain gpg opens, with everything in it for plain unzip', async () => {
    const outside = gpg.makeKey('CERT <cert@example.org>');
    const team = gpg.makeKey('Team <team@example.org>');
    const attachment = randomBytes(3_000_000);
    const files = [
      { name: 'CVD-2026-4F7K2Q/case.md', input: '# Zaak é\n' },
      { name: 'CVD-2026-4F7K2Q/attachments/attachment-1.bin', input: attachment },
    ];
    const bytes = new Uint8Array(await downloadZip(files).arrayBuffer());
    const armored = await sealFileToReaders(
      { bytes, name: 'CVD-2026-4F7K2Q.zip' },
      [gpg.exportPublic(team)],
      [gpg.exportPublic(outside)],
      new Date(),
    );
    const sealed = gpg.file('CVD-2026-4F7K2Q.zip.asc', armored);
    const zip = join(gpg.home, 'CVD-2026-4F7K2Q.zip');
    gpg.run(['--output', zip, '--decrypt', sealed]);
    execFileSync('unzip', ['-q', zip, '-d', gpg.home]);
    const at = (name: string) => readFileSync(join(gpg.home, name));
    expect(at('CVD-2026-4F7K2Q/case.md').toString()).toBe('# Zaak é\n');
    expect(at('CVD-2026-4F7K2Q/attachments/attachment-1.bin').equals(attachment)).toBe(true);
    // To both, and nobody else.
    expect(gpg.run(['--list-packets', sealed]).match(/^:pubkey enc packet/gm)).toHaveLength(2);
  });

  it('is a draft with the file in it, which reads back as it was', async () => {
    const armored = '-----BEGIN PGP MESSAGE-----\n\nwcBM\n-----END PGP MESSAGE-----\n';
    const mail = { to: 'cert@example.org', subject: 'Zaak – é', text: 'Goedendag,\n\nLang: é…' };
    const eml = writeDraft({ ...mail, attachment: { name: 'a.asc', armored } });
    expect(eml).not.toMatch(/(?<!\r)\n/);
    expect(eml).toContain('To: cert@example.org\r\n');
    const read = await readMime(new TextEncoder().encode(eml));
    expect(read?.text).toContain('Subject: Zaak – é');
    expect(read?.text).toContain(mail.text);
    expect(await read?.files[0]?.content.text()).toBe(armored);
    writeFileSync(join(gpg.home, 'x.eml'), eml);
    const python =
      'import email,email.policy,sys;m=email.message_from_file(open(sys.argv[1]),policy=email.policy.default);print(m["Subject"],[p.get_filename() for p in m.iter_attachments()])';
    expect(execFileSync('python3', ['-c', python, join(gpg.home, 'x.eml')]).toString()).toContain(
      "Zaak – é ['a.asc']",
    );
  });

  it.each([
    ['CERT <cert@example.org>', 'cert@example.org'],
    ['cert@example.org', 'cert@example.org'],
    ['CERT', null],
    ['x <cert@example.org\r\nBcc: you@example.org>', null],
    ['x <a@example.org> <b@example.org>', 'b@example.org'],
  ])('goes to the address in %j: %s', (userId, address) => {
    expect(addressInUserId(userId)).toBe(address);
  });
});
