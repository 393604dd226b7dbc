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
 * Opens a message with the reply key of a receipt, which is locked, by the code in `code.txt`: see `deriveReceipt`. Code and
 * passphrase go from program to program: what is an argument of one, others on the machine can see in the list of processes.
 * @param key file with the locked key, armored
 * @param name of the sealed message, without `.asc`
 */
export function openByReceiptCommand(key: string, name: string): string {
  return [
    `gpg --batch --import ${key}`,
    'tr -dc A-Za-z0-9 < code.txt | tr a-z A-Z \\',
    '  | openssl pkeyutl -kdf HKDF -kdflen 32 -pkeyopt md:SHA256 -pkeyopt_passin key:stdin \\',
    `    -pkeyopt 'salt:meldpunt receipt 1' -pkeyopt 'info:reply key' \\`,
    `  | basenc --base64url | tr -d '=\\n' \\`,
    `  | gpg --batch --pinentry-mode loopback --passphrase-fd 0 \\`,
    `    --output ${name}.txt --decrypt ${name}.asc`,
  ].join('\n');
}
