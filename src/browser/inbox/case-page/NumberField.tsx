import type { AuthorityReport } from '../../../disclosure/case.ts';
import { Fault, Form, invalid } from '../base/controls.tsx';
import { texts } from '../base/page.ts';
import { ownWords } from '../base/typed-fields.ts';
import type { OpenedCase } from '../case/opened-case.ts';
import { numberField, type ReportNumber } from './report-number.ts';

interface Props {
  name: AuthorityReport;
  number: ReportNumber;
}

export function NumberField({ name, number: { typed, fault } }: Props) {
  const { actions } = texts;
  const id = numberField(name);
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
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
        }}
      />
    </div>
  );
}

/** For a number that could not be noted when its report was ticked off. */
export function NumberLeft({ name, number, opened }: Props & { opened: OpenedCase }) {
  if (number.fault.value === '') return null;
  return (
    <Form work={() => number.keep(opened, name)}>
      <NumberField name={name} number={number} />
      <p class="actions">
        <button type="submit" class="quiet">
          {texts.actions.craNumberKeep}
        </button>
      </p>
    </Form>
  );
}
