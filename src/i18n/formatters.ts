// What `Intl` makes, made once: making a formatter takes a hundred times as long as formatting with it, and a list has
// several in each row.

/** What makes formatters, each only once: for the same locale and options it is the same one. */
function kept<Options, Formatter>(Make: new (locale: string, options?: Options) => Formatter) {
  const made: Record<string, Formatter> = {};
  return (locale: string, options?: Options): Formatter =>
    (made[locale + JSON.stringify(options)] ??= new Make(locale, options));
}

/** @throws RangeError for a zone that the platform does not know */
export const dateFormat = /* @__PURE__ */ kept<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(
  Intl.DateTimeFormat,
);
export const numberFormat = /* @__PURE__ */ kept<Intl.NumberFormatOptions, Intl.NumberFormat>(
  Intl.NumberFormat,
);
export const listFormat = /* @__PURE__ */ kept<Intl.ListFormatOptions, Intl.ListFormat>(Intl.ListFormat);
export const pluralRules = /* @__PURE__ */ kept<Intl.PluralRulesOptions, Intl.PluralRules>(Intl.PluralRules);
