// As src/components/typed-fields.ts, for Preact: it sets what an element has as a property, so that `false` is one, and
// names that are none stand here in a spelling that becomes the attribute.

/** For every field whose text is nobody else's business: the browser neither keeps it, nor hands it to a service. */
export const ownText = {
  dir: 'auto',
  autocomplete: 'off',
  spellcheck: false,
  writingsuggestions: 'false',
} as const;

/** The same for what is no prose: a code, a key, an address, a name. Nothing in it is corrected or translated. */
export const ownWords = { ...ownText, autoCorrect: 'off', autocapitalize: 'off', translate: false } as const;

/** For forms whose answers stay on this page. */
export const ownForm = { method: 'dialog', autocomplete: 'off', noValidate: true } as const;
