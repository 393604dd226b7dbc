import type { LanguageCode } from '../../src/i18n/languages.ts';
import { type Html, html } from '../html.ts';
import type { Block, Fact } from './content.ts';

/**
 * The colours of the site. Where a mail program throws this away, its own hold, in light and in dark; so what gives
 * a mail its shape stands with each element, and no colour does.
 */
const styles = html`
      :root { color-scheme: light dark; supported-color-schemes: light dark; }
      body { color: #14282d; background: #fffdf8; }
      a { color: #0b4a55; }
      .term { color: #3b4e54; }
      .deadline { border-color: #c8501b; background: #fdeadd; }
      .command { background: #f6f3ec; }
      .button { background: #0b4a55; border-color: #0b4a55; }
      .button a { color: #fffdf8; }
      .point { color: #c8501b; }
      @media (prefers-color-scheme: dark) {
        body { color: #eeeae0; background: #16262a; }
        a { color: #8fd6dc; }
        .term { color: #b9c4c3; }
        .deadline { border-color: #f08a5d; background: #38241a; }
        .command { background: #0f1b1e; }
        .button { background: #8fd6dc; border-color: #8fd6dc; }
        .button a { color: #0b1a1d; }
        .point { color: #f08a5d; }
      }
    `;

/** A bracket of the mark: two of these, mirrored, with a point between them. */
const bracket = (widths: string) =>
  html`<span style="display: inline-block; width: 4px; height: 15px; vertical-align: middle; border-width: ${widths}; border-style: solid"></span>`;

/** The mark of the site, drawn with borders: a mail loads nothing, and many programs show no SVG. */
const mark = html`<div aria-hidden="true" style="margin: 0 0 20px; line-height: 1">${bracket('3px 0 3px 3px')}<span class="point" style="display: inline-block; width: 0; height: 0; margin: 0 3px; vertical-align: middle; border: 4px solid; border-radius: 50%"></span>${bracket('3px 3px 3px 0')}</div>
`;

/** The HTML of a mail: a small document that loads nothing. Every value is escaped. */
export function htmlOf(subject: string, language: LanguageCode, blocks: Block[]): string {
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="supported-color-schemes" content="light dark">
    <title>${subject}</title>
    <style>${styles}</style>
  </head>
  <body style="margin: 0; padding: 16px">
    <div lang="${language}" style="max-width: 40rem; margin: 0 auto; font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; overflow-wrap: anywhere">
${mark}${blocks.map(blockHtml)}    </div>
  </body>
</html>
`.text;
}

function blockHtml(block: Block): Html {
  switch (block.kind) {
    case 'paragraph':
      return paragraphHtml(block.text);
    case 'facts':
      return html`<table style="border-collapse: collapse; margin: 0 0 16px; text-align: left">
${block.facts.map(rowHtml)}</table>
`;
    case 'deadline':
      return html`<div class="deadline" style="margin: 0 0 16px; padding: 12px 16px 8px; border-width: 0 0 0 4px; border-style: solid">
${block.facts.map(({ term, value }) => html`<p style="margin: 0 0 4px">${term}:<br>\n<strong style="font-size: 18px">${value}</strong></p>\n`)}</div>
`;
    case 'commands':
      return html`${paragraphHtml(block.text)}<div style="margin: 0 0 16px">
${block.commands.map(commandHtml)}</div>
`;
    case 'link':
      return html`<p style="margin: 0 0 16px">${block.text}<br>
<a href="${block.address}">${block.address}</a></p>
`;
    case 'button':
      return html`<table role="presentation" style="border-collapse: separate; border-spacing: 0; margin: 8px 0">
<tr><td class="button" style="border-width: 2px; border-style: solid; border-radius: 6px"><a href="${block.address}" style="display: block; padding: 9px 18px; font-weight: 600; text-decoration: none">${block.label}</a></td></tr></table>
<p class="term" style="margin: 0 0 24px; font-size: 14px">${block.address}</p>
`;
    case 'list':
      return html`${paragraphHtml(block.text)}<ul style="margin: 0 0 16px; padding: 0 0 0 20px">
${block.items.map(itemHtml)}</ul>
`;
  }
}

function paragraphHtml(text: string): Html {
  return html`<p style="margin: 0 0 16px">${text}</p>
`;
}

/** A command in a box of its own, so that it is clear where it ends, however narrow the screen. */
function commandHtml(command: string): Html {
  return html`<pre class="command" style="margin: 0 0 4px; padding: 8px 12px; font: 13px/1.5 ui-monospace, Consolas, Menlo, monospace; white-space: pre-wrap"><code>${command}</code></pre>
`;
}

function rowHtml({ term, value }: Fact): Html {
  return html`<tr><th scope="row" class="term" style="padding: 0 16px 4px 0; font-weight: normal; vertical-align: top; overflow-wrap: break-word">${term}:</th>
<td style="padding: 0 0 4px; min-width: 5em; vertical-align: top">${value}</td></tr>
`;
}

function itemHtml({ term, value }: Fact): Html {
  return html`<li style="margin: 0 0 8px">${term}:<br>
<strong>${value}</strong></li>
`;
}
