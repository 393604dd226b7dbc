// What is said of a message that was there before, be it from another visitor.
import { fillIn } from '../../i18n/fill-in.ts';
import { element, texts } from './page.ts';

/** The note at a message of the case `reference`, with a link to the other case; nothing where the message is new. */
export function sameAsNote(sameAs: string | null, reference: string): HTMLElement[] {
  if (sameAs === null) return [];
  if (sameAs === reference) return [element('p', 'note warning', texts.case.sameAsHere)];
  const link = element('a', '', fillIn(texts.case.sameAsOpen, { reference: sameAs }));
  link.href = `#${sameAs}`;
  return [element('p', 'note warning', `${fillIn(texts.case.sameAs, { reference: sameAs })} `, link)];
}
