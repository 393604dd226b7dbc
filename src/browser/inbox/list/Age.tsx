import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { numberFormat } from '../../../i18n/formatters.ts';
import { nowOnPage } from '../base/now.ts';
import { language, momentText, texts } from '../base/page.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long ago a report came, short; of a closed one when it was closed, and whole for who points at it. */
export function Age({ one }: { one: CaseSummary }) {
  const { received, closed, now } = texts.list;
  const [words, at] = one.closedAt === null ? [received, one.receivedAt] : [closed, one.closedAt];
  const ms = Math.max(0, nowOnPage() - Date.parse(at));
  const [unit, value] = spanOf(ms);
  const short = { style: 'unit', unit, unitDisplay: 'narrow' } as const;
  return (
    <time class="row-age" dateTime={at} title={fillIn(words, { moment: momentText(at) })}>
      {ms < MINUTE ? now : numberFormat(language, short).format(Math.floor(value))}
    </time>
  );
}

function spanOf(ms: number): ['minute' | 'hour' | 'day', number] {
  if (ms < HOUR) return ['minute', ms / MINUTE];
  return ms < DAY ? ['hour', ms / HOUR] : ['day', ms / DAY];
}
