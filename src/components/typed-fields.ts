/**
 * For every field whose text is nobody else's business: the browser neither keeps it for later visits and restored
 * windows, nor hands it to a service that checks spelling or finishes sentences. It stands in the direction of its own script.
 */
export const ownText = {
  dir: 'auto',
  autocomplete: 'off',
  spellcheck: 'false',
  writingsuggestions: 'false',
} as const;

/** The same for what is no prose: a code, a key, an address, a name. Nothing in it is corrected or translated. */
export const ownWords = { ...ownText, autocorrect: 'off', autocapitalize: 'off', translate: 'no' } as const;

/** The same for a person's name: a phone begins its words with a capital. */
export const ownName = { ...ownWords, autocapitalize: 'words' } as const;

/** The same for a code: it is in capitals. */
export const ownCode = { ...ownWords, autocapitalize: 'characters' } as const;

const { autocapitalize: _, ...anyAddress } = ownWords;
/** The same for `type="email"`, in which nothing is begun with a capital anyway: HTML allows no word about it there. */
export const ownAddress = { ...anyAddress, type: 'email' } as const;
