// Evidence of all cases that came in in a month, as one file.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { monthsUntil } from '../../../disclosure/clock.ts';
import { formatMonth } from '../../../i18n/format.ts';
import { serverNow } from '../../api/server-time.ts';
import { Block, Button } from '../base/controls.tsx';
import { language, texts } from '../base/page.ts';
import { MonthDownload } from './save-evidence.ts';

/** So many months are offered: as long as the trail goes back. */
const MONTHS = 36;

export function MonthEvidence() {
  const words = texts.desk.evidence;
  const months = monthsUntil(serverNow(), MONTHS).toReversed();
  const month = useSignal(months[1] ?? '');
  /** Of the chosen month: where a part could not be fetched, the next press goes on there. */
  const download = useRef(new MonthDownload(month.peek()));
  const told = useSignal('');
  const choose = (chosen: string) => {
    month.value = chosen;
    download.current = new MonthDownload(chosen);
    told.value = '';
  };
  const save = async () => {
    const asked = download.current;
    // Who chose another month meanwhile has nothing said of this one.
    const isLeft = () => download.current !== asked;
    told.value = words.saving;
    const end = await asked.save((part) => {
      told.value = part;
    }, isLeft);
    if (!isLeft()) told.value = end;
  };
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
          {words.download}
        </Button>
      </div>
      <p id="evidence-told" role="status">
        {told}
      </p>
    </Block>
  );
}
