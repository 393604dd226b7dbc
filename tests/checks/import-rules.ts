import { basename } from 'node:path';
import type { IForbiddenRuleType } from 'dependency-cruiser';

/**
 * Floors of `src`, from the top: a file imports from its own floor and from those below it. Circles of folders are
 * forbidden anyhow.
 */
const SOURCE = [
  ['src/pages'],
  ['src/views'],
  ['src/components', 'src/layouts'],
  [
    'src/browser/report',
    'src/browser/yourself',
    'src/browser/status',
    'src/browser/verify',
    'src/browser/inbox',
  ],
  [
    'src/browser/api',
    'src/browser/dom',
    'src/browser/files',
    'src/browser/tab',
    'src/browser/workers',
    'src/browser/proof',
  ],
  ['src/handover'],
  ['src/well-known', 'src/publications', 'src/settings'],
  ['src/disclosure', 'src/log', 'src/openpgp', 'src/i18n'],
  ['src/organisation.ts'],
];

/** Floors of `functions`, all of which may import what of `src` neither makes pages nor runs in a browser. */
const FUNCTIONS = [
  ['functions/node', 'functions/build', 'functions/routes.ts'],
  ['functions/api'],
  ['functions/parts.ts', 'functions/process-parts.ts', 'functions/route.ts'],
  ['functions/staff', 'functions/jobs', 'functions/pages'],
  ['functions/reporter', 'functions/mail', 'functions/parts-types.ts'],
  [
    'functions/log',
    'functions/store',
    'functions/http',
    'functions/disk',
    'functions/html.ts',
    'functions/settings.ts',
  ],
];

/** What makes pages, or runs in a browser: nothing for functions. */
const PAGES_ONLY = ['src/pages', 'src/views', 'src/components', 'src/layouts', 'src/browser', 'src/handover'];

/** What stands side by side, and knows nothing of the others. */
const APART = [
  [
    'src/browser/report',
    'src/browser/yourself',
    'src/browser/status',
    'src/browser/verify',
    'src/browser/inbox',
  ],
  ['functions/store/kv', 'functions/store/sqlite'],
];

/** Which imports are forbidden between the files of `src` and `functions`, whatever is imported: types too. */
export const importRules: IForbiddenRuleType[] = [
  ...upward(SOURCE),
  ...upward(FUNCTIONS),
  ...APART.flatMap(apart),
  rule('browser-imports-functions', ['src/browser', 'src/handover'], ['functions']),
  rule('source-imports-functions', ['src'], ['functions']),
  rule('functions-import-pages', ['functions'], PAGES_ONLY),
  rule('imports-a-test', ['src', 'functions'], ['tests']),
  { name: 'circle-of-files', severity: 'error', from: {}, to: { circular: true } },
  { name: 'circle-of-folders', severity: 'error', scope: 'folder', from: {}, to: { circular: true } },
];

/** One rule for each that stands on a floor: nothing of the floors above it. */
function upward(floors: string[][]): IForbiddenRuleType[] {
  return floors.slice(1).flatMap((floor, index) => {
    const above = floors.slice(0, index + 1).flat();
    return floor.map((name) => rule(`${basename(name)}-imports-upward`, [name], above));
  });
}

/** One rule for each: none of the others. */
function apart(names: string[]): IForbiddenRuleType[] {
  return names.map((name) =>
    rule(
      `${basename(name)}-imports-beside`,
      [name],
      names.filter((other) => other !== name),
    ),
  );
}

function rule(name: string, from: string[], to: string[]): IForbiddenRuleType {
  return { name, severity: 'error', from: { path: pathsOf(from) }, to: { path: pathsOf(to) } };
}

/** A regular expression for files and for whole folders. */
function pathsOf(names: string[]): string {
  return `^(?:${names.map((name) => name.replaceAll('.', '\\.')).join('|')})(?:/|$)`;
}
