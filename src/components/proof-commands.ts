import { translator } from '../i18n/index.ts';
import type { LanguageCode } from '../i18n/languages.ts';

/**
 * The commands that check a receipt without the page, with the site's own address; tests run them as they are. Those with
 * openssl need nothing of ours but the public key: what is signed is the text up to the empty line, with the ends of lines
 * that Unix has, and the signature is the last 64 of the bytes in its line; the others name the key.
 */
export function proofCommands(
  siteUrl: string,
  language: LanguageCode,
): { ours: string; openssl: string; hash: string } {
  const t = translator(language);
  const [file, sealed] = [t('proof:yourself.file'), t('proof:yourself.sealedFile')];
  return {
    ours: `npm run verify-receipt ${file} ${sealed}`,
    openssl: [
      `curl -O ${siteUrl}/desk-key.pem`,
      `tr -d '\\r' < ${file} | sed -n '/^meldpunt statement v1$/,/^— /{p;/^— /q;}' > note.txt`,
      "sed '/^$/,$d' note.txt > statement.txt",
      "sed -n 's/^— [^ ]* //p' note.txt | openssl base64 -d -A | tail -c 64 > signature.bin",
      'openssl pkeyutl -verify -rawin -pubin -inkey desk-key.pem -sigfile signature.bin -in statement.txt',
    ].join('\n'),
    hash: `openssl dgst -sha256 ${sealed}`,
  };
}
