import { describe, expect, it } from 'vitest';
import { Html } from '../../functions/html.ts';
import { refusedPage } from '../../functions/pages/received.ts';
import { page } from '../../functions/pages/shell.ts';

describe('the frame of a page that a function makes', () => {
  it('is filled in once: what looks like a gap, or like a pattern of replacing, is text', async () => {
    const message = "{{title}} {{body}} $& $` $' $1 {{toString}} </textarea><script>x</script>";
    const response = await refusedPage({
      ...{ code: 'not-openpgp', message, exploited: false, language: 'nl', headers: {}, requestId: 'X' },
    });
    const html = await response.text();
    expect(html).toContain(
      '\n{{title}} {{body}} $&amp; $` $&#39; $1 {{toString}} &lt;/textarea&gt;&lt;script&gt;x&lt;/script&gt;</textarea>',
    );
    expect(html.match(/<main>/g)).toHaveLength(1);
    expect(html).not.toContain('<script');
  });

  it('has its title escaped, and its body as it is', async () => {
    const response = await page({
      ...{ status: 201, title: '<i>"{{body}}"</i> & $&', body: new Html('<p>$&{{title}}</p>') },
      ...{ language: 'en', headers: { 'Cache-Control': 'public', 'X-More': 'yes' } },
    });
    const html = await response.text();
    expect(html).toContain('<title>&lt;i&gt;&quot;{{body}}&quot;&lt;/i&gt; &amp; $&amp;</title>');
    expect(html).toContain('<div class="reading"><p>$&{{title}}</p></div>');
    expect([response.status, response.headers.get('cache-control'), response.headers.get('x-more')]).toEqual([
      201,
      'public',
      'yes',
    ]);
  });
});
