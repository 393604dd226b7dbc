import { Fault, invalid } from '../base/controls.tsx';
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
    <div class="field">
      <label for={id}>{label}</label>
      <p class="help" id={`help-${id}`}>
        {help}
      </p>
      <Fault id={`error-${id}`} sentence={fault.value} />
      <input
        ref={input}
        id={id}
        type="datetime-local"
        autocomplete="off"
        {...invalid(fault.value)}
        aria-describedby={`help-${id} error-${id}`}
        value={draft.of(field)}
        onInput={({ currentTarget }) => draft.write(field, currentTarget.value)}
      />
    </div>
  );
}
