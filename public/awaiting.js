// Keeps the place of what a module script will show, until that has run or can't. Without https the page says so.
const { classList } = document.documentElement;
classList.add(isSecureContext ? 'awaiting' : 'insecure');
addEventListener(
  'error',
  ({ target }) => target instanceof HTMLScriptElement && classList.remove('awaiting'),
  true,
);
addEventListener('load', () => classList.remove('awaiting'));

// Who prefers another of our languages is offered it.
const ours = Array.from(document.querySelectorAll('link[hreflang]'), ({ hreflang }) => hreflang);
const preferred = [...(navigator.languages ?? [])]
  .map((tag) => tag.toLowerCase().split('-')[0])
  .find((code) => ours.includes(code));
if (preferred !== undefined && preferred !== document.documentElement.lang) {
  const sheet = new CSSStyleSheet();
  sheet.insertRule(`@media screen { .suggestion[lang="${preferred}"] { display: block; } }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
