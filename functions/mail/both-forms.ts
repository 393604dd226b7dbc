import type { LanguageCode } from '../../src/i18n/languages.ts';
import type { Block } from './content.ts';
import { htmlOf } from './html.ts';
import type { Mail } from './mailer.ts';
import { textOf } from './text.ts';

/** A mail's content in both forms: the same words in the same order. */
export function bothForms(
  subject: string,
  language: LanguageCode,
  blocks: Block[],
): Pick<Mail, 'subject' | 'text' | 'html'> {
  return { subject, text: textOf(blocks), html: htmlOf(subject, language, blocks) };
}
