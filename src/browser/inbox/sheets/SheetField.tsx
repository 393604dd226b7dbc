// One field of a sheet: how it is asked, what stands in it, and copying that to the platform.
import { useSignal } from '@preact/signals';
import type { AskedField } from '../../../disclosure/sheets/asked.ts';
import { linesOf, textOf } from '../../../disclosure/sheets/export.ts';
import type { FieldId } from '../../../disclosure/sheets/fields.ts';
import { fillIn } from '../../../i18n/fill-in.ts';
import { Button } from '../base/controls.tsx';
import { facts, texts } from '../base/page.ts';
import { ownText, ownWords } from '../base/typed-fields.ts';
import { fieldOfMoment, momentOfField } from './moment-field.ts';
import { helpOf, sheetNames } from './names.ts';
import type { SheetWork } from './sheet-work.ts';

interface Props {
  work: SheetWork;
  asked: AskedField;
}

/** The id of what one types in, or of all that one chooses from. */
export const sheetFieldId = (id: FieldId) => `sheet-${id}`;

export function SheetField({ work, asked }: Props) {
  const { field } = asked;
  const { id, kind } = field;
  const help = helpOf(id);
  const name = sheetFieldId(id);
  const label = (
    <>
      {sheetNames.name(id)} <Needs work={work} asked={asked} />
    </>
  );
  const inside = (
    <>
      {help !== '' && (
        <p class="help" id={`help-${name}`}>
          {help}
        </p>
      )}
      <Theirs work={work} asked={asked} />
      <Control work={work} asked={asked} />
      <Full work={work} asked={asked} />
      <Copy work={work} asked={asked} />
    </>
  );
  if (kind === 'several')
    return (
      <fieldset id={name} tabIndex={-1} class="field" data-need={asked.need}>
        <legend>{label}</legend>
        {inside}
      </fieldset>
    );
  return (
    <div class="field" data-need={asked.need}>
      {kind === 'fixed' ? <strong class="sheet-label">{label}</strong> : <label for={name}>{label}</label>}
      {inside}
    </div>
  );
}

/** That it is needed, and where what stands in it is from; those that are not stand apart. */
function Needs({ work, asked: { need, isNeeded, field } }: Props) {
  const { needed, carried } = texts.sheets;
  if (field.kind === 'fixed') return null;
  const isCarried = need === 'carried' && work.isCarried(field.id);
  if (!isNeeded && !isCarried) return null;
  return (
    <span class="sheet-tags">
      {isNeeded && <span class="tag sheet-needed">{needed}</span>}{' '}
      {isCarried && <span class="tag">{carried}</span>}
    </span>
  );
}

/** What a colleague saved meanwhile, where something else is typed. */
function Theirs({ work, asked: { field } }: Props) {
  const theirs = work.theirsIn(field.id);
  if (theirs === null) return null;
  const { theirs: filled, theirsEmpty, take } = texts.sheets;
  const value = textOf(field, theirs, sheetNames);
  return (
    <div class="note warning" id={`theirs-${sheetFieldId(field.id)}`}>
      <p translate={false}>{theirs === '' ? theirsEmpty : fillIn(filled, { value })}</p>
      <p class="actions">
        <Button work={() => work.takeTheirs(field.id)}>{take}</Button>
      </p>
    </div>
  );
}

function Control({ work, asked }: Props) {
  const { field, isNeeded } = asked;
  const { id, kind, most, choices = [] } = field;
  const value = work.valueOf(id);
  const name = sheetFieldId(id);
  const describes = helpOf(id) === '' ? {} : { 'aria-describedby': `help-${name}` };
  const shared = { id: name, ...describes, ...(isNeeded ? { 'aria-required': true } : {}) };
  const limit = most === undefined ? {} : { maxLength: most };
  switch (kind) {
    case 'fixed':
      return null;
    case 'text':
      return (
        <textarea
          {...shared}
          {...limit}
          {...ownText}
          rows={most !== undefined && most > 300 ? 5 : 2}
          value={value}
          onInput={({ currentTarget }) => work.change(id, currentTarget.value)}
        />
      );
    case 'line':
      return (
        <>
          <input
            type="text"
            {...shared}
            {...limit}
            {...ownWords}
            {...(id === 'productName' ? { list: 'sheet-products' } : {})}
            value={value}
            onInput={({ currentTarget }) => work.change(id, currentTarget.value)}
          />
          {id === 'productName' && (
            <datalist id="sheet-products">
              {facts.manufacturer.products.map((product) => (
                <option key={product.name} value={product.name} />
              ))}
            </datalist>
          )}
        </>
      );
    case 'moment':
      return (
        <input
          type="datetime-local"
          {...shared}
          autocomplete="off"
          value={fieldOfMoment(value)}
          onInput={({ currentTarget }) => work.change(id, momentOfField(currentTarget.value))}
        />
      );
    case 'choice':
      return (
        <select
          {...shared}
          value={value}
          onChange={({ currentTarget }) => work.change(id, currentTarget.value)}
        >
          <option value="">{texts.sheets.noChoice}</option>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {sheetNames.choice(id, choice)}
            </option>
          ))}
        </select>
      );
    case 'several':
      return <Several work={work} asked={asked} />;
  }
}

/** Says of a field that no more fits in it: typing just stops there. */
function Full({ work, asked: { field } }: Props) {
  const { id, most } = field;
  const isFull = most !== undefined && work.valueOf(id).length >= most;
  return (
    <p class="help" role="status" hidden={!isFull}>
      {isFull && fillIn(texts.sheets.length, { most })}
    </p>
  );
}

function Several({ work, asked: { field } }: Props) {
  const { id, choices = [] } = field;
  const chosen = work.valueOf(id).split(' ');
  const toggle = (choice: string, isChosen: boolean) => {
    const next = choices.filter((one) => (one === choice ? isChosen : chosen.includes(one)));
    work.change(id, next.join(' '));
  };
  return (
    <div class="sheet-choices">
      {choices.map((choice) => (
        <div key={choice} class="check">
          <input
            type="checkbox"
            id={`${sheetFieldId(id)}-${choice}`}
            autocomplete="off"
            checked={chosen.includes(choice)}
            onChange={({ currentTarget }) => toggle(choice, currentTarget.checked)}
          />
          <label for={`${sheetFieldId(id)}-${choice}`}>{sheetNames.choice(id, choice)}</label>
        </div>
      ))}
    </div>
  );
}

/** What goes to the platform of a field, and copying it; which ones are copied is seen at their buttons. */
function Copy({ work, asked: { field } }: Props) {
  const { id, kind } = field;
  const copied = useSignal<string | null>(null);
  const isOutOfReach = useSignal(false);
  const { copy, copyByHand, onPlatform } = texts.sheets;
  // Of what is chosen nothing stands in the field that can be selected.
  const isWritten = kind === 'text' || kind === 'line';
  const line = linesOf({ duty: work.duty, values: work.values }, sheetNames).find(
    (one) => one.field.id === id,
  );
  const text = line?.text ?? '';
  const isCopied = text !== '' && copied.value === text;
  const word = isCopied ? texts.case.copied : copy;
  const copyText = async () => {
    const isDone = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    copied.value = isDone ? text : null;
    isOutOfReach.value = !isDone;
    const control = document.getElementById(sheetFieldId(id));
    if (
      !isDone &&
      isWritten &&
      (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)
    )
      control.select();
  };
  return (
    <>
      {kind === 'fixed' && <p class="sheet-fixed">{text}</p>}
      {kind === 'moment' && text !== '' && <p class="help">{fillIn(onPlatform, { moment: text })}</p>}
      <p class={isCopied ? 'unseen' : 'help'} role="status">
        {isCopied && texts.case.copied}
        {isOutOfReach.value && (isWritten ? texts.case.copyYourself : fillIn(copyByHand, { value: text }))}
      </p>
      {text !== '' && (
        <p class="sheet-copy">
          <Button aria-label={`${word}: ${sheetNames.name(id)}`} work={copyText}>
            {word}
          </Button>
        </p>
      )}
    </>
  );
}
