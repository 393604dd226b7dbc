/** Where `npm run sign-security-txt` keeps the file that was signed offline; to be committed. */
export const SIGNED_FILE = 'src/well-known/security.txt.asc';

/** Where it keeps the public half of the key that signed, when that is no key of the team. */
export const PUBLISHED_SIGNING_KEY = 'public/signing-key.asc';
