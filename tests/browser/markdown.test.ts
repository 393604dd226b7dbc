import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { policy, root, serveBarePage } from '../support/bare-page.ts';
import { launchChromium } from '../support/chromium.ts';

declare global {
  interface Window {
    hacked?: unknown;
    violations: string[];
    show(text: string, as: 'markdown' | 'html'): Promise<string | null>;
  }
}

const allowed = new Set(
  'p br hr h4 h5 h6 ul ol li blockquote pre code em strong del table thead tbody tr th td span div'.split(
    ' ',
  ),
);

/** Puts what was rendered in the page, where it would run, and gives its HTML. */
const entry = `
import { renderMarkdown } from '${root}src/browser/workers/markdown/client.ts';
import { sanitiseHtml } from '${root}src/browser/workers/markdown/sanitise.ts';
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(event.violatedDirective + ' ' + event.blockedURI));
window.show = async (text, as) => {
  const fragment = as === 'html' ? sanitiseHtml(text) : await renderMarkdown(text);
  const shown = document.getElementById('shown');
  shown.replaceChildren(...(fragment ? [fragment] : []));
  return fragment && shown.innerHTML;
};
document.title = 'ready';
`;

const hostile: Record<string, string[]> = {
  'scripts and event handlers': [
    '<script>window.hacked=1</script>',
    '<scr<script>ipt>window.hacked=1</scr</script>ipt>',
    '<img src=x onerror=window.hacked=1>',
    '<img src="x` `<script>window.hacked=1</script>"` `>',
    '<body onload=window.hacked=1><p onclick="window.hacked=1" onmouseover=window.hacked=1>x</p>',
    '<details open ontoggle=window.hacked=1><summary>x</summary></details>',
    '<input autofocus onfocus=window.hacked=1><video><source onerror=window.hacked=1></video>',
    '<p style="animation:x" onanimationstart=window.hacked=1 tabindex=1 contenteditable>x</p>',
  ],
  'SVG and MathML': [
    '<svg><script>window.hacked=1</script></svg>',
    '<svg onload=window.hacked=1><animate attributeName=href values=javascript:window.hacked=1 /></svg>',
    '<svg><use href="data:image/svg+xml,<svg id=x onload=window.hacked=1>#x"/></svg>',
    '<svg><a xlink:href="javascript:window.hacked=1"><text y=9>x</text></a></svg>',
    '<math href="javascript:window.hacked=1">x</math><math><maction actiontype="statusline#x" xlink:href="javascript:window.hacked=1">x',
  ],
  'frames, forms, styles and documents': [
    '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe><iframe src="/frame"></iframe>',
    '<object data="/object"></object><embed src="/embed"><frameset><frame src="/frame"></frameset>',
    '<form action="/form"><input name=a><button formaction="javascript:window.hacked=1">x</button></form>',
    '<style>@import "/style";*{background:url(/background)}</style><p style="background:url(/inline)">x</p>',
    '<link rel=stylesheet href=/link><link rel=prefetch href=/prefetch><link rel=dns-prefetch href=//example.org>',
    '<meta http-equiv=refresh content="0;url=/refresh"><base href="https://example.org/">',
    '<picture><source srcset=/source><img srcset="/srcset 2x" src=/img></picture><audio src=/audio autoplay>',
    '<template><img src=/template></template><noscript><img src=/noscript></noscript>',
    '<p is=x-y class=page data-x=1 aria-hidden=true role=alert align=right>x</p><x-y>x</x-y><slot name=x></slot>',
  ],
  'names that shadow those of the page': [
    '<form id=document><input name=cookie></form><img name=getElementById><a id=location href=/x>x</a>',
    '<a id=shown></a><a id=shown name=innerHTML>x</a><form><input name=attributes><input name=childNodes></form>',
  ],
  'markup that changes when it is parsed again': [
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.hacked=1&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=window.hacked=1>">',
    '<svg></p><style><a id="</style><img src=1 onerror=window.hacked=1>">',
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=window.hacked=1>',
    '<svg><foreignobject><p><style><!--</style><a title="--><img src=x onerror=window.hacked=1>">',
    '<select><template><style><!--</style><a rel="--></style></template></select><img src onerror=window.hacked=1>">',
    '<xmp><p title="</xmp><img src=x onerror=window.hacked=1>"><textarea></textarea><plaintext>',
    '<!--><img src=x onerror=window.hacked=1>--><![CDATA[<img src=x onerror=window.hacked=1>]]><?x <img src=x onerror=window.hacked=1>?>',
    `${'<div>'.repeat(600)}<svg><style><img src=x onerror=window.hacked=1></style>`,
  ],
  'links to scripts': [
    '<a href="javascript:window.hacked=1" target=_blank ping=/ping download>x</a><area href=javascript:1>',
    '<a href="java&#x09;script:window.hacked=1">x</a><a href="&#14; javascript:window.hacked=1">x</a>',
    '[a](javascript:window.hacked=1) [b](JaVaScRiPt:window.hacked=1) [c](<java\tscript:window.hacked=1>)',
    '[d](javascript&colon;window.hacked=1) [e](&#x6A;avascript:window.hacked=1) [f](\u0001javascript:window.hacked=1)',
    '[g](data:text/html,<script>opener.hacked=1</script>) [h](vbscript:x) <javascript:window.hacked=1>',
    '[i]\n\n[i]: javascript:window.hacked=1 "x"\n\n![j](javascript:window.hacked=1) ![k](data:image/svg+xml,x)',
    '<https://example.org> https://example.org www.example.org someone@example.org //example.org',
  ],
  'tricks with Markdown': [
    '[x](https://example.org "\\" onmouseover=window.hacked=1")  ![x"onerror="window.hacked=1](/x)',
    '![x](/image"onerror="window.hacked=1) ![`<img src=x onerror=window.hacked=1>`](/image)',
    '[![x](/image)](https://example.org) [a [b](/b) c](/c) [<img src=/x onerror=window.hacked=1>](/d)',
    '```"onload="window.hacked=1\n<script>window.hacked=1</script>\n```\n\n~~~ <img/src=/x>\n</code></pre><script>window.hacked=1</script>',
    '| <img src=/x onerror=window.hacked=1> |\n|---|\n| `<script>` </td><script>window.hacked=1</script> |',
    '<code>\n\n**<img src=/x onerror=window.hacked=1>** <pre><script>window.hacked=1</script>',
    '- [x] <input onfocus=window.hacked=1 autofocus>\n\n# <a name=x href=/x>h</a> {#shown}\n\n&lt;script&gt;window.hacked=1&lt;/script&gt;',
  ],
};

describe('a reporter’s Markdown', () => {
  let served: Awaited<ReturnType<typeof serveBarePage>>;
  let browser: Browser;
  let page: Page;
  let origin: string;
  let requests: string[] = [];
  let complaints: string[] = [];

  beforeAll(async () => {
    expect(policy).toContain("require-trusted-types-for 'script'");
    served = await serveBarePage({ 'entry.ts': entry });
    origin = served.origin;
    browser = await launchChromium();
  });
  beforeEach(async () => {
    requests = [];
    complaints = [];
    page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${origin}/`);
    await page.waitForFunction(() => document.title === 'ready');
    // What the page's own icon did is not what is asked about.
    await page.evaluate(() => window.violations.splice(0));
    complaints = [];
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser?.close();
    served?.close();
  });

  const show = (text: string, as: 'markdown' | 'html' = 'markdown') =>
    page.evaluate(([text, as]) => window.show(text, as), [text, as] as const);

  /** Everything in the page that the allow list does not know. */
  const strangers = () =>
    page.evaluate(
      (allowed) =>
        [...document.querySelectorAll('#shown *')].flatMap((element) => {
          const name = element.localName;
          const rest = element.getAttributeNames().filter((attribute) => {
            if (name === 'ol') return attribute !== 'start';
            const isOurs = name === 'div' && element.className === 'table-scroll';
            return !(isOurs && ['class', 'tabindex'].includes(attribute));
          });
          const isKnown = allowed.includes(name) && element.namespaceURI === 'http://www.w3.org/1999/xhtml';
          return [...(isKnown ? [] : [name]), ...rest.map((attribute) => `${name} ${attribute}`)];
        }),
      [...allowed],
    );

  const cases = Object.keys(hostile).flatMap((kind) => [
    [kind, 'markdown'] as const,
    [kind, 'html'] as const,
  ]);
  it.each(cases)('leaves nothing that runs, loads or can be clicked of %s, as %s', async (kind, as) => {
    for (const text of hostile[kind] ?? []) {
      expect(await show(text, as), text).not.toBeNull();
      expect(await strangers(), text).toEqual([]);
      await page.mouse.click(20, 20);
    }
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => window.hacked)).toBeUndefined();
    // The Markdown parser leaves no HTML to the sanitiser. Of HTML that is given to it straight away, Chromium
    // reports styles and bases while DOMPurify reads them in a document apart; nothing else may be reported.
    const harmless = as === 'html' ? /^(?:style-src-(?:attr|elem) inline$|base-uri )/ : /^$/;
    const violations = await page.evaluate(() => window.violations);
    expect(violations.filter((violation) => !harmless.test(violation))).toEqual([]);
    expect(complaints.length).toBeLessThanOrEqual(violations.length);
    expect(page.url()).toBe(`${origin}/`);
    expect(
      requests.filter((url) => !/^http:\/\/127[^/]*\/(?:entry\.js|assets\/[\w.-]+\.js)?$|^data:,$/.test(url)),
    ).toEqual([]);
  });

  it('gives up a text that would show as nothing', async () => {
    expect(await show('[a]: https://example.org "hidden"')).toBeNull();
  });

  it.each([
    ['headings, lowered', '# a\n\n## b\n\n### c\n\n###### d', '<h4>a</h4><h5>b</h5><h6>c</h6><h6>d</h6>'],
    ['lists', '3. a\n4. b\n\n- c', '<ol start="3"><li>a</li><li>b</li></ol><ul><li>c</li></ul>'],
    ['tasks', '- [x] a\n- [ ] b', '<ul><li>[x] a</li><li>[ ] b</li></ul>'],
    ['code', '```html\n<b onclick="x">&amp;\n```', '<pre><code>&lt;b onclick="x"&gt;&amp;amp;</code></pre>'],
    ['emphasis', '*a* **b** ~~c~~ `d`', '<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>'],
    ['a quotation', '> a\n\n---', '<blockquote><p>a</p></blockquote><hr>'],
    ['HTML as it was written', 'a <b x="1">*b*</b>', '<p>a &lt;b x="1"&gt;<em>b</em>&lt;/b&gt;</p>'],
    ['HTML in a block', '<div>\n<i>\n</div>', '<pre><code>&lt;div&gt;&lt;i&gt;&lt;/div&gt;</code></pre>'],
    [
      'a link as words and address',
      '[*a*](https://example.org/x "t")',
      '<p><span><em>a</em> <code>https://example.org/x</code></span></p>',
    ],
    [
      'a link to a script as words and address',
      '[a](javascript:alert(1))',
      '<p><span>a <code>javascript:alert(1)</code></span></p>',
    ],
    ['an address once', 'https://example.org/x', '<p><span>https://example.org/x</span></p>'],
    ['a bare mail address once', '<a@example.org>', '<p><span>a@example.org</span></p>'],
    [
      'a link whose words are another address',
      '[https://example.org](https://example.com)',
      '<p><span>https://example.org <code>https://example.com</code></span></p>',
    ],
    ['an image as text', '![a "b"](/c.png)', '<p><code>[a "b"] /c.png</code></p>'],
    [
      'a table that can be scrolled',
      '| a | b |\n|---|--:|\n| c | d |',
      '<div class="table-scroll" tabindex="0"><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table></div>',
    ],
  ])('shows %s', async (_, text, html) => {
    expect((await show(text))?.replaceAll('\n', '')).toBe(html);
  });

  it('an ordinary text of 100 000 characters is shown whole', async () => {
    const part = [
      '## Steps\n\nOpen `/login`, then **wait** for the page; see [the log](https://example.org/log).\n',
      '1. Sign in\n2. Ask for another invoice\n\n- one\n- two\n',
      '| field | value |\n|---|---|\n| id | 7 |\n',
      '```\ncurl --data id=8 https://example.org/invoice\n```\n',
      `${'These are words as people write them, with commas, and a full stop. '.repeat(8)}\n\n`,
    ].join('\n');
    const text = `${part.repeat(Math.ceil(100_000 / part.length)).slice(0, 99_980)}\n\nthe last words`;
    expect(text.length).toBeGreaterThan(99_900);
    const html = await show(text);
    expect(html).not.toBeNull();
    expect(html?.match(/<h5>Steps/g)?.length).toBeGreaterThan(80);
    expect(html).toContain('the last words');
    expect(complaints).toEqual([]);
  });

  const growing = (limit: number, piece: (index: number) => string) => {
    let text = '';
    for (let index = 1; text.length < limit; index++) text += piece(index);
    return text;
  };
  it.each([
    [
      'a table of 2 000 rows',
      `${'|a'.repeat(10)}|\n${'|-'.repeat(10)}|\n${`${'|b'.repeat(10)}|\n`.repeat(2_000)}`,
    ],
    ['a table of many columns', `${'|a'.repeat(10_000)}|\n${'|-'.repeat(10_000)}|\n${'|b\n'.repeat(10_000)}`],
    ['opening brackets', '['.repeat(100_000)],
    ['emphasis that never ends', '*a'.repeat(50_000)],
    ['emphasis of two kinds', '*a_ '.repeat(25_000)],
    ['ever longer runs of backticks', growing(100_000, (index) => `${'`'.repeat(index)} `)],
    ['nested quotations', '>'.repeat(50_000)],
    ['images that never end', '![a](<b'.repeat(14_000)],
    ['nested images', '!['.repeat(50_000)],
    ['opening angles', '<'.repeat(100_000)],
    ['comments that never end', '<!--'.repeat(25_000)],
    ['deep lists', growing(100_000, (index) => `${' '.repeat(index * 2)}- a\n`)],
    ['lists in one line', '- '.repeat(50_000)],
    ['tags that never end', '<a b=c '.repeat(14_000)],
    ['elements that are never closed', growing(100_000, (index) => `<b x=${index}><p>`)],
    ['one long address used often', `${'[a] '.repeat(12_500)}\n\n[a]: http://${'b'.repeat(50_000)}`],
    ['many definitions', growing(100_000, (index) => `[a${index}]: b\n`)],
    ['white space', `a${' '.repeat(100_000)}b`],
  ])('is rendered or given up within five seconds: %s', async (_, text) => {
    const started = performance.now();
    const html = await show(text);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(html === null || html.length > 0).toBe(true);
    expect(await strangers()).toEqual([]);
    expect(await show('*a*')).toBe('<p><em>a</em></p>\n');
    expect(complaints).toEqual([]);
  });

  it('one text that takes too long does not take the next one with it', async () => {
    const both = await page.evaluate(
      ([slow, quick]) => Promise.all([window.show(slow, 'markdown'), window.show(quick, 'markdown')]),
      ['*a_ '.repeat(200_000), '*a*'] as const,
    );
    expect(both[1]).toBe('<p><em>a</em></p>\n');
  });
});
