// Runs before the page is drawn. Keeps the place of what a module script will show, so that nothing jumps when it
// does; a script that does not arrive, or can't be read, gives the place back, and the page is as it is without scripts.
const { classList } = document.documentElement;
classList.add('awaiting');
addEventListener(
  'error',
  ({ target }) => target instanceof HTMLScriptElement && classList.remove('awaiting'),
  true,
);
// By then every module script has run, or never will.
addEventListener('load', () => classList.remove('awaiting'));
