import { getCollection } from 'astro:content';
import { site } from 'virtual:site';
import { type LanguageCode, languageCodes, paths } from '../i18n/languages.ts';
import { languageNames } from './csaf-lesson.ts';
import { CSAF_PATH, documentPath, type Reference } from './csaf-parts.ts';
import { trackedOf } from './openvex.ts';
import type { VexData } from './vex-schema.ts';

/** All that this build says of products and weak spots with a public name, newest first; examples in a demonstration only. */
export async function visibleVexes(): Promise<VexData[]> {
  const all = (await getCollection('vex')).map(({ data }) => data);
  return all
    .filter(({ example }) => site.demonstration || !example)
    .sort((one, two) => two.date.localeCompare(one.date) || two.id.localeCompare(one.id));
}

/** Where one is on the page. */
export const vexAnchor = ({ id }: Pick<VexData, 'id'>) => id.toLowerCase();

/** Where one is read. */
export const vexPath = (vex: Pick<VexData, 'id'>, language: LanguageCode) =>
  `${paths.lessons[language]}#${vexAnchor(vex)}`;

/** Where the CSAF document of one lies. */
export const csafVexPath = (vex: VexData) => `${CSAF_PATH}/white/${documentPath(trackedOf(vex))}`;

/** The places where people read it, as its document names them. */
export function vexPages(vex: VexData): Reference[] {
  return languageCodes.map((code) => ({
    category: 'self',
    summary: `The same in ${languageNames.of(code)}`,
    url: site.siteUrl + vexPath(vex, code),
  }));
}
