import { Fault, Form, invalid } from '../base/controls.tsx';
import { texts } from '../base/page.ts';
import { ownWords } from '../base/typed-fields.ts';
import { numberOf } from '../case/cra-draft.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { numberField, type ReportNumber } from './report-number.ts';

export function NumberField({ number: { name, act, draft, fault } }: { number: ReportNumber }) {
  const { actions } = texts;
  const id = numberField(name, act);
  return (
    <div class="field">
      <label for={id}>{actions.craNumber}</label>
      <p class="help" id={`help-${id}`}>
        {actions.craNumberHelp}
      </p>
      <Fault id={`error-${id}`} sentence={fault.value} />
      <input
        id={id}
        type="text"
        maxLength={200}
        {...ownWords}
        {...invalid(fault.value)}
        aria-describedby={`help-${id} error-${id}`}
        value={draft.of(numberOf(name, act))}
        onInput={({ currentTarget }) => draft.write(numberOf(name, act), currentTarget.value)}
      />
    </div>
  );
}

/** For a number that could not be noted when its report was ticked off, or was not yet when the page went. */
export function NumberLeft({ number, opened }: { number: ReportNumber; opened: OpenedCase }) {
  const { name, act, draft, fault, isUnderWay } = number;
  if (fault.value === '' && (isUnderWay.value || draft.of(numberOf(name, act)) === '')) return null;
  return (
    <Form work={() => number.keep(opened)}>
      <NumberField number={number} />
      <p class="actions">
        <button type="submit" class="quiet">
          {texts.actions.craNumberKeep}
        </button>
      </p>
    </Form>
  );
}
