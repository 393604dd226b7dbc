/** Where the page for who has no scripts is. */
export const CASE_PAGE = '/api/case/page';

/**
 * Gets a case with the receipt code in `code.txt`: in a file, as what is typed is kept in the history of a shell.
 * @param siteUrl origin of the site
 */
export function fetchCaseCommand(siteUrl: string): string {
  return `curl -sS --data-urlencode code@code.txt \\\n  ${siteUrl}${CASE_PAGE} > case.json`;
}

/** Opens the newest message of the team in `case.json` into `answer.txt`, with a key that gpg has. */
export const openNewestCommand = [
  `printf '%b' "$(grep -A 2 '"from": "team"' case.json \\`,
  `  | sed -n 's/.*"sealed": "\\([^"]*\\)".*/\\1/p' | tail -n 1)" > answer.asc`,
  'gpg --output answer.txt --decrypt answer.asc',
].join('\n');

/**
 * Opens a message with the reply key of a receipt, which is locked, by the code in `code.txt`: see `deriveReceipt`. The
 * passphrase goes from program to program; the code is an argument of openssl, which takes it in no other way.
 * @param key file with the locked key, armored
 * @param name of the sealed message, without `.asc`
 */
export function openByReceiptCommand(key: string, name: string): string {
  return [
    `gpg --batch --import ${key}`,
    `CODE=$(tr -d ' \\n-' < code.txt | tr a-z A-Z)`,
    'openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt "key:$CODE" \\',
    `  -kdfopt 'salt:meldpunt receipt 1' -kdfopt 'info:reply key' -binary HKDF \\`,
    `  | basenc --base64url | tr -d '=\\n' \\`,
    `  | gpg --batch --pinentry-mode loopback --passphrase-fd 0 \\`,
    `    --output ${name}.txt --decrypt ${name}.asc`,
  ].join('\n');
}
