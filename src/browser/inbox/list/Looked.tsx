import { fillIn } from '../../../i18n/fill-in.ts';
import { Button } from '../base/controls.tsx';
import { texts } from '../base/page.ts';
import { hasKey } from '../base/session.ts';
import type { CaseList } from './list.ts';
import { needsHeads } from './question.ts';

/** How much of what is asked for has been looked into, where what stands in reports matters; and what was left out. */
export function Looked({ list }: { list: CaseList }) {
  const { question, looked, isWithoutClosed } = list;
  const { lookedAll, looked: soFar, lookedNoKey, searchClosed } = texts.list;
  if (!needsHeads(question.value)) return null;
  const { of, opened } = looked.value;
  const sentence = hasKey.value ? fillIn(opened < of ? soFar : lookedAll, { opened, of }) : lookedNoKey;
  return (
    <p class="help list-looked" id="list-looked">
      {sentence}{' '}
      {isWithoutClosed.value && (
        <Button id="search-closed" class="link" work={() => list.ask({ state: 'all' })}>
          {searchClosed}
        </Button>
      )}
    </p>
  );
}
