import MailComposer from 'nodemailer/lib/mail-composer';

/** What Thunderbird encrypts of a mail: its own header within, format=flowed and quoted-printable, an attachment, its key. */
export function thunderbirdMail(key: string): string {
  return [
    'Content-Type: multipart/mixed; boundary="------------outer0Tx";',
    ' protected-headers="v1"',
    'Subject: =?UTF-8?Q?Zwakke_plek_=E2=80=93_lek_in_inloggen?=',
    'From: Sam de Vries <sam@example.net>',
    'To: security@example.com',
    'Message-ID: <0d1e@example.net>',
    '',
    '--------------outer0Tx',
    'Content-Type: multipart/mixed; boundary="------------inner1Tx"',
    '',
    '--------------inner1Tx',
    'Content-Type: text/plain; charset=UTF-8; format=flowed',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Het inlogscherm neemt =E2=80=98 OR 1=3D1 aan, en laat =E2=82=AC 5 zien van ied=',
    'ereen.',
    '',
    '--------------inner1Tx',
    'Content-Type: text/html; charset=UTF-8; name="../<b>proof.html"',
    'Content-Disposition: attachment; filename="../<b>proof.html"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('<script>alert(1)</script>').toString('base64'),
    '',
    '--------------inner1Tx',
    'Content-Type: application/pgp-keys; name="OpenPGP_0x01.asc"',
    'Content-Disposition: attachment; filename="OpenPGP_0x01.asc"',
    '',
    ...key.trimEnd().split('\n'),
    '',
    '--------------inner1Tx--',
    '',
    '--------------outer0Tx--',
    '',
  ].join('\r\n');
}

/** A mail as nodemailer writes it, in an encoding of before Unicode. */
export function composedMail(): Promise<Buffer> {
  const mail = new MailComposer({
    subject: 'A weak spot',
    text: 'Café “open”: the page shows every name.',
    textEncoding: 'base64',
    attachments: [{ filename: 'evidence.bin', content: Buffer.from([0, 1, 2, 255]) }],
  });
  return mail.compile().build();
}
