/** What is used of it; it is what Astro reads front matter with, and has no types of its own. */
declare module 'js-yaml' {
  /** @throws Error whose first line says what is wrong, and where */
  export function load(text: string): unknown;
}
