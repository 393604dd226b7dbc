import { type FrameName, frameOf } from 'virtual:frames';
import { fillIn } from '../../src/i18n/fill-in.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { type Html, html } from '../html.ts';

/** What a function has to say on a page. */
export interface PageContent {
  status: number;
  /** As text; the name of the site is added to it. */
  title: string;
  body: Html;
  language: LanguageCode;
  /** `plain` where nothing else is said. */
  frame?: FrameName;
  headers?: Record<string, string>;
}

/** A whole page around `body`: the site's own frame (src/layouts/Page.astro), filled in. */
export async function page(content: PageContent): Promise<Response> {
  const { status, title, body, language, frame = 'plain', headers = {} } = content;
  const document = fillIn(await frameOf(frame, language), { title: html`${title}`.text, body: body.text });
  return new Response(document, {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  });
}
