import { Form } from '../base/controls.tsx';
import { Field, filledIn } from '../base/Field.tsx';
import { texts } from '../base/page.ts';
import { ownWords } from '../base/typed-fields.ts';
import { numberOf } from '../case/cra-draft.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { numberField, type ReportNumber } from './report-number.ts';

export function NumberField({ number: { name, act, draft, fault } }: { number: ReportNumber }) {
  const { actions } = texts;
  const id = numberField(name, act);
  return (
    <Field id={id} label={actions.craNumber} help={actions.craNumberHelp} fault={fault.value}>
      <input
        type="text"
        maxLength={200}
        {...ownWords}
        {...filledIn(id, fault.value)}
        value={draft.of(numberOf(name, act))}
        onInput={({ currentTarget }) => draft.write(numberOf(name, act), currentTarget.value)}
      />
    </Field>
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
