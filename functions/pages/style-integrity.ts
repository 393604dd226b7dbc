/**
 * The build puts a list in this place: href and integrity of every stylesheet, with a space between
 * (functions/build/integrity-server.ts). Elsewhere, as with the development server, there is none.
 */
export const STYLES_TO_FILL_IN = '@meldpunt-style-integrity@';

const words = STYLES_TO_FILL_IN.split(' ');

/** The integrity of a stylesheet; undefined where none was filled in. */
export function styleIntegrity(href: string): string | undefined {
  const at = words.indexOf(href);
  return at < 0 ? undefined : words[at + 1];
}
