import { fillIn } from '../../../i18n/fill-in.ts';
import { numberFormat } from '../../../i18n/formatters.ts';
import { language, texts } from '../base/page.ts';
import type { Head } from './heads.ts';
import { severityIn } from './standing.ts';

/** How severe it is, in a word and a colour: as the team sees it, else as its reporter does. */
export function Severity({ head }: { head: Head | undefined }) {
  const severity = severityIn(head);
  if (severity === null) return null;
  const rating = texts.list.severities[severity.rating];
  const score = numberFormat(language, { minimumFractionDigits: 1 }).format(severity.score);
  const whole = severity.isOwn ? texts.list.severityOwn : texts.list.severityTheirs;
  return (
    <span
      class={`severity severity-${severity.rating}${severity.isOwn ? '' : ' severity-theirs'}`}
      title={fillIn(whole, { rating, score })}
    >
      {rating}
    </span>
  );
}
