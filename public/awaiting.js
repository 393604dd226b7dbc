// Runs before the page is drawn. Keeps the place of what a module script will show, so that nothing jumps when it
// does; a script that does not arrive, or can't be read, gives the place back, and the page is as it is without scripts.
// Without https, and on an onion site in most browsers, nothing can be sealed: the page then says so instead, with the
// ways that work, before anybody has written anything.
const { classList } = document.documentElement;
classList.add(isSecureContext ? 'awaiting' : 'insecure');
addEventListener(
  'error',
  ({ target }) => target instanceof HTMLScriptElement && classList.remove('awaiting'),
  true,
);
// By then every module script has run, or never will.
addEventListener('load', () => classList.remove('awaiting'));

// Who reads another of our languages rather than this one is offered that page, in its own words. Nobody is sent on, and
// nothing is kept of it.
const ours = Array.from(document.querySelectorAll('link[hreflang]'), ({ hreflang }) => hreflang);
const preferred = Array.from(navigator.languages ?? [])
  .map((tag) => tag.toLowerCase().split('-')[0])
  .find((code) => ours.includes(code));
if (preferred !== undefined && preferred !== document.documentElement.lang) {
  const sheet = new CSSStyleSheet();
  sheet.insertRule(`@media screen { .suggestion[lang="${preferred}"] { display: block; } }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
