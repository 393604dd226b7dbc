import { site } from 'virtual:site';
import { limits } from '../disclosure/limits.ts';
import { exposures, publications, weaknesses, writeReport } from '../disclosure/report.ts';
import { REPORT_SCHEMA_PATH } from '../disclosure/report-json-schema.ts';
import { headingsOf } from '../disclosure/report-sections.ts';
import { pageUrl } from '../i18n/addresses.ts';
import { formatBytes } from '../i18n/format.ts';
import { translator } from '../i18n/index.ts';
import type { LanguageCode } from '../i18n/languages.ts';

/** The report template for who encrypts outside the browser: the form's own document, with remarks. */
export function reportTemplate(language: LanguageCode): string {
  const t = translator(language);
  const remarks = t('template:remarks', {
    weaknesses: weaknesses.join(' · '),
    exposures: exposures.join(' · '),
    publications: publications.join(' · '),
    schema: `${site.siteUrl}${REPORT_SCHEMA_PATH}`,
    report: pageUrl(site.siteUrl, 'yourself', language),
    size: formatBytes(limits.openedText, language),
    policy: pageUrl(site.siteUrl, 'policy', language),
  });
  const document = writeReport({
    language,
    system: t('template:system'),
    weakness: 'not-sure',
    exposure: 'none',
    name: '',
    contact: '',
    credit: '',
    publication: 'no-wish',
    cvss: '',
    version: '',
    tools: '',
    keptToLimits: true,
    keptToMethods: true,
    otherwise: '',
    attachments: [],
    description: t('template:description'),
    impact: t('template:impact'),
    discovery: t('template:discovery'),
    replyKey: t('template:replyKey'),
  });
  // Without a hint under them: what stays empty is no evidence.
  const { steps, seen, proof, impact } = headingsOf(language);
  const empty = [steps, seen, proof].map((heading) => `## ${heading}\n\n`).join('');
  // The reporter confirms by changing these two, as the form asks for two ticks.
  return document
    .replace('keptToLimits: true', 'keptToLimits: false')
    .replace('keptToMethods: true', 'keptToMethods: false')
    .replace(`## ${impact}\n`, `${empty}## ${impact}\n`)
    .replace('---\n', `---\n${remarks.replace(/^/gm, '# ')}\n`);
}
