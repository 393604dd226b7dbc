// The day on which a finding may be published: proposed by the team, agreed with the reporter, and kept.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { dayIn } from '../../../disclosure/absence.ts';
import type { TeamCase } from '../../../disclosure/team-wire.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { organisation } from '../../../organisation.ts';
import { serverNow } from '../../api/server-time.ts';
import { Block, Form } from '../base/controls.tsx';
import { keptDraft } from '../base/drafts.ts';
import { Field, filledIn } from '../base/Field.tsx';
import { focusSoon } from '../base/focus.ts';
import { KeptNote } from '../base/KeptNote.tsx';
import { dayText, momentText, texts } from '../base/page.ts';
import type { Changes, Wanted } from '../case/changes.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { ChangeButton } from './ChangeButton.tsx';

interface Props {
  view: TeamCase;
  opened: OpenedCase;
}

export function Publication({ view, opened }: Props) {
  const { title } = texts.publication;
  return (
    <Block
      sectionId="publication"
      id="publication-title"
      title={title}
      told={opened.changes.toldAt('publication-title')}
    >
      <p id="publication-state">{stateOf(view)}</p>
      {view.publishedAt === null && <DayForm view={view} opened={opened} />}
      {view.publishOn !== null && <Acts view={view} publishOn={view.publishOn} opened={opened} />}
    </Block>
  );
}

function stateOf({ publishOn, publishAgreedAt, publishedAt }: TeamCase): string {
  const { none, proposed, agreed, published } = texts.publication;
  if (publishedAt !== null) return fillIn(published, { moment: momentText(publishedAt) });
  if (publishOn === null) return none;
  const day = dayText(publishOn);
  if (publishAgreedAt === null) return fillIn(proposed, { day });
  return fillIn(agreed, { day, moment: momentText(publishAgreedAt) });
}

/** The day, to be set or moved. What is typed and not saved stays. */
function DayForm({ view, opened: { reference, changes } }: Props) {
  const { day: label, dayHelp, save, moveConfirm, away, awayConfirm } = texts.publication;
  const { publishOn } = view;
  const field = useRef<HTMLInputElement>(null);
  const fault = useSignal('');
  const draft = keptDraft(reference, 'publication');
  const before = publishOn?.slice(0, 10) ?? '';
  // What is kept of an emptied field is nothing, and so the day before would stand in it again.
  const isEmptied = useSignal(false);
  const put = async () => {
    const day = field.current?.value ?? '';
    fault.value = faultOf(day, before);
    if (fault.value !== '') return field.current?.focus();
    const isMoved = view.publishAgreedAt !== null && day !== before;
    if (isMoved && !confirm(fillIn(moveConfirm, { day: dayText(before) }))) return;
    // What was typed while that was under way stays.
    const isSaved = await changes.save({ publishOn: day }, fault, 'publication-title');
    if (isSaved && draft.text.peek() === day) draft.write('');
    if (fault.peek() !== '') focusSoon(() => field.current);
  };
  const throwAway = () => {
    isEmptied.value = false;
    draft.throwAway();
  };
  const shown = draft.text.value === '' ? before : draft.text.value;
  return (
    <Form id="publication-form" work={put}>
      <KeptNote name="publication" draft={draft} throwAway={throwAway} />
      <Field id="publication-day" label={label} help={dayHelp} fault={fault.value}>
        <input
          ref={field}
          type="date"
          autocomplete="off"
          {...filledIn('publication-day', fault.value)}
          value={isEmptied.value ? '' : shown}
          onInput={({ currentTarget: { value } }) => {
            isEmptied.value = value === '';
            draft.write(value === before ? '' : value);
          }}
        />
      </Field>
      <div class="actions">
        <button type="submit" class="quiet">
          {save}
        </button>
        {publishOn !== null && (
          <ChangeButton
            id="publication-away"
            class="bare"
            {...actOn(changes, publishOn)(awayConfirm, { publishOn: null })}
          >
            {away}
          </ChangeButton>
        )}
      </div>
    </Form>
  );
}

/** Why a day can't be saved; empty for nothing. */
function faultOf(day: string, before: string): string {
  const { needDay, needFirstDay, pastDay } = texts.publication;
  if (day === '') return before === '' ? needFirstDay : needDay;
  return day !== before && day < dayIn(organisation.timeZone, serverNow()) ? pastDay : '';
}

/** What can be said of a day that is set; each is asked for once more, as the reporter sees it. */
function Acts({ view, publishOn, opened: { changes } }: Props & { publishOn: string }) {
  const words = texts.publication;
  const act = actOn(changes, publishOn);
  const isEarly =
    view.publishAgreedAt !== null && dayIn(organisation.timeZone, serverNow()) < publishOn.slice(0, 10);
  // Keys, so that the keyboard does not stay on what is another button by now.
  if (view.publishedAt !== null)
    return (
      <div key="published" class="actions">
        <ChangeButton key="undo" id="publication-undo" {...act(words.undoConfirm, { published: false })}>
          {words.undo}
        </ChangeButton>
      </div>
    );
  return (
    <div class="actions">
      <ChangeButton
        key="now"
        id="publication-now"
        {...act(isEarly ? words.nowEarlyConfirm : words.nowConfirm, { published: true })}
      >
        {words.now}
      </ChangeButton>
      {view.publishAgreedAt === null ? (
        <ChangeButton
          key="agreed"
          id="publication-agreed"
          {...act(words.agreedConfirm, { publishAgreed: true })}
        >
          {words.agreedElsewhere}
        </ChangeButton>
      ) : (
        <ChangeButton
          key="not-agreed"
          id="publication-not-agreed"
          class="bare"
          {...act(words.notAgreedConfirm, { publishAgreed: false })}
        >
          {words.notAgreed}
        </ChangeButton>
      )}
    </div>
  );
}

/** What each of these changes has in common. @param sentence what is asked, with the day */
const actOn = (changes: Changes, publishOn: string) => (sentence: string, wanted: Wanted) => ({
  ...{ changes, wanted, goOn: 'publication-title' },
  question: fillIn(sentence, { day: dayText(publishOn) }),
});
