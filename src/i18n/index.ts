import { createInstance, type TFunction } from 'i18next';
import { z } from 'zod';
import { organisation } from '../organisation.ts';
import { type LanguageCode, languageCodes } from './languages.ts';

/** Texts in nested objects; an empty text is a mistake. */
type Messages = { [key: string]: string | Messages };
const messages: z.ZodType<Messages> = z.record(
  z.string(),
  z.union([z.string().min(1), z.lazy(() => messages)]),
);

const files = import.meta.glob<{ default: unknown }>('../../locales/*/*.json', { eager: true });
const resources: Record<string, Record<string, Messages>> = {};
for (const [path, file] of Object.entries(files)) {
  const [, language = '', name = ''] = /([^/]+)\/([^/]+)\.json$/.exec(path) ?? [];
  resources[language] = { ...resources[language], [name]: messages.parse(file.default) };
}

const i18n = createInstance();
await i18n.init({
  resources,
  supportedLngs: languageCodes,
  fallbackLng: false,
  ns: Object.keys(resources[languageCodes[0]] ?? {}),
  defaultNS: 'common',
  initAsync: false,
  returnNull: false,
  interpolation: {
    // Astro and the pages made by functions escape what they print.
    escapeValue: false,
    // The organisation's name may stand in any text.
    defaultVariables: { name: organisation.name },
  },
  saveMissing: true,
  missingKeyHandler: (languages, namespace, key) => {
    throw new Error(`no text for ${namespace}:${key} in ${languages.join(', ')}`);
  },
});

/** Every namespace that a caller may name as `namespace:key`. */
const namespaces = [
  // The default comes first.
  'common',
  'advisory',
  'alert',
  'casePage',
  'desk',
  'drafts',
  'evidence',
  'figures',
  'files',
  'handOver',
  'inbox',
  'lessons',
  'letters',
  'mail',
  'notFound',
  'policy',
  'privacy',
  'problems',
  'proof',
  'received',
  'replies',
  'report',
  'sharing',
  'sheets',
  'status',
  'template',
  'thanks',
  'triage',
] as const;
export type Translate = TFunction<typeof namespaces>;

/**
 * The texts of one language: `translator('nl')('policy:title')`. Keys are typed from the Dutch files.
 * The returned function throws when a text is missing.
 */
export function translator(language: LanguageCode): Translate {
  return i18n.getFixedT(language, namespaces);
}
