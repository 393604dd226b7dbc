// The sentences of the sheet: many, and asked for seldom, so that they come with it and not with the page.
import { language } from '../base/page.ts';

export type DpiaTexts = typeof import('../../../../locales/nl/dpia.json')['dpia'];

const files = import.meta.glob<{ dpia: DpiaTexts }>('../../../../locales/*/dpia.json', {
  import: 'default',
});

/** In the language of the page. @throws Error where they can't be loaded */
export async function dpiaTexts(): Promise<DpiaTexts> {
  const load = files[`../../../../locales/${language}/dpia.json`];
  if (!load) throw new Error(`no texts in ${language}`);
  return (await load()).dpia;
}
