import { describe, expect, it } from 'vitest';
import { forbiddenImports } from '../checks/imports.ts';

describe('the check of imports', () => {
  it.each([
    ['mail-imports-upward', 'functions/mail/planted.ts', '../api/reports.ts'],
    ['store-imports-upward', 'functions/store/kv/planted.ts', '../../jobs/daily.ts'],
    ['disclosure-imports-upward', 'src/disclosure/planted.ts', '../components/Command.astro'],
    ['log-imports-upward', 'src/log/planted.ts', '../settings/settings.ts'],
    ['components-imports-upward', 'src/components/Planted.astro', '../views/ReportView.astro'],
    ['browser-imports-functions', 'src/browser/dom/planted.ts', '../../../functions/settings.ts'],
    ['browser-imports-functions', 'src/browser/inbox/Planted.tsx', '../../../functions/settings.ts'],
    ['report-imports-beside', 'src/browser/report/planted.ts', '../inbox/base/page.ts'],
    ['kv-imports-beside', 'functions/store/kv/planted.ts', '../sqlite/store.ts'],
    ['http-imports-upward', 'functions/http/planted.ts', '../route.ts'],
    ['store-imports-upward', 'functions/store/planted.ts', '../parts-types.ts'],
    ['imports-a-test', 'functions/jobs/planted.ts', '../../tests/support/parts.ts'],
    ['functions-import-pages', 'functions/pages/planted.ts', '../../src/views/ReportView.astro'],
    ['functions-import-pages', 'functions/jobs/planted.ts', '../../src/browser/dom/copy.ts'],
  ])('says %s of a planted %s', async (rule, path, target) => {
    const line = `import '${target}';`;
    const lines = await forbiddenImports({
      [path]: path.endsWith('.astro') ? `---\n${line}\n---\n<p>planted</p>` : line,
    });
    expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^${rule}: ${path} → `)));
  });

  it.each([
    '<script src="../../functions/settings.ts"></script>',
    "<script type='module' src='../../functions/settings.ts'></script>",
    "<script>\n  import '../../functions/settings.ts';\n</script>",
  ])('sees what a page’s script imports: %s', async (script) => {
    const text = `---\n---\n${script}`;
    const lines = await forbiddenImports({ 'src/views/Planted.astro': text });
    expect(lines).toContain('source-imports-functions: src/views/Planted.astro → functions/settings.ts');
  });

  it('sees a type that is imported', async () => {
    const text =
      "import type { Settings } from '../../functions/settings.ts';\nexport type Planted = Settings;";
    const lines = await forbiddenImports({ 'src/disclosure/planted.ts': text });
    expect(lines).toContain('source-imports-functions: src/disclosure/planted.ts → functions/settings.ts');
  });

  it('says of planted circles of folders which these are', async () => {
    const lines = await forbiddenImports({
      'src/publications/planted.ts': "import '../planted/one.ts';",
      'src/planted/one.ts': '',
      'src/planted/two.ts': "import '../publications/planted-too.ts';",
      'src/publications/planted-too.ts': '',
    });
    expect(lines).toContain('circle-of-folders: src/planted → src/publications → src/planted');
  });

  it('says of a planted circle of files which these are', async () => {
    const lines = await forbiddenImports({
      'src/i18n/planted.ts': "import './planted-too.ts';",
      'src/i18n/planted-too.ts': "import './planted.ts';",
    });
    expect(lines).toContain(
      'circle-of-files: src/i18n/planted-too.ts → src/i18n/planted.ts → src/i18n/planted-too.ts',
    );
  });
});
