// What `Intl` makes, made once: making a formatter takes a hundred times as long as formatting with it, and a list has
// several in each row.

/** What makes formatters, each only once: for the same locale and options it is the same one. */
function kept<Options, Formatter>(make: (locale: string, options?: Options) => Formatter) {
  const made = new Map<string, Formatter>();
  return (locale: string, options?: Options): Formatter => {
    const name = locale + JSON.stringify(options);
    const formatter = made.get(name) ?? make(locale, options);
    made.set(name, formatter);
    return formatter;
  };
}

/** @throws RangeError for a zone that the platform does not know */
export const dateFormat = /* @__PURE__ */ kept<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(
  (locale, options) => new Intl.DateTimeFormat(locale, options),
);
export const numberFormat = /* @__PURE__ */ kept<Intl.NumberFormatOptions, Intl.NumberFormat>(
  (locale, options) => new Intl.NumberFormat(locale, options),
);
export const listFormat = /* @__PURE__ */ kept<Intl.ListFormatOptions, Intl.ListFormat>(
  (locale, options) => new Intl.ListFormat(locale, options),
);
export const pluralRules = /* @__PURE__ */ kept<Intl.PluralRulesOptions, Intl.PluralRules>(
  (locale, options) => new Intl.PluralRules(locale, options),
);
