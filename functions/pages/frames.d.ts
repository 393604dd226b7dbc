/** `Page.astro` around nothing, made when the site is built (functions/build/frames.ts). */
declare module 'virtual:frames' {
  import type { LanguageCode } from '../../src/i18n/languages.ts';

  /** `plain` and `case` are for what has no address that one may come back to; search engines are kept out. */
  export type FrameName = 'plain' | 'case' | 'figures' | 'privacy';

  /** The frame's HTML, with `{{title}}` and `{{body}}` in it. Only the development server needs time for it. */
  export function frameOf(name: FrameName, language: LanguageCode): string | Promise<string>;
}
