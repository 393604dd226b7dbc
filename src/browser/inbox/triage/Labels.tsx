import { useSignal } from '@preact/signals';
import { isolated, visibleLine } from '../../../disclosure/foreign-text.ts';
import { type Triage, triageLimits } from '../../../disclosure/triage.ts';
import { isSameLabel, tidyLabel } from '../../../disclosure/triage-change.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button, Fault, Form, invalid } from '../base/controls.tsx';
import { focusOn } from '../base/focus.ts';
import { leaveTo } from '../base/leave-field.ts';
import { language, texts } from '../base/page.ts';
import { ownWords } from '../base/typed-fields.ts';
import type { TriageDraft } from '../case/triage-drafts.ts';
import { heads } from '../list/heads.ts';
import type { CaseTriage } from './case-triage.ts';

interface Props {
  triage: Triage;
  work: CaseTriage;
  draft: TriageDraft;
}

/** The labels of a case: each can be taken off, and others typed or chosen from those that cases have. */
export function Labels({ triage: { labels }, work, draft }: Props) {
  const words = texts.triage.labels;
  const fault = useSignal('');
  const typed = draft.fields.value.label ?? '';
  const add = async () => {
    const label = tidyLabel(typed);
    const isFull = labels.length >= triageLimits.labels;
    fault.value = isFull
      ? fillIn(words.full, { most: triageLimits.labels })
      : label === ''
        ? words.empty
        : '';
    if (fault.value !== '') return focusOn('label-text');
    if (!(await work.save({ kind: 'label', label }))) return;
    // What was typed since stays.
    if (draft.fields.peek().label === typed) draft.change({ label: undefined });
    if (!work.isLeft) focusOn('label-text');
  };
  const remove = async (label: string) => {
    if ((await work.save({ kind: 'unlabel', label })) && !work.isLeft) focusOn('label-text');
  };
  return (
    <div class="triage-part">
      <h4 id="labels-title">{words.title}</h4>
      {labels.length === 0 ? (
        <p class="help">{words.none}</p>
      ) : (
        <ul class="labels" aria-labelledby="labels-title" translate={false}>
          {labels.map((label) => (
            <li key={label} class="label">
              <bdi>{visibleLine(label)}</bdi>
              <Button
                class="label-remove"
                aria-label={fillIn(words.remove, { label: isolated(label) })}
                work={() => remove(label)}
              >
                <span aria-hidden="true">×</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Form id="label-form" work={add} {...leaveTo('labels-title')}>
        <div class="field">
          <label for="label-text">{words.field}</label>
          <Fault id="error-label" sentence={fault.value} />
          <div class="beside">
            <input
              id="label-text"
              list="label-known"
              maxLength={triageLimits.label}
              {...ownWords}
              {...invalid(fault.value)}
              aria-describedby="error-label help-label"
              value={typed}
              onInput={({ currentTarget }) => draft.change({ label: currentTarget.value })}
            />
            <button type="submit" class="quiet" id="label-add">
              {words.add}
            </button>
          </div>
          <p class="help" id="help-label">
            {words.help}
          </p>
          <datalist id="label-known">
            {knownLabels(labels).map((label) => (
              <option key={label} value={label} />
            ))}
          </datalist>
        </div>
      </Form>
    </div>
  );
}

/** The labels that other cases have, those of most cases first. */
function knownLabels(present: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const { triage } of heads.value.values())
    for (const label of triage?.labels ?? []) counts.set(label, (counts.get(label) ?? 0) + 1);
  const { compare } = new Intl.Collator(language);
  return [...counts]
    .filter(([label]) => !present.some((one) => isSameLabel(one, label)))
    .sort(([a, many], [b, more]) => more - many || compare(a, b))
    .map(([label]) => label);
}
