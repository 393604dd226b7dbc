import 'i18next';
import type alert from '../../locales/nl/alert.json';
import type common from '../../locales/nl/common.json';
import type mail from '../../locales/nl/mail.json';
import type notFound from '../../locales/nl/notFound.json';
import type policy from '../../locales/nl/policy.json';
import type problems from '../../locales/nl/problems.json';
import type received from '../../locales/nl/received.json';
import type report from '../../locales/nl/report.json';
import type status from '../../locales/nl/status.json';
import type template from '../../locales/nl/template.json';

/** The keys that `t` takes are those of the Dutch files. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      alert: typeof alert;
      common: typeof common;
      mail: typeof mail;
      notFound: typeof notFound;
      policy: typeof policy;
      problems: typeof problems;
      received: typeof received;
      report: typeof report;
      status: typeof status;
      template: typeof template;
    };
  }
}
