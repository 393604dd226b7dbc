// Evidence of all cases that came in in a month, in as many files as it takes.
import { useSignal } from '@preact/signals';
import { monthsUntil } from '../../../disclosure/clock.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { formatMonth } from '../../../i18n/format.ts';
import { serverNow } from '../../api/server-time.ts';
import { Block, Button } from '../base/controls.tsx';
import { language, texts } from '../base/page.ts';
import { saveEvidence } from './save-evidence.ts';

/** So many months are offered: as long as the trail goes back. */
const MONTHS = 36;

export function MonthEvidence() {
  const words = texts.desk.evidence;
  const months = monthsUntil(serverNow(), MONTHS).toReversed();
  const month = useSignal(months[1] ?? '');
  /** The part that comes next, and where it goes on; null after the first one for the last. */
  const next = useSignal<{ part: number; after: string | null }>({ part: 1, after: null });
  const told = useSignal('');
  const choose = (chosen: string) => {
    month.value = chosen;
    next.value = { part: 1, after: null };
    told.value = '';
  };
  const save = async () => {
    const [asked, { part, after }] = [month.peek(), next.peek()];
    told.value = words.saving;
    const saved = await saveEvidence(asked, part, after);
    // Who chose another month meanwhile has its first part before them.
    if (month.peek() !== asked) return;
    told.value = saved.told;
    if (saved.isSaved) next.value = { part: saved.next === null ? 1 : part + 1, after: saved.next };
  };
  const { part, after } = next.value;
  return (
    <Block id="evidence-title" title={words.title}>
      <p class="help">{words.help}</p>
      <div class="evidence-month">
        <div class="field">
          <label for="evidence-month">{words.month}</label>
          <select
            id="evidence-month"
            autocomplete="off"
            value={month.value}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
          >
            {months.map((one) => (
              <option key={one} value={one}>
                {formatMonth(one, language)}
              </option>
            ))}
          </select>
        </div>
        <Button id="evidence-save" work={save}>
          {after === null ? words.download : fillIn(words.downloadPart, { part })}
        </Button>
      </div>
      <p id="evidence-told" role="status">
        {told}
      </p>
    </Block>
  );
}
