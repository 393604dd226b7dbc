import type { CaseFacts } from '../../../disclosure/team-wire.ts';
import { texts } from '../base/page.ts';

/** How a case stands, in a word or two; of a stub, that it is one. */
export function Tags({ one }: { one: CaseFacts }) {
  return (
    <>
      <span class="tag">{one.withdrawnAt === null ? texts.statuses[one.status] : texts.stub.tag}</span>
      {one.urgent && <span class="tag tag-strong">{texts.list.urgent}</span>}
      {one.exploitedAt !== null && <span class="tag tag-strong">{texts.list.exploited}</span>}
    </>
  );
}
