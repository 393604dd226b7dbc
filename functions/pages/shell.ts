import { type FrameName, frameOf } from 'virtual:frames';
import { fillIn } from '../../src/i18n/fill-in.ts';
import type { LanguageCode } from '../../src/i18n/languages.ts';
import { type Html, html } from '../html.ts';

/** What a function has to say on a page. */
export interface PageContent {
  status: number;
  /** As text; the name of the site is added to it. */
  title: string;
  /** What is read. */
  body: Html;
  /** What belongs beside it, and what needs the width of both. */
  side?: Html;
  below?: Html;
  language: LanguageCode;
  /** `plain` where nothing else is said. */
  frame?: FrameName;
  headers?: Record<string, string>;
}

/** A whole page around `body`: the site's own frame (src/layouts/Page.astro), filled in. */
export async function page(content: PageContent): Promise<Response> {
  const { status, title, language, frame = 'plain', headers = {} } = content;
  const body = columns(content).text;
  const document = fillIn(await frameOf(frame, language), { title: html`${title}`.text, body });
  return new Response(document, {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  });
}

/** As `Page.astro` has them around what a page of the build says. */
function columns({ body, side, below }: PageContent): Html {
  return html`
    <div class="reading">${body}</div>
    ${side ? html`<div class="side" id="side">${side}</div>` : ''}
    ${below ? html`<div class="below">${below}</div>` : ''}`;
}
