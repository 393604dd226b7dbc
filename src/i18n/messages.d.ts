import 'i18next';
import type alert from '../../locales/nl/alert.json';
import type common from '../../locales/nl/common.json';
import type drafts from '../../locales/nl/drafts.json';
import type figures from '../../locales/nl/figures.json';
import type inbox from '../../locales/nl/inbox.json';
import type lessons from '../../locales/nl/lessons.json';
import type mail from '../../locales/nl/mail.json';
import type notFound from '../../locales/nl/notFound.json';
import type policy from '../../locales/nl/policy.json';
import type problems from '../../locales/nl/problems.json';
import type received from '../../locales/nl/received.json';
import type replies from '../../locales/nl/replies.json';
import type report from '../../locales/nl/report.json';
import type status from '../../locales/nl/status.json';
import type template from '../../locales/nl/template.json';
import type thanks from '../../locales/nl/thanks.json';

/** The keys that `t` takes are those of the Dutch files. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      alert: typeof alert;
      common: typeof common;
      drafts: typeof drafts;
      figures: typeof figures;
      inbox: typeof inbox;
      lessons: typeof lessons;
      mail: typeof mail;
      notFound: typeof notFound;
      policy: typeof policy;
      problems: typeof problems;
      received: typeof received;
      replies: typeof replies;
      report: typeof report;
      status: typeof status;
      template: typeof template;
      thanks: typeof thanks;
    };
  }
}
