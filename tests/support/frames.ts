import type { FrameName } from 'virtual:frames';
import type { LanguageCode } from '../../src/i18n/languages.ts';

/** In the place of `virtual:frames` where nothing was built: as little as a page can be. */
export const frameOf = (name: FrameName, language: LanguageCode) =>
  `<!doctype html><html lang="${language}" data-frame="${name}"><title>{{title}}</title><main>{{body}}</main></html>`;
