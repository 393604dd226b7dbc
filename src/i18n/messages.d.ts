import 'i18next';

/** The texts that a caller may name as `namespace:key`, by the Dutch files, whose keys are those that `t` takes. */
interface Texts {
  advisory: typeof import('../../locales/nl/advisory.json');
  alert: typeof import('../../locales/nl/alert.json');
  casePage: typeof import('../../locales/nl/casePage.json');
  common: typeof import('../../locales/nl/common.json');
  desk: typeof import('../../locales/nl/desk.json');
  drafts: typeof import('../../locales/nl/drafts.json');
  evidence: typeof import('../../locales/nl/evidence.json');
  figures: typeof import('../../locales/nl/figures.json');
  files: typeof import('../../locales/nl/files.json');
  handOver: typeof import('../../locales/nl/handOver.json');
  inbox: typeof import('../../locales/nl/inbox.json');
  lessons: typeof import('../../locales/nl/lessons.json');
  letters: typeof import('../../locales/nl/letters.json');
  mail: typeof import('../../locales/nl/mail.json');
  notFound: typeof import('../../locales/nl/notFound.json');
  policy: typeof import('../../locales/nl/policy.json');
  privacy: typeof import('../../locales/nl/privacy.json');
  problems: typeof import('../../locales/nl/problems.json');
  proof: typeof import('../../locales/nl/proof.json');
  received: typeof import('../../locales/nl/received.json');
  replies: typeof import('../../locales/nl/replies.json');
  report: typeof import('../../locales/nl/report.json');
  sharing: typeof import('../../locales/nl/sharing.json');
  sheets: typeof import('../../locales/nl/sheets.json');
  status: typeof import('../../locales/nl/status.json');
  template: typeof import('../../locales/nl/template.json');
  thanks: typeof import('../../locales/nl/thanks.json');
  triage: typeof import('../../locales/nl/triage.json');
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Texts;
  }
}
