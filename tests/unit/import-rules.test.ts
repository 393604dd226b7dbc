import { beforeAll, describe, expect, it } from 'vitest';
import { forbiddenImports } from '../checks/imports.ts';

/** What is forbidden, where it is planted, and what it imports. */
const imports = [
  ['mail-imports-upward', 'functions/mail/planted.ts', '../api/reports.ts'],
  ['store-imports-upward', 'functions/store/kv/planted.ts', '../../jobs/daily.ts'],
  ['disclosure-imports-upward', 'src/disclosure/planted.ts', '../components/Command.astro'],
  ['log-imports-upward', 'src/log/planted.ts', '../settings/settings.ts'],
  ['components-imports-upward', 'src/components/Planted.astro', '../views/ReportView.astro'],
  ['browser-imports-functions', 'src/browser/dom/planted.ts', '../../../functions/settings.ts'],
  ['browser-imports-functions', 'src/browser/inbox/Planted.tsx', '../../../functions/settings.ts'],
  ['report-imports-beside', 'src/browser/report/planted.ts', '../inbox/base/page.ts'],
  ['kv-imports-beside', 'functions/store/kv/planted-too.ts', '../sqlite/store.ts'],
  ['http-imports-upward', 'functions/http/planted.ts', '../route.ts'],
  ['store-imports-upward', 'functions/store/planted.ts', '../parts-types.ts'],
  ['imports-a-test', 'functions/jobs/planted.ts', '../../tests/support/parts.ts'],
  ['functions-import-pages', 'functions/pages/planted.ts', '../../src/views/ReportView.astro'],
  ['functions-import-pages', 'functions/jobs/planted-too.ts', '../../src/browser/dom/copy.ts'],
] as const;

const scripts = [
  '<script src="../../functions/settings.ts"></script>',
  "<script type='module' src='../../functions/settings.ts'></script>",
  "<script>\n  import '../../functions/settings.ts';\n</script>",
];

const planted: Record<string, string> = {
  'src/disclosure/planted-type.ts':
    "import type { Settings } from '../../functions/settings.ts';\nexport type Planted = Settings;",
  'src/i18n/planted.ts': "import './planted-too.ts';",
  'src/i18n/planted-too.ts': "import './planted.ts';",
};
for (const [, path, target] of imports) {
  const line = `import '${target}';`;
  planted[path] = path.endsWith('.astro') ? `---\n${line}\n---\n<p>planted</p>` : line;
}
for (const [index, script] of scripts.entries())
  planted[`src/views/Planted${index}.astro`] = `---\n---\n${script}`;

// Going through the project takes a second or more: what does not mix is planted at once.
describe('the check of imports', () => {
  let lines: string[];
  beforeAll(async () => {
    lines = await forbiddenImports(planted);
  });

  it.each(imports)('says %s of a planted %s', (rule, path) => {
    expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^${rule}: ${path} → `)));
  });

  it.each(scripts.map((script, index) => [script, index]))(
    'sees what a page’s script imports: %s',
    (_, index) => {
      expect(lines).toContain(
        `source-imports-functions: src/views/Planted${index}.astro → functions/settings.ts`,
      );
    },
  );

  it('sees a type that is imported', () => {
    expect(lines).toContain(
      'source-imports-functions: src/disclosure/planted-type.ts → functions/settings.ts',
    );
  });

  it('says of planted circles of folders which these are, and nothing else', async () => {
    const circles = await forbiddenImports({
      'src/publications/planted.ts': "import '../planted/one.ts';",
      'src/planted/one.ts': '',
      'src/planted/two.ts': "import '../publications/planted-too.ts';",
      'src/publications/planted-too.ts': '',
    });
    expect(circles).toContain('circle-of-folders: src/planted → src/publications → src/planted');
    expect(circles.filter((line) => !line.includes('src/planted'))).toEqual([]);
  });

  it('says of a planted circle of files which these are', () => {
    expect(lines).toContain(
      'circle-of-files: src/i18n/planted-too.ts → src/i18n/planted.ts → src/i18n/planted-too.ts',
    );
  });
});
