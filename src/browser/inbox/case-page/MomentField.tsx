import { Field, filledIn } from '../base/Field.tsx';
import type { AskedMoment } from './asked-moment.ts';

interface Props {
  id: string;
  label: string;
  help: string;
  asked: AskedMoment;
}

/** The field of a moment, in the zone of whoever sits here. */
export function MomentField({ id, label, help, asked: { draft, field, input, fault } }: Props) {
  return (
    <Field id={id} label={label} help={help} fault={fault.value}>
      <input
        ref={input}
        type="datetime-local"
        autocomplete="off"
        {...filledIn(id, fault.value)}
        value={draft.of(field)}
        onInput={({ currentTarget }) => draft.write(field, currentTarget.value)}
      />
    </Field>
  );
}
