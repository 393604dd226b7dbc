/** Where `npm run sign-security-txt` keeps the file that was signed offline; to be committed. */
export const SIGNED_FILE = 'src/well-known/security.txt.asc';

/** Where it keeps the public half of the key that signed, when that is no key of the team. */
export const PUBLISHED_SIGNING_KEY = 'public/signing-key.asc';

/** Where the desk's public keys are kept to be committed: the one it signs with, and former ones. */
export const PUBLISHED_DESK_KEY = 'public/desk-key.txt';
