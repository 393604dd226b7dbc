import { isolated } from '../../../disclosure/foreign-text.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Block, Moment } from '../base/controls.tsx';
import { texts } from '../base/page.ts';
import { eventSentence } from '../case/events.ts';

/** What happened in a case, the latest first. */
export function Timeline({ view }: { view: TeamCase }) {
  return (
    <Block id="timeline-title" title={texts.case.timeline}>
      <ol id="team-timeline" class="team-timeline">
        {view.events.toReversed().map((event) => (
          <li>
            {eventSentence(event)}
            <span class="when">
              <Moment at={event.at} />
              {event.by !== null && ` · ${fillIn(texts.case.by, { who: isolated(event.by) })}`}
            </span>
          </li>
        ))}
        <li>
          {texts.case.events.received}
          <span class="when">
            <Moment at={view.receivedAt} />
          </span>
        </li>
      </ol>
    </Block>
  );
}
