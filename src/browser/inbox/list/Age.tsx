import type { CaseSummary } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { nowOnPage } from '../base/now.ts';
import { momentText, texts } from '../base/page.ts';
import { shortSpan } from './short-span.ts';

const MINUTE = 60_000;

/** How long ago a report came, short; of a closed one when it was closed, and whole for who points at it. */
export function Age({ one }: { one: CaseSummary }) {
  const { received, closed, now } = texts.list;
  const [words, at] = one.closedAt === null ? [received, one.receivedAt] : [closed, one.closedAt];
  const ms = Math.max(0, nowOnPage() - Date.parse(at));
  return (
    <time class="row-age" dateTime={at} title={fillIn(words, { moment: momentText(at) })}>
      {ms < MINUTE ? now : shortSpan(ms)}
    </time>
  );
}
