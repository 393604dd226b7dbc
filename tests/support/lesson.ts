import { perLanguage } from '../../src/i18n/languages.ts';
import type { LessonContent, LessonFacts } from '../../src/publications/lesson-files.ts';

/** A lesson as somebody filled it in, with nothing left to do. */
export const filledLesson: LessonContent = {
  ...{
    id: 'LES-2026-0007',
    day: '2026-03-02',
    product: 'Portal: "the" one',
    affected: '>=4.0|<4.3',
    fixed: '4.3',
  },
  ...{ weakness: 'cross-site-scripting', cve: '', cvss: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N' },
  cvss4: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N',
  ssvc: { exploitation: 'publicPoc', automatable: 'no', technicalImpact: 'total', mission: 'low' },
  audience: perLanguage(() => 'Who has a server.'),
  impact: perLanguage(() => 'Everything could be read.'),
  remediationCategory: 'vendor_fix',
  title: perLanguage((code) => `A title in ${code}`),
  summary: perLanguage(() => 'A summary,\nin two\u007f lines: # as it was typed'),
  description: perLanguage(() => 'What it was.'),
  remediation: perLanguage(() => 'Update.'),
  body: perLanguage(
    () => '## What was wrong\n\nThis, and so on… and that.\n\n---\n\n## What we did\n\n### First\n\nThat.\n',
  ),
  credit: 'Eva: "the finder" — é',
  about: perLanguage(() => 'A script in a page'),
};
export const lessonFacts: LessonFacts = {
  reference: 'CVD-2026-4F7K2Q',
  month: '2026-02',
  revision: { nl: 'Eerste versie.', en: 'First version.' },
};
