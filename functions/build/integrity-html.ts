/** A whole `script` or `link` tag as Astro writes it. */
const TAG = /<(script|link)\b((?:"[^"]*"|[^">])*)>/g;
const SEALED_LINKS = /^(?:stylesheet|modulepreload)$/;

/**
 * Adds `integrity` to the scripts, stylesheets and preloaded modules of a page, and preloads, with theirs, the modules
 * that its scripts import. No `crossorigin`: all of it has the page's own origin.
 * @param integrityOf the integrity of the file at a path of the site; throws when there is none
 * @param imports which scripts each script imports from its first line, all by path
 */
export function withIntegrity(
  html: string,
  integrityOf: (href: string) => string,
  imports: ReadonlyMap<string, readonly string[]>,
): string {
  const scripts: string[] = [];
  const sealed = html.replace(TAG, (tag, name: string, attributes: string) => {
    const href = attributeOf(attributes, name === 'script' ? 'src' : 'href');
    if (href === undefined || attributeOf(attributes, 'integrity') !== undefined) return tag;
    if (name === 'link' && !SEALED_LINKS.test(attributeOf(attributes, 'rel') ?? '')) return tag;
    if (!/^\/(?!\/)/.test(href)) throw new Error(`${href} is not a file of this site`);
    if (name === 'script') scripts.push(href);
    return `${tag.slice(0, -1)} integrity="${integrityOf(href)}">`;
  });
  const preloads = allImports(scripts, imports).map(
    (href) => `<link rel="modulepreload" href="${href}" integrity="${integrityOf(href)}">`,
  );
  return sealed.replace('</head>', () => `${preloads.join('')}</head>`);
}

function attributeOf(attributes: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1];
}

/** What scripts import, and what that imports, and so on; not the scripts themselves. */
function allImports(scripts: readonly string[], imports: ReadonlyMap<string, readonly string[]>): string[] {
  const found = new Set(scripts);
  // A set that grows while it is walked is walked to its end.
  for (const script of found) for (const href of imports.get(script) ?? []) found.add(href);
  return [...found].filter((href) => !scripts.includes(href));
}
